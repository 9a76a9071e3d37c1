import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Bookmark, patience } from '../../src/reports/bookmark.js';

const noon = new Date('2026-11-20T12:00:00Z');
const later = (milliseconds: number) => new Date(noon.getTime() + milliseconds);
const bookmark = (own: Partial<Bookmark> = {}) =>
  Object.assign(new Bookmark(), { source: 'events', upTo: 0, ahead: 0, aheadAt: null, settled: 0 }, own);
const rows = (...ids: number[]) => ids.map((id) => ({ id }));
const ids = (passed: { id: number }[]) => passed.map(({ id }) => id);

describe('a bookmark moves on', () => {
  test('at once, as long as no id is missing', () => {
    const mark = bookmark({ upTo: 4 });
    mark.watch(7, noon);
    expect([ids(mark.pass(rows(5, 6, 7))), mark.upTo]).toEqual([[5, 6, 7], 7]);
  });

  test('up to an id that is missing, and further when it appears', () => {
    const mark = bookmark();
    mark.watch(4, noon);
    expect([ids(mark.pass(rows(1, 3, 4))), mark.upTo]).toEqual([[1], 1]);
    expect([ids(mark.pass(rows(2, 3, 4))), mark.upTo]).toEqual([[2, 3, 4], 4]);
  });

  test('past an id that is still missing when no transaction can be under way that has it', () => {
    const mark = bookmark();
    mark.watch(4, noon);
    mark.watch(9, later(patience - 1));
    expect(ids(mark.pass(rows(2, 4, 7, 9)))).toEqual([]);
    mark.watch(9, later(patience));
    // Of what came since, 5 and 6 may still be on their way.
    expect([ids(mark.pass(rows(2, 4, 7, 9))), mark.upTo]).toEqual([[2, 4], 4]);
    mark.watch(9, later(2 * patience));
    expect([ids(mark.pass(rows(7, 9))), mark.upTo]).toEqual([[7, 9], 9]);
  });

  test('past none because a clock jumped back: the wait begins anew', () => {
    const mark = bookmark();
    mark.watch(4, noon);
    mark.watch(4, later(-2 * patience));
    expect(ids(mark.pass(rows(2, 4)))).toEqual([]);
    mark.watch(4, later(-patience - 1));
    expect(ids(mark.pass(rows(2, 4)))).toEqual([]);
    mark.watch(4, later(-patience));
    expect(ids(mark.pass(rows(2, 4)))).toEqual([2, 4]);
  });

  test('past none as long as a transaction may wait for two locks, each for the 50 seconds that MySQL allows', () => {
    const mark = bookmark();
    mark.watch(4, noon);
    mark.watch(4, later(100_000));
    expect(ids(mark.pass(rows(2, 4)))).toEqual([]);
  });

  test('nowhere where there is nothing', () => {
    const mark = bookmark({ upTo: 3 });
    expect([mark.pass([]), mark.upTo]).toEqual([[], 3]);
  });
});

// Transactions take their ids in one order, and are committed in another, or not at all.
const transactions = fc.array(
  fc.record({ commitsAfter: fc.integer({ min: 0, max: patience - 2000 }), isKept: fc.boolean() }),
  { maxLength: 30 },
);

test('each row is passed once, and none is forgotten, in whatever order they appear', () =>
  fc.assert(
    fc.property(transactions, fc.integer({ min: 1, max: 7 }), (all, limit) => {
      const table = all.map(({ commitsAfter, isKept }, place) => ({
        id: place + 1,
        visible: isKept ? place * 1000 + commitsAfter : Infinity,
      }));
      const mark = bookmark();
      const passed: number[] = [];
      for (let time = 0; time < all.length * 1000 + 4 * patience; time += 700) {
        const seen = table.filter(({ visible }) => visible <= time);
        const newest = seen.at(-1)?.id ?? 0;
        if (newest <= mark.upTo) continue;
        mark.watch(newest, later(time));
        passed.push(...ids(mark.pass(seen.filter(({ id }) => id > mark.upTo).slice(0, limit))));
      }
      expect(passed).toEqual(table.filter(({ visible }) => visible < Infinity).map(({ id }) => id));
    }),
  ));
