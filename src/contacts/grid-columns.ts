import { Injectable } from '@nestjs/common';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { type Field, fieldOf } from './fields.js';
import { folded } from './folded.js';
import { inLine } from './shown-value.js';

/** A column beside the names. */
export interface Column {
  key: string;
  label: string;
  propertyIds: number[];
  /** Null for a User Relationship. */
  field: Field | null;
}

/** What is longer is cut in the list. */
const longestCell = 120;

interface Cell {
  contact_id: number;
  property_id: number;
  part: string;
  value: string;
}

/** The columns that can stand beside the names of contacts: properties, and who is tied to them. */
@Injectable()
export class GridColumns {
  constructor(private readonly database: Database) {}

  /** What is offered, User Relationships first. */
  async offered(fields: Field[], { programId }: Member): Promise<Column[]> {
    const rows = await this.database.query<{ id: number; name: string }>(
      `SELECT id, name FROM contact_properties WHERE program_id = ? AND kind = 'user-relationship' AND archived_at IS NULL
       ORDER BY contact_type_id, position, id`,
      [programId],
    );
    const groups = [...Map.groupBy(rows, ({ name }) => folded(name)).values()];
    const relationships = groups.map((group): Column => {
      const propertyIds = group.map(({ id }) => id);
      return { key: `p${Math.min(...propertyIds)}`, label: group[0]!.name, propertyIds, field: null };
    });
    const properties = fields
      .filter((field) => field.propertyIds.length > 0 && !field.isArchived)
      .map((field): Column => ({ key: field.key, label: field.label, propertyIds: field.propertyIds, field }));
    return [...relationships, ...properties];
  }

  /** Those that an address names, in its order. */
  chosen(keys: string[], offered: Column[]): Column[] {
    const fields = offered.flatMap(({ field }) => field ?? []);
    return keys.flatMap((key) => {
      const { key: own } = fieldOf(key, fields) ?? { key };
      return (
        offered.find(
          (column) =>
            column.key === own || (!column.field && `p${column.propertyIds.join(',p')}`.split(',').includes(key)),
        ) ?? []
      );
    });
  }

  /**
   * What stands in these columns, by contact: one query for properties, one for User Relationships. In a file it is whole, and
   * written so that it can be uploaded again.
   */
  async cells(
    contactIds: number[],
    columns: Column[],
    member: Member,
    place: 'screen' | 'file' = 'screen',
  ): Promise<Map<number, string[]>> {
    const idsOf = (ties: boolean) =>
      columns.filter(({ field }) => (field === null) === ties).flatMap(({ propertyIds }) => propertyIds);
    if (!contactIds.length || !columns.length) return new Map();
    const [values, users] = await Promise.all([
      this.values(contactIds, idsOf(false)),
      this.users(contactIds, idsOf(true)),
    ]);
    const byContact = Map.groupBy([...values, ...users], (cell) => cell.contact_id);
    return new Map(
      contactIds.map((id) => [
        id,
        columns.map((column) => textOf(column, byContact.get(id) ?? [], member.country, place)),
      ]),
    );
  }

  private async values(contactIds: number[], propertyIds: number[]): Promise<Cell[]> {
    if (!propertyIds.length) return [];
    return this.database.query<Cell>(
      `SELECT value_.contact_id, value_.property_id, value_.part, value_.value FROM property_values value_
       JOIN contact_properties property ON property.id = value_.property_id
       JOIN contacts contact ON contact.id = value_.contact_id AND contact.contact_type_id = property.contact_type_id
       WHERE value_.contact_id IN (${marks(contactIds)}) AND value_.property_id IN (${marks(propertyIds)})
       ORDER BY value_.contact_id, value_.property_id, value_.place`,
      [...contactIds, ...propertyIds],
    );
  }

  private async users(contactIds: number[], propertyIds: number[]): Promise<Cell[]> {
    if (!propertyIds.length) return [];
    return this.database.query<Cell>(
      `SELECT tie.contact_id, tie.property_id, '' AS part, user.name AS value FROM contact_users tie
       JOIN users user ON user.id = tie.user_id
       JOIN contact_properties property ON property.id = tie.property_id
       JOIN contacts contact ON contact.id = tie.contact_id AND contact.contact_type_id = property.contact_type_id
       WHERE tie.contact_id IN (${marks(contactIds)}) AND tie.property_id IN (${marks(propertyIds)})
       ORDER BY tie.contact_id, tie.place, tie.id`,
      [...contactIds, ...propertyIds],
    );
  }
}

function textOf({ propertyIds, field }: Column, cells: Cell[], country: string, place: 'screen' | 'file'): string {
  const own = cells.filter((cell) => propertyIds.includes(cell.property_id) && cell.part === (field?.part ?? ''));
  if (place === 'file')
    return own
      .map(({ value }) => (field && field.kind !== 'date' ? inLine(field.kind, value, country) : value))
      .join('; ');
  const text = own.map(({ value }) => (field ? inLine(field.kind, value, country) : value)).join(', ');
  return text.length > longestCell ? `${text.slice(0, longestCell).trimEnd()}…` : text;
}
