import { Injectable } from '@nestjs/common';
import type { Contact } from '../contacts/contact.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { like } from '../database/like.js';
import { Import, type Verdict } from '../imports/import.js';
import { textIn } from '../imports/cell-words.js';
import { ImportLine } from '../imports/import-line.js';
import type { Mapping } from '../imports/mapping.js';
import { nationalDigits } from '../programs/phone.js';
import { hasAddress, hasNumber } from './in-cells.js';
import { nobody } from './traces.js';

/** Whom lines are looked for by. */
export type Sought = Pick<Contact, 'id' | 'programId' | 'name' | 'email' | 'externalId'> & {
  /** Those that are nobody else's. */
  numbers: string[];
};

export const soughtBy = ({ id, programId, name, email, externalId }: Contact): Omit<Sought, 'numbers'> => ({
  ...{ id, programId, name, email, externalId },
});

/** A line of an uploaded file. */
export interface FileLine {
  id: number;
  importId: number;
  file: string;
  line: number;
  verdict: Verdict | null;
  cells: string[];
}

/** What uploaded files say of somebody, for as long as they are kept: lines that were refused, or are still to be imported. */
@Injectable()
export class FileTraces {
  constructor(private readonly database: Database) {}

  /** Nobody goes on with the files of a program until the transaction under way ends. */
  async hold(programId: number): Promise<void> {
    await this.database.query(
      `SELECT id FROM imports WHERE program_id = ? AND status NOT IN ('done', 'canceled') ORDER BY id${this.database.holding}`,
      [programId],
    );
  }

  /** The lines that have a number, the address or (where that is known) the external ID of a contact, or would change them. */
  async lines(sought: Sought): Promise<FileLine[]> {
    const { sql, values, isTheirs } = await this.signs(sought);
    const rows = await this.database.query<Row>(
      `SELECT line.id, line.import_id, upload.file_name, line.line, line.verdict, line.match_key, line.cells, upload.mapping
       FROM imports upload JOIN import_lines line ON line.import_id = upload.id
       WHERE upload.program_id = ? AND (${sql}) ORDER BY line.id`,
      [sought.programId, ...values],
    );
    return rows
      .map((row) => ({ ...row, cells: JSON.parse(row.cells) as string[], idAt: placeOfId(row.mapping) }))
      .filter(isTheirs)
      .map(({ import_id: importId, file_name: file, id, line, verdict, cells }) => ({
        ...{ id, importId, file, line, verdict, cells },
      }));
  }

  /** Forgets these lines, as if they had not been in the files. Part of a transaction that holds them. */
  async erase(sought: Sought): Promise<void> {
    const lines = await this.lines(sought);
    for (const [importId, some] of Map.groupBy(lines, (line) => line.importId)) {
      const ids = some.map(({ id }) => id);
      await this.database.run(`DELETE FROM import_lines WHERE id IN (${marks(ids)})`, ids);
      const held = (await this.database.hold(Import, importId))!;
      held.forget(some.map(({ verdict }) => verdict));
      await this.database.manager.save(held);
    }
    await this.inReasons(sought);
  }

  // Lines about others may be refused because of somebody: "Several contacts have this phone number: …"
  private async inReasons({ programId, name }: Sought) {
    if (!name) return;
    const rows = await this.database.query<{ id: number; problems: string }>(
      `SELECT line.id, line.problems FROM imports upload JOIN import_lines line ON line.import_id = upload.id
       WHERE upload.program_id = ? AND line.problems LIKE ? ESCAPE '!'`,
      [programId, within(name)],
    );
    for (const { id, problems } of rows) {
      const told = (JSON.parse(problems) as string[]).map((problem) => problem.replaceAll(name, nobody));
      await this.database.update(ImportLine, id, { problems: told });
    }
  }

  // The database finds lines that may be theirs, in which the digits follow one another somehow; here it is made sure.
  private async signs(sought: Sought) {
    const { numbers, externalId } = sought;
    const email = (await this.isShared(sought)) ? null : sought.email?.toLowerCase();
    const key = `#${sought.id}`;
    const patterns = [
      ...numbers.map((number) => `%${[...nationalDigits(number)].join('%')}%`),
      ...[email, externalId].flatMap((text) => (text ? [within(text)] : [])),
    ];
    return {
      sql: ['line.match_key = ?', ...patterns.map(() => `line.cells LIKE ? ESCAPE '!'`)].join(' OR '),
      values: [key, ...patterns],
      isTheirs: ({ match_key: matchKey, cells, idAt }: Pick<Row, 'match_key'> & { cells: string[]; idAt: number }) =>
        matchKey === key ||
        (externalId !== null && textIn(cells[idAt] ?? '') === externalId) ||
        cells.some((cell) => (email && hasAddress(cell, email)) || numbers.some((number) => hasNumber(cell, number))),
    };
  }

  private async isShared({ id, programId, email }: Sought): Promise<boolean> {
    if (!email) return false;
    const rows = await this.database.query(
      'SELECT 1 AS one FROM contacts WHERE program_id = ? AND email = ? AND id <> ? LIMIT 1',
      [programId, email, id],
    );
    return rows.length > 0;
  }
}

interface Row {
  id: number;
  import_id: number;
  file_name: string;
  line: number;
  verdict: Verdict | null;
  match_key: string | null;
  cells: string;
  mapping: string | null;
}

// Only there an external ID is one: in any other column the same text is a year, a code. -1 as long as nobody knows.
const placeOfId = (mapping: string | null): number =>
  mapping === null ? -1 : (JSON.parse(mapping) as Mapping).columns.indexOf('external-id');

// As it stands in the JSON of a column.
const within = (text: string) => `%${like(JSON.stringify(text).slice(1, -1)).replaceAll('\\', '_')}%`;
