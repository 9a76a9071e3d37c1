import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ContactProperties } from '../contacts/contact-properties.js';
import { Contacts } from '../contacts/contacts.js';
import { viewIn } from '../contacts/contact-grid.js';
import { type Selection, selectionIn, Selections } from '../contacts/selection.js';
import { type Typed, word } from '../contacts/typed.js';
import { tokenOf } from '../people/form-token.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Members } from '../people/members.js';
import { Refusal } from '../refusal.js';
import { inDigits } from '../web/digits.js';
import { idIn } from '../web/identifier.js';
import { page } from '../web/responses.js';
import { alterationInputs, alterationsFrom } from './alterations-form.js';
import { mostEdited, type Wish } from './contact-edits.js';
import { changesType, isOfAll, ownFields, ownInputs } from './own-fields.js';

/** How many a page says exactly. */
const mostCounted = 10_000;

const tooWide = new Refusal(
  'A filter of this view is no longer there, so it would change more contacts than you saw. Select them again.',
  'form',
);

const typeFirst = new Refusal('Change the Contact Type first, and the fields of the new type after that.', 'p-1');

/** The form in which one says what is done with many contacts. */
@Injectable()
export class EditForms {
  constructor(
    private readonly database: Database,
    private readonly contacts: Contacts,
    private readonly properties: ContactProperties,
    private readonly selections: Selections,
    private readonly members: Members,
  ) {}

  async page(typed: Typed, member: Member) {
    const selection = selectionIn(typed);
    const [{ types, type, offered }, eligible, count] = await Promise.all([
      this.offered(typed, selection, member),
      this.members.assignable(member.programId),
      this.selections.count(selection, member, mostCounted + 1),
    ]);
    const people = eligible.map(({ userId, name }) => ({ userId, name, isEligible: true }));
    return page('editing/new', {
      edit: {
        count,
        countText: count > mostCounted ? `more than ${inDigits(mostCounted)}` : inDigits(count),
        mostText: inDigits(mostEdited),
        ...('view' in selection ? { isAll: true, view: selection.view } : { contacts: selection.ids.join('-') }),
        token: word(typed['token']) || randomUUID(),
        backUrl: await this.selections.urlOf(selection, member),
        typeName: type?.name ?? '',
        typeOptions: types.map(({ id, name }) => ({ value: String(id), label: name, isSelected: id === type?.id })),
        hasTypes: types.length > 1,
        mayAddFields: member.can('manage-settings'),
        ownFields: ownInputs(typed, types, member.country),
        fields: alterationInputs(typed, offered, people, member.country),
      },
    });
  }

  /** What was typed, as a wish; everything that is wrong is refused at once. */
  async wish(typed: Typed, member: Member): Promise<Wish> {
    const selection = selectionIn(typed);
    const [{ types, type, offered }, eligible] = await Promise.all([
      this.offered(typed, selection, member),
      this.members.assignable(member.programId),
    ]);
    if (await this.selections.isWider(selection, member)) throw tooWide;
    if (!type) throw new Refusal('Choose whose fields to change.', 'contactTypeId');
    const around = { country: member.country, eligible: new Set(eligible.map(({ userId }) => userId)) };
    const alterations = alterationsFrom(typed, [...ownFields(types), ...offered], around);
    if (changesType(alterations) && !isOfAll(alterations)) throw typeFirst;
    const formToken = tokenOf(typed['token'], JSON.stringify([selection, alterations]), member);
    return { selection, contactTypeId: type.id, alterations, formToken };
  }

  private async offered(typed: Typed, selection: Selection, member: Member) {
    const [types, all] = await Promise.all([this.contacts.types(member), this.properties.ofProgram(member)]);
    const said = word(typed['contactTypeId']);
    const type = said ? types.find(({ id }) => String(id) === said) : await this.likely(types, selection, member);
    return { types, type, offered: all.filter((one) => one.contactTypeId === type?.id && !one.isArchived) };
  }

  // The type that the view asks for, else that of the first of them.
  private async likely<Type extends { id: number }>(types: Type[], selection: Selection, member: Member) {
    const asked = 'view' in selection ? idIn(word(viewIn(selection.view)['type'])) : 0;
    const first = asked ? [] : await this.selections.ids(selection, member, 1);
    const [row] = first.length
      ? await this.database.query<{ contact_type_id: number }>(
          'SELECT contact_type_id FROM contacts WHERE id = ?',
          first,
        )
      : [];
    const typeId = asked || row?.contact_type_id;
    return types.find(({ id }) => id === typeId) ?? types[0];
  }
}
