import { Injectable } from '@nestjs/common';
import { marks } from '../database/condition.js';
import { fieldOf, Fields } from '../contacts/fields.js';
import { predicate } from '../contacts/property-condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { page } from '../web/responses.js';
import { allowsAutoAssignment } from './allowing.js';
import { Availabilities, isEligible } from './availability.js';
import { type Employment, Employments, inWords } from './employments.js';
import type { Surroundings } from './row-details.js';
import { fieldsFor } from './row-fields.js';
import { newRow, type TypedRow, typedOf } from './row-form.js';
import type { RoutingRow } from './routing-row.js';
import { mostRows, type RoutingTable } from './routing-table.js';
import { RoutingTables } from './routing-tables.js';
import { type Warning, warningsOf } from './routing-warnings.js';

export const tablesUrl = '/settings/routing-tables';

/** The form that is open on a table's page. */
export interface Editing {
  /** Null for a row that is not there yet. */
  rowId: number | null;
  typed: TypedRow;
  /** Of the table, when the form was first opened. */
  version?: number;
  /** Just opened: it takes the keyboard. */
  isFresh?: boolean;
}

/** What the pages of Routing Tables show. */
@Injectable()
export class TableEditor {
  constructor(
    private readonly tables: RoutingTables,
    private readonly fields: Fields,
    private readonly availabilities: Availabilities,
    private readonly employments: Employments,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async surroundings({ programId, timeZone }: Member): Promise<Surroundings> {
    const [fields, people] = await Promise.all([
      this.fields.of(programId),
      this.availabilities.of(programId, timeZone, this.clock.now()),
    ]);
    return { fields, people };
  }

  async index(member: Member, name = '') {
    const [tables, around, employments] = await Promise.all([
      this.tables.of(member.programId),
      this.surroundings(member),
      this.employments.of(member.programId),
    ]);
    const names = await this.namesOf(tables);
    const shown = tables.map((table) => {
      const employers = employments.get(table.id) ?? [];
      return {
        ...headOf(table, employers),
        rowCount: table.rows.length,
        // That nobody employs it is said in a column of its own.
        warnings: warningsOf(table.rows, around, employers).filter(({ place }) => place !== null).length,
        changedBy: names.get(table.changedById) ?? 'Somebody',
        changedAt: table.changedAt,
      };
    });
    return page('routing/index', { tables: shown, name });
  }

  async head(table: RoutingTable, { programId }: Member) {
    return headOf(table, (await this.employments.of(programId)).get(table.id) ?? []);
  }

  /** The form for a new row, or for one that is there. */
  async opened(table: RoutingTable, member: Member, row: RoutingRow | null, isOtherwise = false) {
    const typed = row ? typedOf(row.details) : newRow(isOtherwise);
    return this.show(table, member, { rowId: row?.id ?? null, typed, isFresh: true });
  }

  async show(table: RoutingTable, member: Member, editing?: Editing, name = table.name) {
    const [around, employments, names, isAllowed] = await Promise.all([
      this.surroundings(member),
      this.employments.of(member.programId),
      this.namesOf([table]),
      allowsAutoAssignment(member.programId, this.database),
    ]);
    const employers = employments.get(table.id) ?? [];
    const warnings = warningsOf(table.rows, around, employers);
    const form = editing ? formOf(table, editing, around) : null;
    const isFull = table.rows.length >= mostRows;
    return page('routing/show', {
      tab: 'rows',
      name,
      table: headOf(table, employers),
      isIdle: !isAllowed,
      changedBy: names.get(table.changedById) ?? 'Somebody',
      changedAt: table.changedAt,
      warnings: warnings.filter(({ place }) => place === null).map(({ text }) => text),
      rows: table.rows.map((row, place) => ({
        ...rowOf(row, place, table, around, warnings),
        form: editing?.rowId === row.id ? form : null,
      })),
      adding: editing?.rowId === null ? form : null,
      mayAdd: !isFull,
      mayAddOtherwise: !isFull && !table.otherwise,
    });
  }

  private async namesOf(tables: RoutingTable[]): Promise<Map<number | null, string>> {
    const ids = [...new Set(tables.flatMap(({ changedById }) => changedById ?? []))];
    if (!ids.length) return new Map();
    const rows = await this.database.query<{ id: number; name: string }>(
      `SELECT id, name FROM users WHERE id IN (${marks(ids)})`,
      ids,
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}

const headOf = ({ id, name, version }: RoutingTable, employers: Employment[]) => ({
  id,
  name,
  version,
  url: `${tablesUrl}/${id}`,
  employers: employers.map(inWords),
  isEmployed: employers.some(({ isArchived }) => !isArchived),
  mayDelete: employers.length === 0,
});

function formOf(table: RoutingTable, { rowId, typed, version, isFresh }: Editing, around: Surroundings) {
  const url = `${tablesUrl}/${table.id}`;
  const heading = typed.isOtherwise ? 'Otherwise' : rowId === null ? 'New row' : 'Edit';
  return {
    ...fieldsFor(typed, around),
    heading,
    action: rowId === null ? `${url}/rows` : `${url}/rows/${rowId}`,
    cancelUrl: rowId === null ? `${url}#add` : `${url}#row-${rowId}`,
    version: version ?? table.version,
    isFresh: isFresh ?? false,
  };
}

function rowOf(row: RoutingRow, place: number, { id, rows }: RoutingTable, around: Surroundings, warnings: Warning[]) {
  const movable = rows.filter((other) => !other.isOtherwise).length;
  return {
    id: row.id,
    url: `${tablesUrl}/${id}/rows/${row.id}`,
    number: place + 1,
    isOtherwise: row.isOtherwise,
    mayMoveUp: !row.isOtherwise && place > 0,
    mayMoveDown: !row.isOtherwise && place < movable - 1,
    conditions: row.conditions.map((condition, index) => {
      const field = fieldOf(condition.field, around.fields);
      const joiner = index ? (row.joined === 'all' ? 'and' : 'or') : '';
      return { joiner, label: field?.label ?? 'A deleted field', says: predicate(condition, field) };
    }),
    people: row.userIds.map((userId) => {
      const person = around.people.get(userId);
      return { name: person?.name ?? 'Somebody', isAbsent: !person || !isEligible(person) || person.isAway };
    }),
    how: { one: '', 'in-turn': 'in turn', 'fewest-open': 'whoever has the fewest open' }[row.givesTo],
    warnings: warnings.filter((warning) => warning.place === place).map(({ text }) => text),
  };
}
