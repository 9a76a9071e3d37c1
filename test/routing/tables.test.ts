import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { listed, listIn } from '../../src/routing/listed-values.js';
import { after, isStep, newRow, rowIn } from '../../src/routing/row-form.js';
import type { RowDetails } from '../../src/routing/routing-row.js';
import { mostRows, RoutingTable } from '../../src/routing/routing-table.js';

const now = new Date('2026-11-22T15:00:00Z');
const details = (name: string, own: Partial<RowDetails> = {}): RowDetails => ({
  isOtherwise: false,
  joined: 'all',
  conditions: [{ field: 'last-name', operator: 'is', values: [name] }],
  givesTo: 'in-turn',
  userIds: [1, 2, 3],
  ...own,
});
const otherwise = details('', { isOtherwise: true, conditions: [] });
const table = (...names: string[]) => {
  const made = RoutingTable.of(1, 'Territory', 1, now);
  for (const name of names) made.add(details(name));
  return made;
};
const order = ({ rows }: RoutingTable) => rows.map((row) => row.conditions[0]?.values[0] ?? 'Otherwise');

describe('A Routing Table', () => {
  test('keeps Otherwise at its end, whatever is added or moved', () => {
    const territory = table('A', 'B');
    territory.add(otherwise);
    territory.add(details('C'));
    expect(order(territory)).toEqual(['A', 'B', 'C', 'Otherwise']);
    territory.move(territory.rows[0]!, 99);
    territory.move(territory.otherwise!, 1);
    expect(order(territory)).toEqual(['B', 'C', 'A', 'Otherwise']);
    expect(territory.rows.map(({ position }) => position)).toEqual([1, 2, 3, 4]);
    expect(() => territory.add(otherwise)).toThrow('There is already an Otherwise row.');
    expect(() => territory.duplicate(territory.otherwise!)).toThrow();
  });

  test('takes the rows of a file in place of its own', () => {
    const territory = table('A', 'B');
    territory.replaceRows([otherwise, details('X')]);
    expect(order(territory)).toEqual(['X', 'Otherwise']);
  });

  test('has room for so many rows', () => {
    const full = table(...Array.from({ length: mostRows }, (_, index) => String(index)));
    expect(() => full.add(details('one more'))).toThrow('room');
  });

  test('gives a copy rows of its own', () => {
    const territory = table('A');
    territory.rows[0]!.lastUserId = 2;
    const copy = territory.copy('Copy', 1, now);
    copy.rows[0]!.conditions[0]!.values[0] = 'changed';
    expect(order(territory)).toEqual(['A']);
    expect(copy.rows[0]!.lastUserId).toBeNull();
  });
});

describe('Whose turn it was', () => {
  test.each([
    [2, [3, 2, 1], 2],
    [2, [1, 3], 1],
    [1, [2, 3], 3],
    [2, [4, 3], 3],
    [2, [4, 5], null],
    [null, [1, 2], null],
  ])('after the turn of %s, among %j, was that of %s', (last, userIds, expected) => {
    const [row] = table('A').rows;
    row!.lastUserId = last;
    row!.describe(details('A', { userIds }));
    expect(row!.lastUserId).toBe(expected);
    expect(row!.userIds).toEqual(userIds);
  });
});

describe('A list of values', () => {
  test('is read as people type it', () => {
    expect(listIn('TX, OK;LA\n\n"Dallas, TX" , a "b" c,')).toEqual(['TX', 'OK', 'LA', 'Dallas, TX', 'a "b" c']);
    expect(listIn('"not closed, here')).toEqual(['"not closed', 'here']);
  });

  test('comes back as it was written', () => {
    const value = fc
      .string({ unit: fc.constantFrom('a', 'B', ' ', ',', ';', '"', 'é') })
      .map((text) => text.trim())
      .filter(Boolean);
    fc.assert(fc.property(fc.array(value), (values) => expect(listIn(listed(values))).toEqual(values)));
  });

  test('takes no longer to read for being strange', () => {
    const begun = Date.now();
    for (const strange of [' ', '"', '",', ' "', 'a"']) listIn(strange.repeat(100_000));
    expect(Date.now() - begun).toBeLessThan(1000);
  });
});

describe('The form of a row', () => {
  test('makes something of anything', () => {
    const said = fc.oneof(fc.string(), fc.array(fc.string()), fc.constant(undefined));
    const name = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'c0.field',
        'c0.value',
        'c1.from',
        'c999.to',
        'c0.list',
        'users',
        'joined',
        'step',
        'isOtherwise',
      ),
    );
    fc.assert(
      fc.property(fc.dictionary(name, said), (body) => {
        const row = rowIn(body, []);
        expect(after(body['step'], row).conditions.length).toBeLessThan(50);
        isStep(body['step']);
      }),
    );
  });

  test('adds and removes conditions, and always shows one', () => {
    const row = after('add-condition', newRow(false));
    expect(row.conditions).toHaveLength(2);
    expect(after('remove-condition.0', after('remove-condition.1', row)).conditions).toEqual(newRow(false).conditions);
    expect(after('remove-condition.x', row)).toEqual(row);
    expect(['save', '', undefined, 'show'].map(isStep)).toEqual([false, false, false, true]);
  });
});
