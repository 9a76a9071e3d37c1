import type { Failure } from '../conversations/message.js';
import { TryLater } from './carrier.js';

const second = 1000;
const longestWait = 60 * second;
const patience = 15 * 60 * second;
const mostConnections = 5;

/** How far a text has come with the provider. `attempts` counts the one that just failed. */
export interface Tried {
  attempts: number;
  queuedAt: Date;
}

/** When to try again a text that certainly did not leave; null when it is time to give up. */
export function nextTry(error: TryLater, tried: Tried, now: Date, chance = Math.random()): Date | null {
  if (error.code === 'unreachable')
    return tried.attempts > mostConnections ? null : after(now, 2 * second * 4 ** (tried.attempts - 1), chance);

  // A text that waited long for other reasons still gets its tries.
  const isOld = now.getTime() - tried.queuedAt.getTime() >= patience;
  if (isOld && tried.attempts > mostConnections) return null;
  const doubling = Math.min(longestWait, second * 2 ** (tried.attempts - 1));
  return after(now, error.retryAfter === undefined ? doubling : Math.min(error.retryAfter, patience), chance);
}

/** What staff read while a text waits, or when it was given up. */
export const reasonOf = (error: TryLater, hasGivenUp: boolean): Failure => ({
  code: hasGivenUp ? (error.code === 'throttled' ? 'too-many-attempts' : 'unreachable-for-long') : error.code,
  ...(error.detail ? { detail: error.detail } : {}),
});

// A little later at random, so that texts which failed together don't come back together.
const after = (now: Date, wait: number, chance: number) => new Date(now.getTime() + wait * (1 + chance / 4));
