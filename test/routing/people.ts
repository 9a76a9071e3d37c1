import type { Availability } from '../../src/routing/availability.js';
import { RoutingRow } from '../../src/routing/routing-row.js';

/** Somebody who is there and has room, unless said otherwise. */
export const someone = (userId: number, own: Partial<Availability> = {}): Availability => ({
  userId,
  name: `Person ${userId}`,
  isActive: true,
  handles: true,
  isAway: false,
  awayUntil: '',
  standInId: null,
  openCount: 0,
  openLimit: null,
  ...own,
});

export const peopleOf = (...all: Availability[]) => new Map(all.map((one) => [one.userId, one]));

export const rowOf = (userIds: number[], own: Partial<RoutingRow> = {}): RoutingRow =>
  Object.assign(new RoutingRow(), {
    id: 1,
    position: 0,
    isOtherwise: false,
    joined: 'all',
    conditions: [],
    givesTo: 'in-turn',
    lastUserId: null,
    users: userIds.map((userId, place) => ({ userId, place })),
    ...own,
  });
