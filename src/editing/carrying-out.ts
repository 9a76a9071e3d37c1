import { Injectable } from '@nestjs/common';
import { ContactProperties } from '../contacts/contact-properties.js';
import type { ContactProperty } from '../contacts/contact-property.js';
import type { ContactType } from '../contacts/contact-type.js';
import { ContactValues } from '../contacts/contact-values.js';
import { Contacts } from '../contacts/contacts.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Members } from '../people/members.js';
import { Clock } from '../programs/clock.js';
import { type Alteration, altered } from './alteration.js';
import { type ContactEdit, ContactEditItem, type Outcome } from './contact-edit.js';
import { ContactEdits } from './contact-edits.js';

/** What an edit is carried out with. */
interface Around {
  by: Member;
  types: ContactType[];
  properties: ContactProperty[];
}

const noLonger = 'Whoever asked for it may no longer edit contacts.';
const fieldGone = 'A field that it changes is no longer there.';
const choiceGone = 'A choice that it names is no longer offered.';
const userGone = 'Somebody whom it names no longer handles conversations.';
const notSaved = 'Parley could not save this contact. Ask whoever runs Parley to look into its log.';

/**
 * Goes through the contacts of an edit, a slice at a time: each slice is one transaction together with the note of how far it
 * is, so that each contact is changed once, whichever process goes on where another stopped.
 */
@Injectable()
export class CarryingOut {
  constructor(
    private readonly database: Database,
    private readonly edits: ContactEdits,
    private readonly contacts: Contacts,
    private readonly properties: ContactProperties,
    private readonly values: ContactValues,
    private readonly members: Members,
    private readonly clock: Clock,
  ) {}

  /** The next contacts; whether there may be more. */
  step(id: number, size: number): Promise<boolean> {
    return this.edits.hold(id, async (held) => {
      if (!held.isUnderWay) return false;
      const around = await this.around(held);
      if (typeof around === 'string') return (held.cancel(this.clock.now(), around), false);
      const items = await this.next(held, size);
      for (const item of items) await this.take(item, held, around);
      if (items.length) await this.database.manager.save(items);
      else held.finish(this.clock.now());
      return held.isUnderWay;
    });
  }

  /** The next contact alone, because it could not be saved together with others: by itself, or not at all. */
  stepAlone(id: number): Promise<boolean> {
    return this.step(id, 1).catch(() =>
      this.edits.hold(id, async (held) => {
        const [item] = held.isUnderWay ? await this.next(held, 1) : [];
        if (!item) return false;
        await this.database.manager.save(Object.assign(item, { outcome: 'refused', reason: notSaved }));
        held.advance(item.id, ['refused'], this.clock.now());
        return true;
      }),
    );
  }

  private async take(item: ContactEditItem, held: ContactEdit, { by, types, properties }: Around) {
    let [outcome, reason]: [Outcome, string | null] = ['unchanged', null];
    const verb = async (contact: Parameters<Parameters<Contacts['change']>[2]>[0], now: Date) => {
      const { id, contactTypeId } = contact;
      if (contactTypeId !== held.contactTypeId) {
        const theirs = types.find((type) => type.id === contactTypeId)?.name ?? 'another type';
        [outcome, reason] = ['refused', `Is of the type ${theirs}, which has other fields.`];
        return;
      }
      const { values, problems, isChange } = altered(held.alterations, properties, await this.values.of(id));
      if (problems.length) [outcome, reason] = ['refused', problems.join(' ').slice(0, 250)];
      else if (isChange) {
        outcome = 'changed';
        contact.updatedAt = now;
        await this.values.set(contact, values);
      }
    };
    await this.contacts.change(item.contactId, by, verb, 'edited-in-bulk');
    Object.assign(item, { outcome, reason });
    held.advance(item.id, [outcome], this.clock.now());
  }

  private next({ id: editId, atItemId }: ContactEdit, size: number): Promise<ContactEditItem[]> {
    return this.database.manager
      .createQueryBuilder(ContactEditItem, 'item')
      .where('item.editId = :editId AND item.id > :atItemId', { editId, atItemId })
      .orderBy('item.id')
      .limit(size)
      .getMany();
  }

  private async around({ userId, programId, contactTypeId, alterations }: ContactEdit): Promise<Around | string> {
    const by = userId === null ? null : await this.members.find(userId, programId);
    if (!by?.can('edit-contacts')) return noLonger;
    const [types, all, eligible] = await Promise.all([
      this.contacts.types(by),
      this.properties.ofProgram(by),
      this.members.assignable(programId),
    ]);
    const properties = all.filter((property) => property.contactTypeId === contactTypeId && !property.isArchived);
    if (alterations.some(({ propertyId }) => !properties.some(({ id }) => id === propertyId))) return fieldGone;
    const coming = alterations.filter(({ how }) => how !== 'remove');
    const isOffered = ({ propertyId, values }: Alteration) => {
      const { choices } = properties.find(({ id }) => id === propertyId)!;
      return !choices || values.every(({ value }) => choices.includes(value));
    };
    if (!coming.every(isOffered)) return choiceGone;
    if (coming.flatMap(({ users }) => users).some((user) => !eligible.some((person) => person.userId === user)))
      return userGone;
    return { by, types, properties };
  }
}
