import { type Availability, isAvailable, isEligible, type People, standInFor, whyNot } from './availability.js';
import type { RoutingRow } from './routing-row.js';

/** Whom a row gives something to, and why not to others. */
export interface Choice {
  person: Availability | null;
  /** Whose turn it was: the person, or the one of the row for whom the person stands in. */
  turnOf: number | null;
  /** Why those before were passed over. */
  passedOver: string[];
  /** Whether somebody may have room or be back later. */
  mayBeLater: boolean;
}

/** Who of a row's people gets what matched it. Touches nothing: the caller moves the turn to `turnOf`. */
export function choose(row: RoutingRow, people: People): Choice {
  const order = inOrder(row)
    .map((userId) => people.get(userId))
    .filter((one) => one !== undefined);
  const sorted =
    row.givesTo === 'fewest-open' ? order.toSorted((one, other) => one.openCount - other.openCount) : order;
  const found = sorted.find(isAvailable);
  const before = (one?: Availability) =>
    one && row.givesTo !== 'fewest-open' ? order.slice(0, order.indexOf(one)) : order;
  const passedOver = before(found).flatMap((one) => whyNot(one) ?? []);
  const mayBeLater = order.some(isEligible);
  if (found) return { person: found, turnOf: found.userId, passedOver, mayBeLater };

  for (const one of order) {
    const standIn = standInFor(one, people);
    if (standIn) return { person: standIn, turnOf: one.userId, passedOver, mayBeLater };
  }
  return { person: null, turnOf: null, passedOver, mayBeLater };
}

// After whoever had the last turn comes the next one; after the last the first.
function inOrder(row: RoutingRow): number[] {
  const userIds = row.users.toSorted((one, other) => one.place - other.place).map(({ userId }) => userId);
  if (row.givesTo === 'one') return userIds.slice(0, 1);
  const last = userIds.indexOf(row.lastUserId ?? 0);
  return [...userIds.slice(last + 1), ...userIds.slice(0, last + 1)];
}
