import { Database } from '../database/database.js';
import { Clock } from './clock.js';
import { Recurring } from './recurring.js';

const day = 24 * 3600_000;
const pause = 10 * 60_000;

/** The most rows that are forgotten at once, so that nobody waits for it. */
export const atOnce = 1000;

/**
 * Finds those of the oldest rows of a table that are from before a moment, and in one of these states where that matters. It looks
 * at the oldest by their ids only, so that it needs no index.
 */
export const oldestOf = (table: string, at: string, states?: readonly string[]): string =>
  `SELECT id FROM (SELECT id, ${at}${states ? ', status' : ''} FROM ${table} ORDER BY id LIMIT ${atOnce}) oldest
   WHERE ${at} < ?${states ? ` AND status IN (${states.map((state) => `'${state}'`).join(', ')})` : ''}`;

/** Forgets rows of a table once they are old enough. */
export abstract class Expiry extends Recurring {
  protected abstract readonly table: string;
  protected abstract readonly keptForDays: number;
  /** Names up to `atOnce` rows, `id`, that are from before a moment (`?`) and may go. */
  protected abstract readonly finding: string;

  constructor(
    protected readonly database: Database,
    protected readonly clock: Clock,
  ) {
    super(pause);
  }

  /** Forgets up to a thousand; whether there may be more. */
  override async round(): Promise<boolean> {
    const before = new Date(this.clock.now().getTime() - this.keptForDays * day);
    const ids = (await this.database.query<{ id: number }>(this.finding, [before])).map(({ id }) => id);
    if (!ids.length) return false;
    await this.database.transaction(() =>
      this.database.run(`DELETE FROM ${this.table} WHERE id IN (${ids.map(() => '?').join()})`, ids),
    );
    return ids.length === atOnce;
  }
}
