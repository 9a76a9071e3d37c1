import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TryLater } from '../../src/sending/carrier.js';
import { nextTry } from '../../src/sending/retries.js';

const queuedAt = new Date('2026-11-22T12:00:00Z');
const after = (seconds: number) => new Date(queuedAt.getTime() + seconds * 1000);
const wait = (error: TryLater, attempts: number, now = queuedAt) => {
  const at = nextTry(error, { attempts, queuedAt }, now, 0);
  return at && (at.getTime() - now.getTime()) / 1000;
};

describe('when the provider asks us to slow down', () => {
  const throttled = new TryLater('throttled');

  test('we wait 1, 2, 4… and at most 60 seconds', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 30].map((attempts) => wait(throttled, attempts))).toEqual([
      1, 2, 4, 8, 16, 32, 60, 60, 60,
    ]);
  });

  test('or as long as it says, but no longer than a quarter of an hour', () => {
    expect(wait(new TryLater('throttled', '', 7000), 5)).toBe(7);
    expect(wait(new TryLater('throttled', '', 0), 5)).toBe(0);
    expect(wait(new TryLater('throttled', '', 86_400_000), 1)).toBe(900);
  });

  test('until a quarter of an hour has passed', () => {
    expect(wait(throttled, 20, after(899))).toBe(60);
    expect(wait(throttled, 20, after(900))).toBeNull();
  });

  test('a text that waited long for another reason still gets its tries', () => {
    expect(wait(throttled, 1, after(7200))).toBe(1);
    expect(wait(throttled, 5, after(7200))).toBe(16);
    expect(wait(throttled, 6, after(7200))).toBeNull();
  });
});

test('when the provider can’t be reached, five more tries, further and further apart', () => {
  const unreachable = new TryLater('unreachable');
  expect([1, 2, 3, 4, 5, 6].map((attempts) => wait(unreachable, attempts))).toEqual([2, 8, 32, 128, 512, null]);
});

test('chance only ever adds to a wait, by a quarter at most', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, chance) => {
      const at = (by: number) =>
        nextTry(new TryLater('throttled'), { attempts, queuedAt }, queuedAt, by)!.getTime() - queuedAt.getTime();
      expect(at(chance)).toBeGreaterThanOrEqual(at(0));
      expect(at(chance)).toBeLessThanOrEqual(at(0) * 1.25);
    }),
  );
});
