import { Injectable } from '@nestjs/common';
import { type MessageStatus, notArrived } from '../conversations/message-status.js';
import { Database } from '../database/database.js';
import type { SkipReason } from './campaign-recipient.js';

/** How many texts of a step (or of all) are where. Each text is in exactly one of waiting, skipped, queued, left and failed. */
export interface Tally {
  total: number;
  waiting: number;
  skipped: Map<SkipReason, number>;
  /** In the outbox, or on their way to the provider. */
  queued: number;
  /** Taken by the provider, or nobody knows; of them, those that surely arrived. */
  left: number;
  delivered: number;
  unconfirmed: number;
  /** Did not arrive, by the code of the reason (see `failure-reasons.ts`). */
  failed: Map<string, number>;
  replied: number;
  optedOut: number;
}

interface Row {
  step: number;
  state: 'waiting' | 'queued' | 'skipped';
  reason: SkipReason | null;
  outcome: MessageStatus | null;
  error_code: string | null;
  has_replied: number;
  has_opted_out: number;
  count: number | string;
}

const empty = (): Tally => ({
  ...{ total: 0, waiting: 0, queued: 0, left: 0, delivered: 0, unconfirmed: 0, replied: 0, optedOut: 0 },
  skipped: new Map(),
  failed: new Map(),
});

/** Counts what became of the texts of a campaign. */
@Injectable()
export class Tallies {
  constructor(private readonly database: Database) {}

  /** Of each step that has recipients, by its position. One look at one index, some milliseconds for fifty thousand. */
  async bySteps(campaignId: number): Promise<Map<number, Tally>> {
    const rows = await this.database.query<Row>(
      `SELECT step, state, reason, outcome, error_code, has_replied, has_opted_out, COUNT(*) AS count
       FROM campaign_recipients WHERE campaign_id = ?
       GROUP BY step, state, reason, outcome, error_code, has_replied, has_opted_out`,
      [campaignId],
    );
    const tallies = new Map<number, Tally>();
    for (const row of rows) {
      if (!tallies.has(row.step)) tallies.set(row.step, empty());
      count(tallies.get(row.step)!, row);
    }
    return tallies;
  }

  async of(campaignId: number): Promise<Tally> {
    return sum([...(await this.bySteps(campaignId)).values()]);
  }
}

/** Several tallies as one. */
export function sum(tallies: Tally[]): Tally {
  const all = empty();
  for (const tally of tallies) {
    for (const key of [
      'total',
      'waiting',
      'queued',
      'left',
      'delivered',
      'unconfirmed',
      'replied',
      'optedOut',
    ] as const)
      all[key] += tally[key];
    for (const [reason, number] of tally.skipped) add(all.skipped, reason, number);
    for (const [code, number] of tally.failed) add(all.failed, code, number);
  }
  return all;
}

/** All that a map of counts holds. */
export const countOf = (counts: ReadonlyMap<unknown, number>): number =>
  [...counts.values()].reduce((total, count) => total + count, 0);

function count(tally: Tally, row: Row) {
  const number = Number(row.count);
  tally.total += number;
  if (Number(row.has_replied)) tally.replied += number;
  if (Number(row.has_opted_out)) tally.optedOut += number;
  if (row.state === 'waiting') tally.waiting += number;
  else if (row.state === 'skipped') add(tally.skipped, row.reason ?? 'fault', number);
  else if (!row.outcome) tally.queued += number;
  else if (notArrived.includes(row.outcome)) add(tally.failed, row.error_code ?? 'unknown', number);
  else {
    tally.left += number;
    if (row.outcome === 'delivered') tally.delivered += number;
    if (row.outcome === 'unconfirmed') tally.unconfirmed += number;
  }
}

const add = <Key>(counts: Map<Key, number>, key: Key, number: number) =>
  counts.set(key, (counts.get(key) ?? 0) + number);
