import { Injectable } from '@nestjs/common';
import { GivenConsent } from '../consent/given-consent.js';
import { OptOuts } from '../consent/opt-outs.js';
import type { ContactChange } from '../contacts/contact-change.js';
import { ContactHistory } from '../contacts/contact-history.js';
import { ContactUser } from '../contacts/contact-user.js';
import { ContactValues, rowOf } from '../contacts/contact-values.js';
import { Contact } from '../contacts/contact.js';
import { PhoneNumber } from '../contacts/phone-number.js';
import { PropertyValue } from '../contacts/property-value.js';
import { Database } from '../database/database.js';
import type { Import } from './import.js';
import type { Judged } from './judging.js';
import { agreementInWords } from './mapping.js';

/** So many values go into one statement. */
const most = 500;

type Line = Partial<ContactChange> & Pick<ContactChange, 'programId' | 'contactId' | 'kind' | 'at'>;

/** Makes contacts of lines that were judged, in the transaction under way. */
@Injectable()
export class Writing {
  constructor(
    private readonly database: Database,
    private readonly values: ContactValues,
    private readonly history: ContactHistory,
    private readonly consent: GivenConsent,
    private readonly optOuts: OptOuts,
  ) {}

  async write(lines: Judged[], of: Import, now: Date): Promise<void> {
    const added = await this.add(
      lines.filter(({ verdict }) => verdict === 'new'),
      of,
      now,
    );
    const changed = await this.change(
      lines.filter(({ verdict }) => verdict === 'changed'),
      of,
      now,
    );
    const common = { programId: of.programId, byUserId: of.userId, source: of.fileName, at: now };
    const history = [...added, ...changed].map((line): Line => ({ ...line, ...common, kind: 'imported' }));
    await this.history.note(history);
    // Before anybody’s consent is noted: who had opted out before being erased stays opted out.
    await this.optOuts.recall(of.programId, numbersOf(lines), now);
    await this.agree(lines, of, now);
  }

  // The rows of one slice together: each statement on its own would cost more than its rows.
  private async add(lines: Judged[], { programId }: Import, now: Date) {
    const phones: Partial<PhoneNumber>[] = [];
    const values: Partial<PropertyValue>[] = [];
    const users: Partial<ContactUser>[] = [];
    const ids: number[] = [];
    for (const { details } of lines) {
      const contact = Contact.of(programId, details!, now);
      const contactId = await this.database.insert(Contact, contact);
      ids.push(contactId);
      phones.push(...contact.phoneNumbers.map((phone) => ({ ...phone, contactId })));
      for (const [propertyId, found] of details!.values?.values ?? [])
        values.push(
          ...found.map((value, place) => rowOf({ programId, contactId, propertyId }, value, value.part ? 0 : place)),
        );
      for (const [propertyId, userIds] of details!.values?.users ?? [])
        users.push(
          ...userIds.map((userId, place) => ({ programId, contactId, propertyId, userId, place, createdAt: now })),
        );
    }
    for (const some of slices(phones)) await this.database.insertAll(PhoneNumber, some);
    for (const some of slices(values)) await this.database.insertAll(PropertyValue, some);
    for (const some of slices(users)) await this.database.insertAll(ContactUser, some);
    return ids.map((contactId) => ({ contactId, fields: null }));
  }

  private async change(lines: Judged[], { programId }: Import, now: Date) {
    for (const { contact, details, difference } of lines) {
      const { id: contactId, contactTypeId: formerTypeId } = contact!;
      const before = new Set(contact!.phoneNumbers.map(({ id }) => id));
      contact!.describe(details!, now);
      const { phoneNumbers, ...own } = contact!;
      await this.database.update(Contact, contactId, own);
      const fresh = phoneNumbers
        .filter(({ id }) => !before.has(id))
        .map((phone) => ({ ...phone, programId, contactId }));
      await this.database.insertAll(PhoneNumber, fresh);
      if (contact!.contactTypeId !== formerTypeId) await this.values.moveAlong(contact!, formerTypeId);
      await this.values.set(contact!, difference!.values);
    }
    return lines.map(({ contact, difference }) => ({ contactId: contact!.id, fields: difference!.fields }));
  }

  private async agree(lines: Judged[], { mapping, programId, userId, fileName }: Import, at: Date) {
    if (!mapping?.consent) return;
    const reason = agreementInWords(mapping.consent, fileName);
    await this.consent.note(numbersOf(lines), { programId, byUserId: userId, reason, at });
  }
}

const numbersOf = (lines: Judged[]) =>
  lines.flatMap(({ verdict, numbers }) => (verdict === 'refused' || verdict === 'left' ? [] : numbers));

function* slices<T>(all: T[]): Generator<T[]> {
  for (let start = 0; start < all.length; start += most) yield all.slice(start, start + most);
}
