import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { asDate } from '../database/columns.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { isoDayOf } from '../programs/days.js';
import { csvLines, guarded } from '../web/csv-cells.js';
import { ContactChoice } from './contact-choice.js';
import { Fields } from './fields.js';
import { type Column, GridColumns } from './grid-columns.js';
import { gridQueryIn } from './grid-query.js';
import type { Typed } from './typed.js';

const slice = 500;
const numbersShown = 5;

interface Row {
  id: number;
  first_name: string;
  last_name: string;
  email: string | null;
  external_id: string | null;
  time_zone: string | null;
  created_at: string | Date;
  type_name: string;
}

/**
 * The contacts of a view as a file for a spreadsheet, with every number (the fifth column holds all that are left) and every
 * property. What is mended in it can be uploaded again, found by External ID or e-mail.
 */
@Injectable()
export class ContactsFile {
  constructor(
    private readonly database: Database,
    private readonly fields: Fields,
    private readonly columns: GridColumns,
    private readonly choice: ContactChoice,
  ) {}

  /** In the order in which they were added; a part at a time, so that however many they are, few are in memory. */
  async *parts(said: Typed, member: Member): AsyncGenerator<string> {
    const fields = await this.fields.of(member.programId);
    const columns = await this.columns.offered(fields, member);
    const { sql, values } = this.choice.of(gridQueryIn(said, fields), fields, member, true);
    yield csvLines([header(columns).map(guarded)], true);
    for (let after = 0; ;) {
      const rows = await this.database.query<Row>(
        `SELECT contact.id, contact.first_name, contact.last_name, contact.email, contact.external_id, contact.time_zone,
           contact.created_at,
           type.name AS type_name
         FROM contacts contact LEFT JOIN contact_types type ON type.id = contact.contact_type_id
         WHERE ${sql} AND contact.id > ? ORDER BY contact.id LIMIT ${slice}`,
        [...values, after],
      );
      if (rows.length) yield csvLines(await this.lines(rows, columns, member));
      if (rows.length < slice) return;
      after = rows.at(-1)!.id;
      await breathe();
    }
  }

  private async lines(rows: Row[], columns: Column[], member: Member): Promise<string[][]> {
    const ids = rows.map(({ id }) => id);
    const [cells, numbers] = await Promise.all([this.columns.cells(ids, columns, member, 'file'), this.numbers(ids)]);
    return rows.map((row) => {
      const own = numbers.get(row.id) ?? [];
      return [
        String(row.id),
        row.external_id ?? '',
        row.first_name,
        row.last_name,
        row.type_name,
        row.email ?? '',
        ...Array.from({ length: numbersShown - 1 }, (_, place) => own[place] ?? ''),
        own.slice(numbersShown - 1).join('; '),
        row.time_zone ?? '',
        isoDayOf(asDate(row.created_at), member.timeZone),
        ...(cells.get(row.id) ?? columns.map(() => '')),
      ].map(guarded);
    });
  }

  private async numbers(ids: number[]): Promise<Map<number, string[]>> {
    const rows = await this.database.query<{ contact_id: number; number: string }>(
      `SELECT contact_id, number FROM phone_numbers WHERE contact_id IN (${marks(ids)}) ORDER BY contact_id, position, id`,
      ids,
    );
    const groups = Map.groupBy(rows, ({ contact_id: id }) => id);
    return new Map([...groups].map(([id, group]) => [id, group.map(({ number }) => number)]));
  }
}

const header = (columns: Column[]) => [
  ...['Parley ID', 'External ID', 'First Name', 'Last Name', 'Contact Type', 'E-mail', 'Phone'],
  ...Array.from({ length: numbersShown - 1 }, (_, place) => `Phone ${place + 2}`),
  ...['Time zone', 'Added on'],
  ...columns.map(({ label }) => label),
];
