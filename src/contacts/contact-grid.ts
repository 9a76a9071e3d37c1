import { Injectable } from '@nestjs/common';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { nationalForm } from '../programs/phone.js';
import { idIn } from '../web/identifier.js';
import { ContactChoice } from './contact-choice.js';
import { type Field, Fields } from './fields.js';
import { GridColumns } from './grid-columns.js';
import { filtersShown } from './grid-filters.js';
import { type GridQuery, gridQueryIn, gridUrl } from './grid-query.js';
import { type Typed, word } from './typed.js';

const pageLength = 50;

interface Row {
  id: number;
  first_name: string;
  last_name: string;
  email: string | null;
  accent: string;
  type_name: string;
}

/** The list of contacts, by name, a page at a time. */
@Injectable()
export class ContactGrid {
  constructor(
    private readonly database: Database,
    private readonly fields: Fields,
    private readonly columns: GridColumns,
    private readonly choice: ContactChoice,
  ) {}

  async of(said: Typed, member: Member) {
    const fields = await this.fields.of(member.programId);
    const query = gridQueryIn(said, fields);
    const offered = await this.columns.offered(fields, member);
    const columns = this.columns.chosen(query.columns, offered);
    const records = await this.records(query, fields, position(word(said['after'])), member);
    const shown = records.slice(0, pageLength);
    const last = records.length > pageLength ? shown.at(-1) : undefined;
    const ids = shown.map(({ id }) => id);
    const [numbers, types, cells] = await Promise.all([
      this.numbersOf(shown, member),
      this.types(member, query.typeId),
      this.columns.cells(ids, columns, member),
    ]);
    return {
      ...filtersShown(query, said, fields),
      q: query.q,
      type: query.typeId ? String(query.typeId) : '',
      typeOptions: types,
      columns: columns.map(({ label }) => label),
      chosenColumns: columns.map(({ key }) => key).join(','),
      columnOptions: offered.map(({ key, label }) => ({
        key,
        label,
        isChosen: columns.some((column) => column.key === key),
      })),
      span: 4 + columns.length + (member.can('send-quick-messages') ? 1 : 0),
      /** What the address says of whom it shows, for other pages that read it. */
      asked: gridUrl({ ...query, columns: [] }).replace(/^[^?]*\??/, ''),
      rows: shown.map((row) => ({
        ...shape(row),
        numbers: numbers.get(row.id) ?? [],
        cells: columns.map(({ label }, place) => ({ label, text: cells.get(row.id)?.[place] ?? '' })),
      })),
      nextUrl: last ? gridUrl(query, cursor(last)) : null,
      emptyText:
        query.q || query.typeId || query.filters.length
          ? { heading: 'Nobody matches', text: 'Try another name, number or e-mail address, or take a filter away.' }
          : { heading: 'No contacts yet', text: 'Add the first one, then text them or let them text you.' },
    };
  }

  private records(query: GridQuery, fields: Field[], after: [string, string, number] | null, member: Member) {
    const { sql, values } = this.choice.of(query, fields, member);
    const conditions = [sql];
    if (after) {
      const [last, first, id] = after;
      conditions.push(`contact.last_name >= ? AND (contact.last_name > ? OR (contact.last_name = ? AND (contact.first_name > ?
        OR (contact.first_name = ? AND contact.id > ?))))`);
      values.push(last, last, last, first, first, id);
    }
    return this.database.query<Row>(
      `SELECT contact.id, contact.first_name, contact.last_name, contact.email, type.accent, type.name AS type_name
       FROM contacts contact JOIN contact_types type ON type.id = contact.contact_type_id
       WHERE ${conditions.join(' AND ')} ORDER BY contact.last_name, contact.first_name, contact.id LIMIT ${pageLength + 1}`,
      values,
    );
  }

  private async numbersOf(rows: { id: number }[], member: Member) {
    const grouped = new Map<number, { national: string; tel: string; optedOut: boolean }[]>();
    if (!rows.length) return grouped;
    const numbers = await this.database.query<{ contact_id: number; number: string; opted: number }>(
      `SELECT phone.contact_id, phone.number, opted.id IS NOT NULL AS opted FROM phone_numbers phone
       LEFT JOIN opt_outs opted ON opted.program_id = phone.program_id AND opted.number = phone.number
       WHERE phone.contact_id IN (${marks(rows)}) ORDER BY phone.position, phone.id`,
      rows.map(({ id }) => id),
    );
    for (const { contact_id: id, number, opted } of numbers)
      grouped.set(id, [
        ...(grouped.get(id) ?? []),
        { national: nationalForm(number, member.country), tel: number, optedOut: Boolean(opted) },
      ]);
    return grouped;
  }

  private async types(member: Member, typeId: number) {
    const types = await this.database.query<{ id: number; name: string }>(
      'SELECT id, name FROM contact_types WHERE program_id = ? ORDER BY position, id',
      [member.programId],
    );
    const options = [
      { value: '', label: 'Any type' },
      ...types.map(({ id, name }) => ({ value: String(id), label: name })),
    ];
    return options.map((option) => ({ ...option, isSelected: option.value === (typeId ? String(typeId) : '') }));
  }
}

const shape = (row: Row) => ({
  id: row.id,
  url: `/contacts/${row.id}`,
  name: `${row.first_name} ${row.last_name}`.trim(),
  email: row.email,
  accent: row.accent,
  typeName: row.type_name,
});

const cursor = (row: Row) => JSON.stringify([row.last_name, row.first_name, row.id]);

function position(after: string): [string, string, number] | null {
  try {
    const [last, first, id] = JSON.parse(after) as unknown[];
    return typeof last === 'string' && typeof first === 'string' ? [last, first, idIn(id)] : null;
  } catch {
    return null;
  }
}
