import { marks } from '../database/condition.js';
import { isDuplicate } from '../database/duplicate.js';
import type { Step } from './merge-step.js';
import { sameRows, says, where } from './rows.js';
import { Tables } from './tables.js';

type Of<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;

/** Takes steps of a merge back, the last one first. What was changed since then is left as it is now. */
export class WayBack extends Tables {
  async take(step: Step) {
    if (step.kind === 'moved') return this.moveBack(step);
    if (step.kind === 'changed') return this.changeBack(step);
    if (step.kind === 'removed') return this.bringBack(step);
    return this.replaceBack(step);
  }

  private async moveBack({ table, column, from, to, ids }: Of<'moved'>) {
    await this.database.run(`UPDATE ${table} SET ${column} = ? WHERE ${column} = ? AND id IN (${marks(ids)})`, [
      from,
      to,
      ...ids,
    ]);
  }

  private async changeBack({ table, id, before, after, apart }: Of<'changed'>) {
    const [now] = await this.rows(table, { id });
    if (!now) return;
    const same = Object.keys(after).filter((column) => now[column] === after[column]);
    if (!apart && same.length < Object.keys(after).length) return;
    const back = Object.fromEntries(same.map((column) => [column, before[column] ?? null]));
    if (same.length) await this.write(table, id, back);
  }

  private async bringBack({ table, row, twin }: Of<'removed'>) {
    if (twin && !says((await this.rows(table, { id: twin['id'] ?? 0 }))[0], twin)) return;
    await this.insert(table, row).catch((error: unknown) => {
      // What it refers to may be gone by now: a field, a type, the third contact of a suggestion.
      const isLost = isDuplicate(error) || isOrphan(error);
      if (!isLost || needed.has(table)) throw error;
    });
  }

  private async replaceBack({ table, where: columns, says: spoken, before, after }: Of<'replaced'>) {
    const now = await this.rows(table, columns);
    if (!sameRows(now, after, spoken)) return;
    const { sql, values } = where(columns);
    await this.database.run(`DELETE FROM ${table} WHERE ${sql}`, values);
    for (const row of before) await this.bringBack({ kind: 'removed', table, row });
  }
}

/** Without these nothing was undone. */
const needed = new Set(['contacts', 'conversations']);

/** Whether a write failed because what the row refers to is not there. */
function isOrphan(error: unknown): boolean {
  const { driverError } = error as { driverError?: { code?: string } };
  return ['SQLITE_CONSTRAINT_FOREIGNKEY', 'ER_NO_REFERENCED_ROW_2'].includes(driverError?.code ?? '');
}
