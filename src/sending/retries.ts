import type { Failure, Message } from '../conversations/message.js';
import { TryLater } from './carrier.js';

const second = 1000;
const longestWait = 60 * second;
const patience = 15 * 60 * second;
const fewestThrottles = 5;
const mostMisses = 5;

/** What kept a text from leaving so far, in a row. Each kind has its own patience, so they are counted apart. */
export type Troubles = Pick<Message, 'throttles' | 'throttledSince' | 'misses'>;

export const untroubled: Troubles = { throttles: 0, throttledSince: null, misses: 0 };

/** The troubles of a text that just had another one. */
export function troubled({ code }: TryLater, before: Troubles, now: Date): Troubles {
  if (code === 'unreachable') return { ...before, misses: before.misses + 1 };
  return { ...before, throttles: before.throttles + 1, throttledSince: before.throttledSince ?? now };
}

/**
 * The troubles of a text that comes out of the queue, by the reason for which it was there: after any other (a pause, the
 * night, an account without credit) they begin anew, because it was not the provider that held it up.
 */
export const inARow = (reason: string | null, { throttles, throttledSince, misses }: Troubles): Troubles =>
  reason === 'throttled' || reason === 'unreachable' ? { throttles, throttledSince, misses } : untroubled;

/** When to try again a text that certainly did not leave; null when it is time to give up. */
export function nextTry(error: TryLater, troubles: Troubles, now: Date, chance = Math.random()): Date | null {
  const { throttles, throttledSince, misses } = troubles;
  if (error.code === 'unreachable')
    return misses > mostMisses ? null : after(now, 2 * second * 4 ** (misses - 1), chance);

  // Where it waited long in between, it still gets its tries.
  const isOld = throttledSince !== null && now.getTime() - throttledSince.getTime() >= patience;
  if (isOld && throttles > fewestThrottles) return null;
  const doubling = Math.min(longestWait, second * 2 ** (throttles - 1));
  return after(now, error.retryAfter === undefined ? doubling : Math.min(error.retryAfter, patience), chance);
}

/** What staff read while a text waits, or when it was given up. */
export const reasonOf = (error: TryLater, hasGivenUp: boolean): Failure => ({
  code: hasGivenUp ? (error.code === 'throttled' ? 'too-many-attempts' : 'unreachable-for-long') : error.code,
  ...(error.detail ? { detail: error.detail } : {}),
});

// A little later at random, so that texts which failed together don't come back together.
const after = (now: Date, wait: number, chance: number) => new Date(now.getTime() + wait * (1 + chance / 4));
