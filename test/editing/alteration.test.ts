import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ContactProperty, type PropertyKind } from '../../src/contacts/contact-property.js';
import { type Alteration, altered, type How, waysOf } from '../../src/editing/alteration.js';
import { alterationsFrom } from '../../src/editing/alterations-form.js';
import { refused } from '../../src/refusal.js';

const property = (kind: PropertyKind, own: Partial<ContactProperty> = {}) =>
  Object.assign(new ContactProperty(), {
    ...{ id: 1, kind, name: 'Interests', contactTypeId: 1, isRequired: false, mostUsers: 1, archivedAt: null },
    choices: kind.startsWith('choice') ? ['Band', 'Chess', 'Drama', 'Rowing'] : null,
    ...own,
  });
const value = (said: string) => ({ part: '' as const, value: said });

/** What somebody with these values has afterwards, or the problem. */
function after(how: How, said: string[], before: string[], own: Partial<ContactProperty> = {}) {
  const alteration: Alteration = { propertyId: 1, how, values: said.map(value), users: [] };
  const stored = { values: new Map([[1, before.map(value)]]), users: new Map<number, number[]>() };
  const { values, problems } = altered([alteration], [property('choices', own)], stored);
  return problems[0] ?? values.values.get(1)?.map((one) => one.value) ?? 'as it was';
}

describe('A field of many', () => {
  test.each<[How, string[], string[], string[] | string]>([
    ['set', ['Band'], ['Chess'], ['Band']],
    ['set', ['Band', 'Chess'], ['Chess', 'Band'], 'as it was'],
    ['fill', ['Band'], ['Chess'], 'as it was'],
    ['fill', ['Band'], [], ['Band']],
    ['add', ['Band'], ['Chess'], ['Chess', 'Band']],
    ['add', ['Chess'], ['Chess'], 'as it was'],
    ['remove', ['Band'], ['Chess', 'Band'], ['Chess']],
    ['remove', ['Band'], ['Chess'], 'as it was'],
    ['clear', [], ['Chess'], []],
    ['clear', [], [], 'as it was'],
  ])('%s %j for one who has %j: %j', (how, said, before, expected) =>
    expect(after(how, said, before)).toEqual(expected),
  );

  test('that is needed is never emptied, by no way', () => {
    expect(after('remove', ['Chess'], ['Chess'], { isRequired: true })).toMatch(/^Interests is needed/);
    expect(waysOf(property('choices', { isRequired: true }))).not.toContain('clear');
  });

  test('of an address changes part by part', () => {
    const said = (state: string, city?: string) => [
      ...(city ? [{ part: 'city' as const, value: city }] : []),
      ...(state ? [{ part: 'state' as const, value: state }] : []),
    ];
    const now = (how: How, before: ReturnType<typeof said>) => {
      const stored = { values: new Map([[1, before]]), users: new Map<number, number[]>() };
      const alteration = { propertyId: 1, how, values: said('TX'), users: [] };
      return altered([alteration], [property('address')], stored).values.values.get(1);
    };
    expect(now('set', said('OK', 'Tulsa'))).toEqual([
      { part: 'city', value: 'Tulsa' },
      { part: 'state', value: 'TX' },
    ]);
    expect(now('fill', said('', 'Tulsa'))).toEqual([
      { part: 'city', value: 'Tulsa' },
      { part: 'state', value: 'TX' },
    ]);
    expect(now('fill', said('OK', 'Tulsa'))).toBeUndefined();
    expect(now('set', said('TX', 'Austin'))).toBeUndefined();
    expect(now('clear', said('TX', 'Austin'))).toEqual([]);
  });

  test('of users has no more than there is room for', () => {
    const recruiter = property('user-relationship', { mostUsers: 2 });
    const stored = { values: new Map(), users: new Map([[1, [7, 8]]]) };
    const add = (users: number[]) => altered([{ propertyId: 1, how: 'add', values: [], users }], [recruiter], stored);
    expect(add([9]).problems).toEqual(['Interests has room for 2, and would have 3.']);
    expect(add([8])).toMatchObject({ problems: [], isChange: false });
  });

  test('whatever is done twice is done once; what is added can be removed again', () => {
    const some = fc.uniqueArray(fc.constantFrom('Band', 'Chess', 'Drama', 'Rowing'));
    const now = (how: How, said: string[], before: string[]) => {
      const found = after(how, said, before);
      return Array.isArray(found) ? found : before;
    };
    fc.assert(
      fc.property(fc.constantFrom<How>('set', 'fill', 'add', 'remove', 'clear'), some, some, (how, said, before) => {
        const once = now(how, said, before);
        expect(after(how, said, once)).toBe('as it was');
        expect(new Set(once).size).toBe(once.length);
        const fresh = said.filter((one) => !before.includes(one));
        expect(now('remove', fresh, now('add', fresh, before))).toEqual(before);
      }),
    );
  });
});

describe('The form', () => {
  const around = { country: 'US', eligible: new Set([7]) };
  const read = (typed: object, one = property('choices')) => {
    try {
      return alterationsFrom({ ...typed }, [one], around);
    } catch (error) {
      return refused(error);
    }
  };

  test('says what is done with what', () => {
    expect(read({ 'do.p1': 'add', p1: ['band', 'Chess'] })).toEqual([
      { propertyId: 1, how: 'add', values: [value('Band'), value('Chess')], users: [] },
    ]);
    expect(read({ 'do.p1': 'clear', p1: ['Band'] })).toMatchObject([{ how: 'clear', values: [] }]);
    expect(
      read({ 'do.p1': 'set', p1: ['7', ''], 'p1.was': '' }, property('user-relationship', { mostUsers: 2 })),
    ).toMatchObject([{ how: 'set', users: [7] }]);
  });

  test.each([
    [{}, { form: 'Choose at least one field to change.' }],
    [{ 'do.p1': 'explode' }, { form: 'Choose at least one field to change.' }],
    [{ p1: ['Band'] }, { p1: 'Choose what to do with this, or take it out again.' }],
    [{ 'do.p1': 'set' }, { p1: 'Say what Interests is about.' }],
    [{ 'do.p1': 'set', p1: ['Football'] }, { p1: '“Football” is not one of the choices.' }],
  ])('%j is refused: %j', (typed, problems) => expect(read(typed)).toEqual(problems));
});
