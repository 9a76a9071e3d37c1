import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TryLater } from '../../src/sending/carrier.js';
import { inARow, nextTry, troubled, type Troubles, untroubled } from '../../src/sending/retries.js';

const first = new Date('2026-11-22T12:00:00Z');
const after = (seconds: number) => new Date(first.getTime() + seconds * 1000);
const throttled = new TryLater('throttled');
const unreachable = new TryLater('unreachable');
const wait = (error: TryLater, own: Partial<Troubles>, now = first) => {
  const at = nextTry(error, { ...untroubled, ...own }, now, 0);
  return at && (at.getTime() - now.getTime()) / 1000;
};

const once = (throttledSince: Date): Troubles => ({ ...untroubled, throttles: 1, throttledSince });

describe('when the provider asks us to slow down', () => {
  test('we wait 1, 2, 4… and at most 60 seconds', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 30].map((throttles) => wait(throttled, { throttles }))).toEqual([
      1, 2, 4, 8, 16, 32, 60, 60, 60,
    ]);
  });

  test('or as long as it says, but no longer than a quarter of an hour', () => {
    expect(wait(new TryLater('throttled', '', 7000), { throttles: 5 })).toBe(7);
    expect(wait(new TryLater('throttled', '', 0), { throttles: 5 })).toBe(0);
    expect(wait(new TryLater('throttled', '', 86_400_000), { throttles: 1 })).toBe(900);
  });

  test('until a quarter of an hour has passed since the first time', () => {
    const throttles = { throttles: 20, throttledSince: first };
    expect(wait(throttled, throttles, after(899))).toBe(60);
    expect(wait(throttled, throttles, after(900))).toBeNull();
    expect(troubled(throttled, once(first), after(60))).toMatchObject({ throttledSince: first });
    expect(troubled(throttled, untroubled, after(60))).toMatchObject({ throttledSince: after(60) });
  });

  test('where it waited long in between, it still gets its tries', () => {
    const tried = (throttles: number) => wait(throttled, { throttles, throttledSince: first }, after(7200));
    expect([tried(1), tried(5), tried(6)]).toEqual([1, 16, null]);
  });
});

test('when the provider can’t be reached, five more tries, further and further apart', () => {
  expect([1, 2, 3, 4, 5, 6].map((misses) => wait(unreachable, { misses }))).toEqual([2, 8, 32, 128, 512, null]);
});

test('each kind has its own patience, however they are mixed', () => {
  const errors = fc.array(fc.constantFrom(throttled, unreachable), { maxLength: 30 });
  fc.assert(
    fc.property(errors, (all) => {
      let troubles = untroubled;
      const waits = all.map((error) => {
        troubles = troubled(error, troubles, first);
        return { error, seconds: wait(error, troubles) };
      });
      const of = (one: TryLater) => waits.filter(({ error }) => error === one).map(({ seconds }) => seconds);
      const [slow, away] = [of(throttled), of(unreachable)];
      expect(slow).toEqual(slow.map((_, before) => Math.min(60, 2 ** before)));
      expect(away).toEqual(away.map((_, before) => (before < 5 ? 2 * 4 ** before : null)));
    }),
  );
});

test('after a wait for another reason it begins anew', () => {
  const troubles = { throttles: 4, throttledSince: first, misses: 3 };
  for (const reason of ['throttled', 'unreachable']) expect(inARow(reason, troubles)).toEqual(troubles);
  for (const reason of [null, 'paused', 'quiet-hours', 'no-credit'])
    expect(inARow(reason, troubles)).toEqual(untroubled);
});

test('chance only ever adds to a wait, by a quarter at most', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 1, noNaN: true }), (throttles, chance) => {
      const at = (by: number) =>
        nextTry(throttled, { ...untroubled, throttles }, first, by)!.getTime() - first.getTime();
      expect(at(chance)).toBeGreaterThanOrEqual(at(0));
      expect(at(chance)).toBeLessThanOrEqual(at(0) * 1.25);
    }),
  );
});
