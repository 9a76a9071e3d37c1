import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Field } from '../../src/contacts/fields.js';
import { firstMatch } from '../../src/routing/answer.js';
import { portionsOf, Tally } from '../../src/routing/forecast.js';
import { RoutingRow } from '../../src/routing/routing-row.js';
import { peopleOf, rowOf, someone } from './people.js';

const field = (key: string, kind: Field['kind']): Field => ({
  key,
  label: key,
  kind,
  choices: [],
  propertyIds: [Number(key.slice(1))],
  part: '',
  isArchived: false,
});
const fields = [field('p1', 'text'), field('p2', 'number')];

const condition = fc.oneof(
  fc.record({
    field: fc.constantFrom('p1', 'p9'),
    operator: fc.constantFrom('is' as const, 'is-not' as const, 'contains' as const, 'is-empty' as const),
    values: fc.constantFrom<string[]>(['TX'], ['O']),
  }),
  fc.record({
    field: fc.constant('p2'),
    operator: fc.constantFrom('less-than' as const, 'greater-than' as const, 'is-not-empty' as const),
    values: fc.constantFrom<string[]>(['2'], ['3']),
  }),
);
const row = fc.record({
  joined: fc.constantFrom('all' as const, 'any' as const),
  conditions: fc.array(condition, { maxLength: 3 }),
  isOtherwise: fc.boolean(),
});
const facts = fc
  .record({ p1: fc.subarray(['TX', 'OK', 'NY']), p2: fc.subarray(['1', '2.5', '4']) })
  .map((known) => new Map(Object.entries(known)));

test('A forecast gives every contact to the row that would answer for it', () =>
  fc.assert(
    fc.property(fc.array(row, { maxLength: 5 }), fc.array(facts, { maxLength: 10 }), (wishes, contacts) => {
      const rows = wishes.map((wish) => rowOf([1], wish));
      const tally = new Tally(rows, fields);
      for (const contact of contacts) expect(rows[tally.take(contact)] ?? null).toBe(firstMatch(rows, contact, fields));
      expect(tally.total).toBe(contacts.length);
      expect(tally.counts.reduce((sum, count) => sum + count, 0) + tally.nobody).toBe(contacts.length);
    }),
  ));

const portions = (rows: RoutingRow[], counts: number[], ...people: Parameters<typeof peopleOf>) =>
  portionsOf({ rows, counts }, peopleOf(...people)).map(({ name, count, warning }) => [name, count, warning]);

test('Those who share a row share it evenly, whoever is first in turn takes what is left over', () => {
  const rows = [rowOf([2, 1, 3]), rowOf([1], { givesTo: 'one' })];
  expect(portions(rows, [101, 7], someone(1), someone(2), someone(3))).toEqual([
    ['Person 1', 41, ''],
    ['Person 2', 34, ''],
    ['Person 3', 33, ''],
  ]);
});

test('Who can’t be assigned gets nothing; who is away does, as it will pass', () => {
  const rows = [rowOf([1, 2, 3, 9])];
  expect(
    portions(rows, [10], someone(1, { isActive: false }), someone(2, { isAway: true }), someone(3, { handles: false })),
  ).toEqual([['Person 2', 10, '']]);
});

test('Too much is more than one’s limit, or more than twice what people get on average', () => {
  const rows = [1, 2, 3].map((id) => rowOf([id]));
  expect(portions(rows, [90, 10, 5], someone(1), someone(2, { openLimit: 9 }), someone(3, { openLimit: 5 }))).toEqual([
    ['Person 1', 90, 'More than twice as many as people get on average'],
    ['Person 2', 10, 'Over their limit of 9 open conversations'],
    ['Person 3', 5, ''],
  ]);
  expect(portions([rowOf([])], [5])).toEqual([]);
});
