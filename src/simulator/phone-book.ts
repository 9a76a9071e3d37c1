import { Injectable } from '@nestjs/common';
import { marks } from '../database/condition.js';
import { nationalForm } from '../programs/phone.js';
import { asOptionalDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Search } from '../search/search.js';

interface Row {
  number: string;
  first_name: string | null;
  last_name: string | null;
  accent: string | null;
  type_name: string | null;
}

interface Last {
  id: number;
  phone: string;
  body: string;
  at: string | Date;
}

const most = 50;

/** The telephones of a program's contacts, those that were used last first. */
@Injectable()
export class PhoneBook {
  constructor(
    private readonly database: Database,
    private readonly search: Search,
  ) {}

  async of(member: Member, asked: unknown) {
    const q = typeof asked === 'string' ? asked.trim() : '';
    const lasts = await this.lastTexts(member);
    const recent = [...lasts.keys()].slice(0, most);
    const used = q ? [] : await this.owners(member, recent);
    const rest = await this.matching(member, q);
    const rows = [...new Map([...used, ...rest].map((row) => [row.number, row] as const)).values()].slice(0, most);
    const country = await this.countryOf(member);
    const phones = rows.map((row) => ({
      url: `/phones/${row.number.slice(1)}`,
      number: nationalForm(row.number, country),
      name: row.first_name === null ? null : `${row.first_name} ${row.last_name}`.trim(),
      accent: row.accent ?? 'slate',
      typeName: row.type_name ?? 'Unknown',
      lastText: textOf(lasts.get(row.number)),
      at: asOptionalDate(lasts.get(row.number)?.at),
    }));
    return { phones, q };
  }

  // The last text of each telephone among the newest texts, newest first.
  private async lastTexts({ programId }: Member): Promise<Map<string, Last>> {
    const rows = await this.database.query<Last>(
      `SELECT text.id, text.phone, text.body, text.at FROM phone_texts text
       WHERE text.direction <> 'power' AND text.program_number IN (SELECT number FROM program_numbers WHERE program_id = ?)
       ORDER BY text.at DESC, text.id DESC LIMIT 300`,
      [programId],
    );
    const newest = new Map<string, Last>();
    for (const row of rows) if (!newest.has(row.phone)) newest.set(row.phone, row);
    return newest;
  }

  private async owners({ programId }: Member, numbers: string[]): Promise<Row[]> {
    if (!numbers.length) return [];
    const known = await this.database.query<Row>(
      `${contacts} WHERE phone.program_id = ? AND phone.number IN (${marks(numbers)}) ORDER BY contact.id DESC`,
      [programId, ...numbers],
    );
    const byNumber = new Map(known.map((row) => [row.number, row]));
    return numbers.map(
      (number) => byNumber.get(number) ?? { number, first_name: null, last_name: null, accent: null, type_name: null },
    );
  }

  private matching({ programId, country }: Member, q: string): Promise<Row[]> {
    const { sql, values } = q ? this.search.contacts(q, programId, country) : { sql: '1 = 1', values: [] };
    return this.database.query<Row>(
      `${contacts} WHERE phone.program_id = ? AND ${sql} ORDER BY contact.last_name, contact.first_name, phone.id LIMIT ${most}`,
      [programId, ...values],
    );
  }

  private async countryOf({ programId }: Member): Promise<string> {
    const [program] = await this.database.query<{ country: string }>('SELECT country FROM programs WHERE id = ?', [
      programId,
    ]);
    return program!.country;
  }
}

// A picture may come without words.
const textOf = (last: Last | undefined) => (last ? last.body || 'Picture' : '');

const contacts = `SELECT phone.number, contact.first_name, contact.last_name, type.accent, type.name AS type_name
  FROM phone_numbers phone JOIN contacts contact ON contact.id = phone.contact_id
  JOIN contact_types type ON type.id = contact.contact_type_id`;
