import { Injectable } from '@nestjs/common';
import { asDate, asSql } from '../database/columns.js';
import { type Condition, marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { idIn } from '../web/identifier.js';
import { ContactChoice } from './contact-choice.js';
import type { Field } from './fields.js';
import type { GridQuery } from './grid-query.js';
import { type GridSort, sortOf } from './grid-sort.js';

export interface GridRecord {
  id: number;
  first_name: string;
  last_name: string;
  email: string | null;
  external_id: string | null;
  accent: string;
  type_name: string;
}

type Sorted = GridRecord & { sorted: string | number | Date | null };
/** Where a page ends: among those that have what is sorted by, or (`null`) those that don’t, who come last. */
type Place = [value: string | number | null, id: number, first?: string];

const shown = `contact.id, contact.first_name, contact.last_name, contact.email, contact.external_id, type.accent, type.name AS type_name`;
// LEFT, although everybody has a type: MySQL would begin with the types, and sort all contacts of each.
const contacts = `contacts contact LEFT JOIN contact_types type ON type.id = contact.contact_type_id`;

/** The contacts of a view, in its order, a page at a time by what the last row of the page before had. */
@Injectable()
export class GridRecords {
  constructor(
    private readonly database: Database,
    private readonly choice: ContactChoice,
  ) {}

  /** Up to `most` of them after a place, and the place of the next page; null when there is none. */
  async page(query: GridQuery, fields: Field[], after: string, member: Member, most: number) {
    const chosen = this.choice.of(query, fields, member);
    const sort = sortOf(query.sort, fields);
    const place = placeIn(after);
    const wanted = most + 1;
    const rows = place?.[0] === null ? [] : await this.having(sort, chosen, place, wanted);
    if (rows.length < wanted && sort.by !== 'name')
      rows.push(...(await this.lacking(sort, chosen, place?.[0] === null ? place[1] : 0, wanted - rows.length)));
    const page = rows.slice(0, most);
    return { records: page as GridRecord[], next: rows.length > most ? placeOf(page.at(-1)!, sort) : null };
  }

  private having(sort: GridSort, chosen: Condition, place: Place | null, limit: number): Promise<Sorted[]> {
    if (sort.by === 'name') return this.byName(sort, chosen, place, limit);
    if (typeof sort.by === 'object') return this.byProperty(sort.by, sort.isDescending, chosen, place, limit);
    const { column, isFilled } = columns[sort.by];
    const { sql, values } = beyond(column, 'contact.id', place, sort.isDescending);
    const way = sort.isDescending ? 'DESC' : 'ASC';
    return this.database.query<Sorted>(
      `SELECT ${shown}, ${column} AS sorted FROM ${contacts}
       WHERE ${chosen.sql} AND ${isFilled} ${sql}
       ORDER BY ${column} ${way}, contact.id ${way} LIMIT ${limit}`,
      [...chosen.values, ...values],
    );
  }

  private byName({ isDescending }: GridSort, chosen: Condition, place: Place | null, limit: number) {
    const [way, past] = isDescending ? ['DESC', '<'] : ['ASC', '>'];
    const [last = '', id = 0, first = ''] = place ?? [];
    const after = place
      ? `AND contact.last_name ${past}= ? AND (contact.last_name ${past} ? OR (contact.last_name = ?
           AND (contact.first_name ${past} ? OR (contact.first_name = ? AND contact.id ${past} ?))))`
      : '';
    return this.database.query<Sorted>(
      `SELECT ${shown}, contact.last_name AS sorted FROM ${contacts} WHERE ${chosen.sql} ${after}
       ORDER BY contact.last_name ${way}, contact.first_name ${way}, contact.id ${way} LIMIT ${limit}`,
      [...chosen.values, ...(place ? [last, last, last, first, first, id] : [])],
    );
  }

  // A field of several types is several properties: each in its own order by its index, then all of them together.
  private byProperty(field: Field, isDescending: boolean, chosen: Condition, place: Place | null, limit: number) {
    const column = valueOf(field);
    const way = isDescending ? 'DESC' : 'ASC';
    const after = beyond(column, 'value_.contact_id', place, isDescending);
    const of = `SELECT * FROM (SELECT ${shown}, ${column} AS sorted FROM property_values value_
      JOIN contacts contact ON contact.id = value_.contact_id
      JOIN contact_types type ON type.id = contact.contact_type_id
      WHERE value_.property_id = ? AND value_.part = ? AND ${column} IS NOT NULL ${after.sql}
        AND contact.contact_type_id = (SELECT property.contact_type_id FROM contact_properties property WHERE property.id = ?)
        AND ${chosen.sql}
      ORDER BY ${column} ${way}, value_.contact_id ${way} LIMIT ${limit}) one`;
    return this.database.query<Sorted>(
      `SELECT * FROM (${field.propertyIds.map(() => of).join(' UNION ALL ')}) every
       ORDER BY sorted ${way}, id ${way} LIMIT ${limit}`,
      field.propertyIds.flatMap((id) => [id, field.part, ...after.values, id, ...chosen.values]),
    );
  }

  private lacking({ by }: GridSort, chosen: Condition, afterId: number, limit: number): Promise<Sorted[]> {
    const lacks =
      typeof by === 'object'
        ? lackingProperty(by)
        : { sql: `NOT (${columns[by as keyof typeof columns].isFilled})`, values: [] };
    return this.database.query<Sorted>(
      `SELECT ${shown}, NULL AS sorted FROM ${contacts} WHERE ${chosen.sql} AND ${lacks.sql} AND contact.id > ?
       ORDER BY contact.id LIMIT ${limit}`,
      [...chosen.values, ...lacks.values, afterId],
    );
  }
}

const columns = {
  email: { column: 'contact.email', isFilled: `COALESCE(contact.email, '') <> ''` },
  created: { column: 'contact.created_at', isFilled: '1 = 1' },
  changed: { column: 'contact.updated_at', isFilled: '1 = 1' },
} as const;
const valueOf = ({ kind }: Field) => (kind === 'number' ? 'value_.number' : 'value_.folded');

function beyond(column: string, id: string, place: Place | null, isDescending: boolean): Condition {
  if (!place) return { sql: '', values: [] };
  const past = isDescending ? '<' : '>';
  const [value, last] = place;
  return {
    sql: `AND ${column} ${past}= ? AND (${column} ${past} ? OR ${id} ${past} ?)`,
    values: [value, value, last],
  };
}

// What a contact had as another type is out of sight, here as everywhere.
const lackingProperty = (field: Field): Condition => ({
  sql: `NOT EXISTS (SELECT 1 FROM property_values value_ JOIN contact_properties property ON property.id = value_.property_id
      AND property.contact_type_id = contact.contact_type_id
    WHERE value_.contact_id = contact.id AND value_.property_id IN (${marks(field.propertyIds)}) AND value_.part = ?
      AND ${valueOf(field)} IS NOT NULL)`,
  values: [...field.propertyIds, field.part],
});

function placeOf(row: Sorted, { by }: GridSort): string {
  const isMoment = by === 'created' || by === 'changed';
  const value = isMoment && row.sorted !== null ? asSql(asDate(row.sorted as string | Date)) : row.sorted;
  return JSON.stringify(by === 'name' ? [row.last_name, row.id, row.first_name] : [value, row.id]);
}

function placeIn(after: string): Place | null {
  try {
    const [value, id, first] = JSON.parse(after) as unknown[];
    const isPlace = value === null || typeof value === 'number' || typeof value === 'string';
    return isPlace ? [value, idIn(id), typeof first === 'string' ? first : ''] : null;
  } catch {
    return null;
  }
}
