import type { Facts } from '../contacts/facts.js';
import { type Field, fieldOf } from '../contacts/fields.js';
import { testOf } from '../contacts/property-condition.js';
import { inDigits } from '../web/digits.js';
import { isEligible, type People } from './availability.js';
import type { RoutingRow } from './routing-row.js';

/** How many contacts each row of a table gets, so far. */
export class Tally {
  readonly counts: number[];
  nobody = 0;
  total = 0;
  private readonly tests: ((facts: Facts) => boolean)[];

  constructor(
    readonly rows: RoutingRow[],
    fields: Field[],
  ) {
    this.counts = rows.map(() => 0);
    this.tests = rows.map((row) => testOfRow(row, fields));
  }

  /** Gives a contact to the first row that matches; the same one as `firstMatch`, made ready for many contacts. */
  take(facts: Facts): number {
    const place = this.tests.findIndex((matches) => matches(facts));
    if (place === -1) this.nobody += 1;
    else this.counts[place]! += 1;
    this.total += 1;
    return place;
  }
}

function testOfRow({ isOtherwise, joined, conditions }: RoutingRow, fields: Field[]): (facts: Facts) => boolean {
  if (isOtherwise) return () => true;
  if (!conditions.length) return () => false;
  const tests = conditions.map((condition) => testOf(condition, fieldOf(condition.field, fields)));
  return joined === 'all'
    ? (facts) => tests.every((meets) => meets(facts))
    : (facts) => tests.some((meets) => meets(facts));
}

/** How much of all contacts somebody would get, and whether that is too much. */
export interface Portion {
  userId: number;
  name: string;
  count: number;
  /** What is remarkable about it, in a sentence; empty when nothing is. */
  warning: string;
}

/** Whom a row's contacts are divided among: those of its people who can ever be assigned. */
export const takersOf = (row: RoutingRow, people: People): number[] =>
  row.userIds
    .slice(0, row.givesTo === 'one' ? 1 : undefined)
    .filter((userId) => people.has(userId) && isEligible(people.get(userId)!));

/** Each person's part of what was counted: a row's contacts evenly among its people. The greatest first. */
export function portionsOf({ rows, counts }: Pick<Tally, 'rows' | 'counts'>, people: People): Portion[] {
  const parts = new Map<number, number>();
  for (const [place, row] of rows.entries()) {
    const takers = takersOf(row, people);
    for (const [turn, userId] of takers.entries())
      parts.set(userId, (parts.get(userId) ?? 0) + evenly(counts[place]!, takers.length, turn));
  }
  const mean = [...parts.values()].reduce((sum, count) => sum + count, 0) / (parts.size || 1);
  return [...parts]
    .map(([userId, count]) => {
      const { name, openLimit } = people.get(userId)!;
      return { userId, name, count, warning: warningOf(count, mean, openLimit) };
    })
    .sort((one, other) => other.count - one.count || one.name.localeCompare(other.name));
}

// Whoever is earlier in turn gets what can't be divided.
const evenly = (count: number, among: number, turn: number) =>
  Math.floor(count / among) + (turn < count % among ? 1 : 0);

function warningOf(count: number, mean: number, limit: number | null): string {
  if (limit !== null && count > limit)
    return `Over their limit of ${inDigits(limit)} open ${limit === 1 ? 'conversation' : 'conversations'}`;
  return count > 2 * mean ? 'More than twice as many as people get on average' : '';
}
