import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { choose } from '../../src/routing/choosing.js';
import { peopleOf, rowOf, someone } from './people.js';

const chosen = (row: ReturnType<typeof rowOf>, people: ReturnType<typeof peopleOf>) =>
  choose(row, people).person?.userId;

describe('strictly in turn', () => {
  test('after each comes the next, after the last the first', () => {
    const people = peopleOf(someone(1), someone(2), someone(3));
    expect(chosen(rowOf([1, 2, 3]), people)).toBe(1);
    expect(chosen(rowOf([1, 2, 3], { lastUserId: 1 }), people)).toBe(2);
    expect(chosen(rowOf([1, 2, 3], { lastUserId: 3 }), people)).toBe(1);
  });

  test('whoever had the last turn and is no longer in the row leaves the turn to the first', () => {
    expect(chosen(rowOf([1, 2], { lastUserId: 9 }), peopleOf(someone(1), someone(2)))).toBe(1);
  });

  test('any number of turns is spread as evenly as can be, whoever is there', () => {
    const staff = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(staff, fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 7 }), (userIds, turns, away) => {
        const people = peopleOf(...userIds.map((id, place) => someone(id, { isAway: place === away })));
        const row = rowOf(userIds);
        const counts = new Map<number, number>();
        for (let turn = 0; turn < turns; turn++) {
          const { person, turnOf } = choose(row, people);
          if (!person) return expect(userIds).toHaveLength(1);
          counts.set(person.userId, (counts.get(person.userId) ?? 0) + 1);
          row.lastUserId = turnOf;
        }
        const there = userIds.filter((_, place) => place !== away).map((id) => counts.get(id) ?? 0);
        expect(Math.max(...there) - Math.min(...there)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

test('the one with the fewest open conversations gets it; among equals whoever comes next', () => {
  const row = rowOf([1, 2, 3], { givesTo: 'fewest-open' });
  expect(
    chosen(row, peopleOf(someone(1, { openCount: 4 }), someone(2, { openCount: 2 }), someone(3, { openCount: 3 }))),
  ).toBe(2);
  const equal = peopleOf(someone(1), someone(2), someone(3));
  expect(chosen(rowOf([1, 2, 3], { givesTo: 'fewest-open', lastUserId: 1 }), equal)).toBe(2);
});

describe('who is passed over', () => {
  const cases = {
    'is no longer active': { isActive: false },
    'may not handle conversations': { handles: false },
    'is away until Dec 3': { isAway: true, awayUntil: 'Dec 3' },
    'is away': { isAway: true },
    'has 5 of 5 open': { openCount: 5, openLimit: 5 },
  };
  test.each(Object.entries(cases))('somebody who %s, and it says so', (reason, own) => {
    const { person, passedOver } = choose(rowOf([1, 2]), peopleOf(someone(1, own), someone(2)));
    expect(person?.userId).toBe(2);
    expect(passedOver).toEqual([`Person 1 ${reason}`]);
  });

  test('who stands in for somebody away is asked when nobody of the row is there', () => {
    const away = someone(1, { isAway: true, standInId: 7 });
    expect(chosen(rowOf([1, 2]), peopleOf(away, someone(2), someone(7)))).toBe(2);
    const { person, turnOf } = choose(rowOf([1]), peopleOf(away, someone(7)));
    expect([person?.userId, turnOf]).toEqual([7, 1]);
    expect(choose(rowOf([1]), peopleOf(away, someone(7, { isAway: true }))).person).toBeNull();
  });

  test('nobody may be there later if all are inactive; somebody may if one is only away or full', () => {
    const gone = someone(1, { isActive: false });
    expect(choose(rowOf([1]), peopleOf(gone))).toMatchObject({ person: null, mayBeLater: false });
    expect(choose(rowOf([1, 2]), peopleOf(gone, someone(2, { isAway: true })))).toMatchObject({ mayBeLater: true });
    expect(choose(rowOf([2]), peopleOf(someone(2, { openCount: 1, openLimit: 1 })))).toMatchObject({
      mayBeLater: true,
    });
  });
});
