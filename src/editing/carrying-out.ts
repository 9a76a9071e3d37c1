import { Injectable } from '@nestjs/common';
import { ContactProperties } from '../contacts/contact-properties.js';
import type { ContactProperty } from '../contacts/contact-property.js';
import type { ContactType } from '../contacts/contact-type.js';
import { Contacts } from '../contacts/contacts.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Members } from '../people/members.js';
import { Clock } from '../programs/clock.js';
import { type Alteration, altered } from './alteration.js';
import { type ContactEdit, ContactEditItem, type Outcome } from './contact-edit.js';
import { type EditedContact, EditedContacts, type HeldContact } from './edited-contacts.js';
import { ContactEdits } from './contact-edits.js';
import { isOfAll, timeZoneField } from './time-zone-field.js';

/** What an edit is carried out with. */
interface Around {
  by: Member;
  types: ContactType[];
  properties: ContactProperty[];
}

const noLonger = 'The person who started it may no longer edit contacts.';
const fieldGone = 'A field that it changes is no longer there.';
const choiceGone = 'A choice that it names is no longer offered.';
const userGone = 'Somebody it names no longer handles conversations.';
/** Nothing is done with whoever is no longer there. */
const gone = { values: { values: new Map(), users: new Map() }, isChange: false, reason: null as string | null };

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
    const { by, properties } = around;
    const ids = items.map(({ contactId }) => contactId);
    const contacts = new Map((await this.edited.hold(ids, properties, by)).map((contact) => [contact.id, contact]));
    const now = this.clock.now();
    const changes: EditedContact[] = [];
    const judged = items.map((item) => {
      const contact = contacts.get(item.contactId);
      const { values, isChange, reason } = contact ? this.judge(contact, held, around) : gone;
      if (contact && isChange && !reason) changes.push({ contact, values });
      const outcome: Outcome = reason ? 'refused' : isChange ? 'changed' : 'unchanged';
      return Object.assign(item, { outcome, reason });
    });
    await this.edited.write(changes, properties, by, now);
    await this.keep(judged);
    const last = items.at(-1)!.id;
    held.advance(
      last,
      judged.map(({ outcome }) => outcome),
      now,
    );
  }

  private judge(contact: HeldContact, held: ContactEdit, { types, properties }: Around) {
    if (contact.contactTypeId !== held.contactTypeId && !isOfAll(held.alterations)) {
      const theirs = types.find(({ id }) => id === contact.contactTypeId)?.name ?? 'another type';
      return { ...gone, reason: `Is of the type ${theirs}, which has other fields.` };
    }
    const { values, problems, isChange } = altered(held.alterations, properties, contact.stored);
    return { values, isChange, reason: problems.length ? problems.join(' ').slice(0, 250) : null };
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
    const own = all.filter((one) => one.contactTypeId === contactTypeId && !one.isArchived);
    const properties = [timeZoneField, ...own].filter(isEdited);
    if (properties.length < alterations.length) return fieldGone;
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
