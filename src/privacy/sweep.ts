import { Injectable } from '@nestjs/common';
import { asDate } from '../database/columns.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Recurring } from '../programs/recurring.js';

const pause = 60_000;
const atOnce = 500;
/** Ids are given out before they are committed: what is younger may not be all there yet. */
const settled = 60_000;

/** Where raw deliveries are, and what of them goes. A webhook keeps its key, so that a repeated text is not taken for a new one. */
const places = [
  {
    table: 'webhooks',
    cursor: 'webhooks_up_to',
    columns: 'id, program_id, body, kind, received_at AS at',
    time: 'received_at',
    emptied: `body = '{}', problem = NULL, state = 'done', due_at = NULL`,
  },
  {
    table: 'refusals',
    cursor: 'refusals_up_to',
    columns: 'id, program_id, body, kind, at',
    time: 'at',
    emptied: 'body = NULL',
  },
] as const;

/**
 * Empties what the provider delivered from and to people who were erased, a slice at a time, whatever process has erased them:
 * what was there, and the receipts that still come. Then it forgets their numbers too.
 */
@Injectable()
export class Sweep extends Recurring {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super(pause);
  }

  /** One slice of each; whether there is more. */
  override async round(): Promise<boolean> {
    let hasMore = false;
    for (const place of places) if (await this.step(place)) hasMore = true;
    if (!hasMore) await this.forget();
    return hasMore;
  }

  // Those who are furthest behind go on together; whoever is ahead of them is done with what they come to.
  private async step({ table, cursor, columns, time, emptied }: (typeof places)[number]): Promise<boolean> {
    const numbers = await this.database.query<Sought>(
      `SELECT id, program_id, number, at, ${cursor} AS up_to FROM erased_numbers ORDER BY ${cursor}, id LIMIT ${atOnce}`,
    );
    const from = numbers[0]?.up_to;
    if (from === undefined) return false;
    const behind = numbers.filter(({ up_to: upTo }) => upTo === from);
    const rows = await this.database.query<Delivered>(
      `SELECT ${columns} FROM ${table} WHERE id > ? AND ${time} <= ? ORDER BY id LIMIT ${atOnce}`,
      [from, new Date(this.clock.now().getTime() - settled)],
    );
    if (!rows.length) return false;
    const theirs = rows.filter(namingOneOf(behind)).map(({ id }) => id);
    await this.database.transaction(async () => {
      if (theirs.length)
        await this.database.run(`UPDATE ${table} SET ${emptied} WHERE id IN (${marks(theirs)})`, theirs);
      await this.database.run(
        `UPDATE erased_numbers SET ${cursor} = ? WHERE ${cursor} = ? AND id IN (${marks(behind)})`,
        [rows.at(-1)!.id, from, ...behind.map(({ id }) => id)],
      );
    });
    return rows.length === atOnce || numbers.length === atOnce;
  }

  private async forget() {
    const now = this.clock.now();
    const over = await this.database.query<{ id: number }>('SELECT id FROM erased_numbers WHERE until < ? LIMIT 1000', [
      now,
    ]);
    const ids = over.map(({ id }) => id);
    if (!ids.length) return;
    await this.database.transaction(() =>
      this.database.run(`DELETE FROM erased_numbers WHERE id IN (${marks(ids)})`, ids),
    );
  }
}

interface Sought {
  id: number;
  program_id: number;
  number: string;
  at: string | Date;
  up_to: number;
}

interface Delivered {
  id: number;
  program_id: number | null;
  body: string | null;
  kind: string;
  at: string | Date;
}

/** Whether a delivery names one of these. What they text later is a new beginning, and stays. */
export function namingOneOf(numbers: Sought[]) {
  const sought = Map.groupBy(numbers, ({ number }) => number.replace(/\D/g, ''));
  return ({ program_id: programId, body, kind, at }: Delivered): boolean =>
    (body?.match(/\d{7,15}/g) ?? []).some((digits) =>
      (sought.get(digits) ?? []).some(
        (number) =>
          (programId === null || programId === number.program_id) &&
          (kind !== 'inbound' || asDate(at) <= asDate(number.at)),
      ),
    );
}
