import { Injectable } from '@nestjs/common';
import { Fields } from '../contacts/fields.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Refusal } from '../refusal.js';
import { rowInWords } from './answer.js';
import { csvOf, type Person } from './csv.js';
import { keyOf, type ReadRow, rowsIn } from './csv-reading.js';
import { type RowDetails, RoutingRow } from './routing-row.js';
import type { RoutingTable } from './routing-table.js';
import { RoutingTables } from './routing-tables.js';
import { givesInWords } from './row-in-words.js';

/** What a file would make of a table, before anything is written. */
export interface DryRun {
  rows: { line: number; text: string; gives: string; isNew: boolean; problems: string[] }[];
  bad: number;
  /** Whether the table says just that already. */
  isSame: boolean;
  /** How many rows of the table the file doesn't have. */
  lost: number;
}

/** Routing Tables as files: written, tried and read. */
@Injectable()
export class CsvTable {
  constructor(
    private readonly database: Database,
    private readonly fields: Fields,
    private readonly tables: RoutingTables,
  ) {}

  async written({ rows, programId }: RoutingTable): Promise<string> {
    return csvOf(rows, await this.fields.of(programId), await this.people(programId));
  }

  /** What would become of the table; throws a Refusal for what can't be read at all. */
  async tried(text: string, table: RoutingTable): Promise<DryRun> {
    const [fields, people] = await Promise.all([this.fields.of(table.programId), this.people(table.programId)]);
    const named = new Map(people.map((person) => [person.userId, person]));
    const known = keysOf(table.rows);
    const read = rowsIn(text, fields, people, known);
    const rows = read.map(({ line, details, problems }) => ({
      line,
      text: rowInWords(asRow(details), fields),
      gives: givesInWords(asRow(details), named),
      isNew: !known.has(keyOf(details)),
      problems,
    }));
    const said = keysOf(read);
    return {
      rows,
      bad: read.filter(({ problems }) => problems.length).length,
      isSame: isSame(read, table),
      lost: [...known].filter((row) => !said.has(row)).length,
    };
  }

  /** Replaces all rows, or none: refused when a line is wrong, or when somebody changed the table since `version`. */
  async replace(text: string, id: number, version: number, by: Member): Promise<void> {
    const [fields, people] = await Promise.all([this.fields.of(by.programId), this.people(by.programId)]);
    const table = await this.tables.find(id, by);
    const read = rowsIn(text, fields, people, keysOf(table.rows));
    if (read.some(({ problems }) => problems.length))
      throw new Refusal('Nothing was replaced: some lines are wrong.', 'csv');
    if (table.version === version && isSame(read, table)) return;
    await this.tables.change(id, by, version, (held) =>
      replaceRows(
        held,
        read.map(({ details }) => details),
      ),
    );
  }

  private async people(programId: number): Promise<Person[]> {
    const rows = await this.database.query<{
      user_id: number;
      name: string;
      email: string;
      is_active: number | boolean;
      permissions: string;
    }>(
      `SELECT member.user_id, user.name, user.email, member.is_active, role.permissions
       FROM memberships member JOIN users user ON user.id = member.user_id JOIN roles role ON role.id = member.role_id
       WHERE member.program_id = ?`,
      [programId],
    );
    return rows.map((row) => ({
      userId: row.user_id,
      name: row.name,
      email: row.email,
      isActive: Boolean(row.is_active),
      handles: /manage-(all|assigned)-conversations/.test(row.permissions),
    }));
  }
}

// As it is said, without asking whether it can be kept: what is wrong is shown too.
const asRow = ({ userIds, ...details }: RowDetails) =>
  Object.assign(new RoutingRow(), { ...details, users: userIds.map((userId, place) => ({ userId, place })) });

const keysOf = (rows: { details: RowDetails }[]) => new Set(rows.map(({ details }) => keyOf(details)));

const isSame = (read: ReadRow[], { rows }: RoutingTable) =>
  read.length === rows.length && read.every(({ details }, place) => keyOf(details) === keyOf(rows[place]!.details));

/** Puts these rows in the place of all. A row that stays, or keeps its people, keeps whose turn it is. */
export function replaceRows(table: RoutingTable, all: RowDetails[]) {
  const before = [...table.rows];
  const taken = all.map((details) => take(before, (row) => keyOf(row.details) === keyOf(details)));
  const kept = taken.map((row, place) => row ?? take(before, (other) => hasPeopleOf(other, all[place]!)));
  table.replaceRows(all);
  table.rows = table.rows.map((row, place) => {
    const stays = kept[place];
    if (!stays) return row;
    stays.describe(row.details);
    return Object.assign(stays, { position: row.position });
  });
}

const hasPeopleOf = (row: RoutingRow, { givesTo, userIds }: RowDetails) =>
  row.givesTo === givesTo && String(row.userIds) === String(userIds);

function take(rows: RoutingRow[], isIt: (row: RoutingRow) => boolean): RoutingRow | undefined {
  const place = rows.findIndex(isIt);
  return place === -1 ? undefined : rows.splice(place, 1)[0];
}
