import { Injectable } from '@nestjs/common';
import { marks } from '../database/condition.js';
import { asOptionalDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import type { Contact } from './contact.js';
import { ContactProfile } from './contact-profile.js';
import { nationalForm } from '../programs/phone.js';
import { SamePerson } from './same-person.js';

/** The pages of a contact's record. */
export type RecordTab = 'summary' | 'conversations' | 'messages' | 'consent' | 'history' | 'privacy';

/** The frame of a contact's record, on each of its tabs. */
@Injectable()
export class ContactRecord {
  constructor(
    private readonly database: Database,
    private readonly profile: ContactProfile,
    private readonly samePerson: SamePerson,
  ) {}

  /** The Summary tab: the frame with everything that is known of the contact. */
  async summary(contact: Contact, member: Member) {
    const [record, profile, hidden, same] = await Promise.all([
      this.of(contact, member),
      this.profile.of(contact, member.country),
      this.profile.hidden(contact),
      this.samePerson.of(contact, member),
    ]);
    return { ...record, ...profile, ...same, hidden };
  }

  async of(contact: Contact, member: Member, tab: RecordTab = 'summary') {
    const optedOut = await this.optedOut(contact);
    return {
      tab,
      mayEdit: member.can('edit-contacts'),
      contact: {
        id: contact.id,
        url: `/contacts/${contact.id}`,
        name: contact.name,
        firstName: contact.firstName,
        lastName: contact.lastName,
        accent: contact.contactType.accent,
        typeName: contact.contactType.name,
        email: contact.email,
        externalId: contact.externalId,
        timeZone: contact.timeZone,
        createdAt: contact.createdAt,
        updatedAt: contact.updatedAt,
        numbers: contact.phoneNumbers.map(({ number, label }) => ({
          national: nationalForm(number, member.country),
          tel: number,
          label,
          optedOut: optedOut.has(number),
          optedOutSince: optedOut.get(number) ?? null,
        })),
      },
    };
  }

  private async optedOut({ programId, phoneNumbers }: Contact) {
    if (!phoneNumbers.length) return new Map<string, Date | null>();
    const rows = await this.database.query<{ number: string; since: string | Date }>(
      `SELECT number, since FROM opt_outs WHERE program_id = ? AND number IN (${marks(phoneNumbers)})`,
      [programId, ...phoneNumbers.map(({ number }) => number)],
    );
    return new Map(rows.map(({ number, since }) => [number, asOptionalDate(since)]));
  }
}
