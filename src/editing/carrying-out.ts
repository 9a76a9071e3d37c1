import { Injectable } from '@nestjs/common';
import { ContactProperties } from '../contacts/contact-properties.js';
import type { ContactProperty } from '../contacts/contact-property.js';
import { Contacts } from '../contacts/contacts.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { Members } from '../people/members.js';
import { Clock } from '../programs/clock.js';
import type { Alteration } from './alteration.js';
import { type ContactEdit, ContactEditItem, type Outcome } from './contact-edit.js';
import { type EditedContact, EditedContacts } from './edited-contacts.js';
import { ContactEdits } from './contact-edits.js';
import { type Around, judge, unchanged } from './judgement.js';
import { changesType, ownFields } from './own-fields.js';

const noLonger = 'The person who started it may no longer edit contacts.';
const fieldGone = 'A field that it changes is no longer there.';
const choiceGone = 'A choice that it names is no longer offered.';
const userGone = 'Somebody it names no longer handles conversations.';
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
    private readonly edited: EditedContacts,
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
      if (items.length) await this.take(items, held, around);
      else held.finish(this.clock.now());
      return held.isUnderWay;
    });
  }

  /** Notes the next contact as refused, because it could not be saved even alone. */
  refuse(id: number): Promise<boolean> {
    return this.edits.hold(id, async (held) => {
      const [item] = held.isUnderWay ? await this.next(held, 1) : [];
      if (!item) return false;
      await this.keep([Object.assign(item, { outcome: 'refused' as const, reason: notSaved })]);
      held.advance(item.id, ['refused'], this.clock.now());
      return true;
    });
  }

  private async take(items: ContactEditItem[], held: ContactEdit, around: Around) {
    const ids = items.map(({ contactId }) => contactId);
    const contacts = new Map((await this.edited.hold(ids, around)).map((contact) => [contact.id, contact]));
    const now = this.clock.now();
    const changes: EditedContact[] = [];
    const judged = items.map((item) => {
      const contact = contacts.get(item.contactId);
      // Nothing is done with whoever is no longer there.
      const judgement = contact ? judge(contact, held, around) : unchanged();
      const { isChange, reason } = judgement;
      if (contact && isChange && !reason) changes.push({ contact, judgement });
      const outcome: Outcome = reason ? 'refused' : isChange ? 'changed' : 'unchanged';
      return Object.assign(item, { outcome, reason });
    });
    await this.edited.write(changes, around, now);
    await this.keep(judged);
    const last = items.at(-1)!.id;
    held.advance(
      last,
      judged.map(({ outcome }) => outcome),
      now,
    );
  }

  // A statement for each outcome and reason: there are few.
  private async keep(items: ContactEditItem[]) {
    for (const some of Map.groupBy(items, ({ outcome, reason }) => `${outcome} ${reason}`).values()) {
      const { outcome, reason } = some[0]!;
      await this.database.run(`UPDATE contact_edit_items SET outcome = ?, reason = ? WHERE id IN (${marks(some)})`, [
        outcome,
        reason,
        ...some.map(({ id }) => id),
      ]);
    }
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
    const isEdited = ({ id }: ContactProperty) => alterations.some(({ propertyId }) => propertyId === id);
    const offered = all.filter(({ isArchived }) => !isArchived);
    const ofType = offered.filter((one) => one.contactTypeId === contactTypeId);
    const edited = [...ownFields(types), ...ofType].filter(isEdited);
    if (edited.length < alterations.length) return fieldGone;
    const properties = changesType(alterations) ? [...edited, ...offered] : edited;
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
