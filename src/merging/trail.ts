import { marks } from '../database/condition.js';
import type { Database } from '../database/database.js';
import { MergeStep, type Row, type Step } from './merge-step.js';
import type { Reference } from './references.js';
import { where } from './rows.js';
import { Tables } from './tables.js';

const atOnce = 1000;

/** Changes rows of any table inside the transaction under way, and writes down each step, so that it can be taken back. */
export class Trail extends Tables {
  constructor(
    database: Database,
    private readonly mergeId: number,
  ) {
    super(database);
  }

  /** Has the rows that refer to what is gone say what is kept; where both may not have one, it is left out or joined. */
  async follow({ table, column, once, joins }: Reference, goneId: number, keptId: number, narrowed: Row = {}) {
    if (!once) return this.move(table, column, goneId, keptId, undefined, narrowed);
    const twins = await this.rows(table, { [column]: keptId });
    const alone: Row[] = [];
    for (const row of await this.rows(table, { [column]: goneId })) {
      const twin = twins.find((each) => each[once] === row[once]);
      if (!twin) {
        alone.push(row);
        continue;
      }
      const both = joins ? { [joins]: `${String(twin[joins])}\n\n${String(row[joins])}` } : {};
      if (joins) await this.change(table, Number(twin['id']), both);
      await this.remove(table, row, { ...twin, ...both });
    }
    await this.move(table, column, goneId, keptId, alone);
  }

  /** Makes `column` say `to` in all rows that say `from`, or in these of them. */
  async move(table: string, column: string, from: number, to: number, only?: Row[], narrowed: Row = {}) {
    const rows = only ?? (await this.rowIds(table, { ...narrowed, [column]: from }));
    for (let start = 0; start < rows.length; start += atOnce) {
      const ids = rows.slice(start, start + atOnce).map(({ id }) => Number(id));
      await this.database.run(`UPDATE ${table} SET ${column} = ? WHERE id IN (${marks(ids)})`, [to, ...ids]);
      await this.note({ kind: 'moved', table, column, from, to, ids });
    }
  }

  async change(table: string, id: number, after: Row, apart = false) {
    const row = await this.row(table, id);
    const before = Object.fromEntries(Object.keys(after).map((column) => [column, row[column] ?? null]));
    await this.write(table, id, after);
    await this.note({ kind: 'changed', table, id, before, after, ...(apart && { apart }) });
  }

  /** Writes down what became of a row that was changed by its own verbs. */
  async changed(table: string, before: Row) {
    const id = Number(before['id']);
    const after = await this.row(table, id);
    await this.note({ kind: 'changed', table, id, before, after });
  }

  async remove(table: string, row: Row, twin?: Row) {
    await this.database.run(`DELETE FROM ${table} WHERE id = ?`, [row['id']]);
    await this.note({ kind: 'removed', table, row, ...(twin && { twin }) });
  }

  /** Replaces all rows that `columns` choose by these. They are the same when they say the same in the columns `says`. */
  async replace(table: string, columns: Row, wanted: Row[], says: string[]) {
    const before = await this.rows(table, columns);
    for (const { id } of before) await this.database.run(`DELETE FROM ${table} WHERE id = ?`, [id]);
    for (const row of wanted) await this.insert(table, row);
    const after = await this.rows(table, columns);
    await this.note({ kind: 'replaced', table, where: columns, says, before, after });
  }

  private rowIds(table: string, columns: Row): Promise<Row[]> {
    const { sql, values } = where(columns);
    return this.database.query<Row>(`SELECT id FROM ${table} WHERE ${sql} ORDER BY id`, values);
  }

  private async note(step: Step) {
    await this.database.insert(MergeStep, { mergeId: this.mergeId, step });
  }
}
