import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Search } from '../search/search.js';
import { nationalForm } from '../programs/phone.js';
import { idIn } from '../web/identifier.js';

const pageLength = 50;

export interface GridQuery {
  q?: string;
  type?: string;
  after?: string;
}

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
    private readonly search: Search,
  ) {}

  async of(query: GridQuery, member: Member) {
    const q = String(query.q ?? '')
      .trim()
      .slice(0, 200);
    const type = String(query.type ?? '');
    const records = await this.records(q, idIn(type), position(query.after), member);
    const shown = records.slice(0, pageLength);
    const last = records.length > pageLength ? shown.at(-1) : undefined;
    const [numbers, types] = await Promise.all([this.numbersOf(shown, member), this.types(member, type)]);
    return {
      q,
      type,
      typeOptions: types,
      rows: shown.map((row) => ({ ...shape(row), numbers: numbers.get(row.id) ?? [] })),
      nextUrl: last
        ? `/contacts?${new URLSearchParams({ ...(q && { q }), ...(type && { type }), after: cursor(last) })}`
        : null,
      isFirstPage: !query.after,
      emptyText:
        q || type
          ? { heading: 'Nobody matches', text: 'Try another name, number or e-mail address.' }
          : { heading: 'No contacts yet', text: 'Add the first one, then text them or let them text you.' },
    };
  }

  private records(q: string, typeId: number, after: [string, string, number] | null, member: Member) {
    const found = q ? this.search.contacts(q, member.programId, member.country) : null;
    const conditions = ['contact.program_id = ?'];
    const values: unknown[] = [member.programId];
    if (found) conditions.push(found.sql);
    if (found) values.push(...found.values);
    if (typeId) conditions.push('contact.contact_type_id = ?');
    if (typeId) values.push(typeId);
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
       WHERE phone.contact_id IN (${rows.map(() => '?').join(', ')}) ORDER BY phone.position, phone.id`,
      rows.map(({ id }) => id),
    );
    for (const { contact_id: id, number, opted } of numbers)
      grouped.set(id, [
        ...(grouped.get(id) ?? []),
        { national: nationalForm(number, member.country), tel: number, optedOut: Boolean(opted) },
      ]);
    return grouped;
  }

  private async types(member: Member, type: string) {
    const types = await this.database.query<{ id: number; name: string }>(
      'SELECT id, name FROM contact_types WHERE program_id = ? ORDER BY position, id',
      [member.programId],
    );
    const options = [
      { value: '', label: 'Any type' },
      ...types.map(({ id, name }) => ({ value: String(id), label: name })),
    ];
    return options.map((option) => ({ ...option, isSelected: option.value === type }));
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

function position(after: string | undefined): [string, string, number] | null {
  try {
    const [last, first, id] = JSON.parse(String(after)) as unknown[];
    return typeof last === 'string' && typeof first === 'string' ? [last, first, idIn(id)] : null;
  } catch {
    return null;
  }
}
