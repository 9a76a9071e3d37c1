import { Injectable } from '@nestjs/common';
import { ContactProperties } from '../contacts/contact-properties.js';
import { addressParts, type ContactProperty } from '../contacts/contact-property.js';
import type { ContactType } from '../contacts/contact-type.js';
import { Contacts } from '../contacts/contacts.js';
import { inLine } from '../contacts/shown-value.js';
import { ContactValues } from '../contacts/contact-values.js';
import type { Typed } from '../contacts/typed.js';
import type { Value } from '../contacts/typed-values.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { inDigits } from '../web/digits.js';
import { idIn } from '../web/identifier.js';
import { page } from '../web/responses.js';
import { inSentence } from './alterations-form.js';
import type { ContactEdit } from './contact-edit.js';
import { changesOf, judge, usersOf } from './judgement.js';
import { ownFields, withOwnValues } from './own-fields.js';

const sampled = 5;
const pageLength = 50;

interface Person {
  id: number;
  item_id: number;
  first_name: string;
  last_name: string;
  contact_type_id: number;
  time_zone: string | null;
  reason: string | null;
}

const nameOf = ({ first_name: first, last_name: last }: Person) => `${first} ${last}`.trim();

/** What an edit would do, how far it is, and what came of it. */
@Injectable()
export class EditPages {
  constructor(
    private readonly database: Database,
    private readonly contacts: Contacts,
    private readonly properties: ContactProperties,
    private readonly values: ContactValues,
  ) {}

  async of(edit: ContactEdit, query: Typed, member: Member) {
    const [own, types, names] = await Promise.all([
      this.properties.ofProgram(member),
      this.contacts.types(member),
      this.names(edit),
    ]);
    const properties = [...ownFields(types), ...own];
    const word = wording(properties, names, member.country);
    const { url, status, total, changed, unchanged, refused, past, isUnderWay, isOver, stoppedBecause, backTo } = edit;
    const isDrafted = status === 'drafted';
    const figures = [
      { label: 'Changed', count: changed, isBad: false },
      { label: 'Already like this', count: unchanged, isBad: false },
      { label: 'Not changed', count: refused, isBad: refused > 0 },
    ];
    return page('editing/show', {
      edit: {
        ...{ url, status, total, past, changed, isUnderWay, isOver, isDrafted, stoppedBecause, backTo },
        isCanceled: status === 'canceled',
        heading: headings[status],
        totalText: inDigits(total),
        pastText: inDigits(past),
        figures: figures.map(({ label, count, isBad }) => ({ label, isBad, text: inDigits(count) })),
        sentences: edit.alterations.map((alteration) => word(alteration)),
      },
      sample: isDrafted ? await this.sample(edit, types, properties, member) : [],
      ...(isOver ? await this.refusals(edit, idIn(query['after'])) : { refusals: [], nextUrl: null }),
    });
  }

  // As the first few would be, each field before and after.
  private async sample(edit: ContactEdit, types: ContactType[], all: ContactProperty[], { country }: Member) {
    const properties = all.filter(({ isArchived }) => !isArchived);
    const alterations = edit.alterations.filter(({ propertyId }) => properties.some(({ id }) => id === propertyId));
    const people = await this.people(edit, 'item.id > ?', [0], sampled);
    const records = await Promise.all(
      people.map(async ({ id, contact_type_id: contactTypeId, time_zone: zone }) => {
        const type = types.find((one) => one.id === contactTypeId);
        return { contactTypeId, stored: withOwnValues(await this.values.of(id), type?.name, zone) };
      }),
    );
    const names = await this.userNames([...records.flatMap(({ stored }) => usersOf(stored)), ...usersIn(edit)]);
    const { contactTypeId } = edit;
    return people.map((person, place) => {
      const record = records[place]!;
      const judgement = judge(record, { contactTypeId, alterations }, { types, properties });
      const { reason } = judgement;
      return {
        ...{ url: `/contacts/${person.id}`, name: nameOf(person), why: reason },
        lines: reason ? [] : changesOf(record, judgement, properties, names, country),
      };
    });
  }

  private async refusals(edit: ContactEdit, after: number) {
    const rows = await this.people(edit, `item.outcome = 'refused' AND item.id > ?`, [after], pageLength + 1);
    return {
      refusals: rows.slice(0, pageLength).map((row) => ({
        ...{ url: `/contacts/${row.id}`, name: nameOf(row), reason: row.reason },
      })),
      isFirstPage: !after,
      nextUrl: rows.length > pageLength ? `${edit.url}?after=${rows[pageLength - 1]!.item_id}` : null,
    };
  }

  private people({ id }: ContactEdit, which: string, values: unknown[], most: number): Promise<Person[]> {
    return this.database.query<Person>(
      `SELECT contact.id, item.id AS item_id, contact.first_name, contact.last_name, contact.contact_type_id, contact.time_zone,
         item.reason
       FROM contact_edit_items item JOIN contacts contact ON contact.id = item.contact_id
       WHERE item.edit_id = ? AND ${which} ORDER BY item.id LIMIT ${most}`,
      [id, ...values],
    );
  }

  private names(edit: ContactEdit) {
    return this.userNames(usersIn(edit));
  }

  private async userNames(ids: number[]): Promise<Map<number, string>> {
    if (!ids.length) return new Map();
    const rows = await this.database.query<{ id: number; name: string }>(
      `SELECT id, name FROM users WHERE id IN (${marks(ids)})`,
      ids,
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}

const headings = {
  drafted: 'Before anything is changed',
  running: 'Changing contacts…',
  done: 'Done',
  canceled: 'Stopped',
} as const;

const usersIn = ({ alterations }: ContactEdit) => alterations.flatMap(({ users }) => users);

function shown(
  { kind }: ContactProperty,
  some: (Value | number)[],
  names: Map<number, string>,
  country: string,
): string {
  return some
    .map((one) => {
      if (typeof one === 'number') return names.get(one) ?? 'somebody who left';
      return one.part ? `${addressParts[one.part]} ${one.value}` : inLine(kind, one.value, country);
    })
    .join(', ');
}

const wording =
  (properties: ContactProperty[], names: Map<number, string>, country: string) =>
  ({ propertyId, how, values, users }: ContactEdit['alterations'][number]) => {
    const property = properties.find(({ id }) => id === propertyId);
    const said = property ? shown(property, property.isRelationship ? users : values, names, country) : '';
    return { field: property?.name ?? 'A field that is gone', what: inSentence(how, said) };
  };
