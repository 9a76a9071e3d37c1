import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Field } from '../../src/contacts/fields.js';
import {
  meets,
  normalised,
  type Operator,
  operators,
  operatorsFor,
  problemOf,
} from '../../src/contacts/property-condition.js';

// What conditions mean, said a second time and plainly: nothing of it is shared with what it judges.
type Compare = (value: string, wanted: string) => number;
const collated: Compare = (value, wanted) => value.localeCompare(wanted, 'en', { sensitivity: 'base' });
const kinds: Record<Field['kind'], { value: fc.Arbitrary<string>; compare: Compare; several: boolean }> = {
  text: { value: word(), compare: collated, several: false },
  email: { value: word().map((name) => `${name}@n.example`), compare: collated, several: false },
  'long-text': { value: word(), compare: collated, several: false },
  phone: { value: fc.integer({ min: 100, max: 199 }).map((n) => `+16175550${n}`), compare: plain, several: true },
  number: {
    value: fc.oneof(fc.integer({ min: -12, max: 12 }), fc.constantFrom(0.5, 3.25, 1e-7, 1e15)).map(String),
    compare: (value, wanted) => Number(value) - Number(wanted),
    several: false,
  },
  date: {
    value: fc
      .date({ min: new Date('2026-12-28'), max: new Date('2027-01-04'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
    compare: (value, wanted) => Date.parse(value) - Date.parse(wanted),
    several: false,
  },
  'yes-no': { value: fc.constantFrom('yes', 'no'), compare: plain, several: false },
  choice: { value: fc.constantFrom('Fall', 'Spring', 'Été'), compare: plain, several: false },
  choices: { value: fc.constantFrom('Fall', 'Spring', 'Été'), compare: plain, several: true },
};

function plain(value: string, wanted: string) {
  return value === wanted ? 0 : value < wanted ? -1 : 1;
}

// Few letters, with and without accents and in both cases, so that values meet often.
function word() {
  return fc.string({ unit: fc.constantFrom('a', 'A', 'á', 'b', 'B', 'l', 'L', 'z'), minLength: 1, maxLength: 4 });
}

const bare = (text: string) => text.replace(/[áÁ]/g, 'a').toLowerCase();

function expected(operator: Operator, values: string[], wanted: string[], compare: Compare): boolean {
  const [first = '', last = ''] = wanted;
  switch (operator) {
    case 'is':
    case 'is-any-of':
      return values.some((value) => wanted.some((one) => compare(value, one) === 0));
    case 'is-not':
      return values.every((value) => compare(value, first) !== 0);
    case 'contains':
      return values.some((value) => bare(value).split(bare(first)).length > 1);
    case 'starts-with':
      return values.some((value) => bare(value).slice(0, bare(first).length) === bare(first));
    case 'is-between':
      return values.some(
        (value) =>
          compare(value, first) >= 0 &&
          (compare(value, last) <= 0 || (compare === collated && bare(value).startsWith(bare(last)))),
      );
    case 'less-than':
      return values.some((value) => compare(value, first) < 0);
    case 'greater-than':
      return values.some((value) => compare(value, first) > 0);
    case 'is-empty':
      return values.length === 0;
    case 'is-not-empty':
      return values.length > 0;
  }
}

const cases = (Object.keys(kinds) as Field['kind'][]).flatMap((kind) =>
  operatorsFor(kind).map((operator): [Field['kind'], Operator] => [kind, operator]),
);

const fieldOf = (kind: Field['kind']): Field => ({
  key: 'p7',
  label: 'Thing',
  kind,
  choices: ['Fall', 'Spring', 'Été'],
  propertyIds: [7],
  part: '',
  isArchived: false,
});

describe('Every operator of every kind', () => {
  test.each(cases)('%s %s', (kind, operator) => {
    const { value, compare, several } = kinds[kind];
    const most = operator === 'is-any-of' ? 4 : operator === 'is-between' ? 2 : 1;
    const least = operator === 'is-between' ? 2 : 1;
    const wanted = operator.endsWith('empty')
      ? fc.constant<string[]>([])
      : fc
          .array(value, { minLength: least, maxLength: most })
          .map((values) => (operator === 'is-between' ? values.sort(compare) : values));
    fc.assert(
      fc.property(fc.array(value, { maxLength: several ? 3 : 1 }), wanted, (values, asked) => {
        const condition = { field: 'p7', operator, values: asked };
        const field = fieldOf(kind);
        expect(problemOf(condition, field)).toBeNull();
        const facts = new Map([['p7', values]]);
        const answer = expected(operator, values, asked, compare);
        expect(meets(condition, field, facts)).toBe(answer);
        expect(meets(normalised(condition, field), field, facts)).toBe(answer);
      }),
    );
  });

  test('takes whatever is typed without failing, and stores what it accepts as it would again', () => {
    const condition = fc.record({
      operator: fc.constantFrom(...(Object.keys(operators) as Operator[])),
      values: fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), word(), fc.double().map(String)), { maxLength: 3 }),
    });
    const kind = fc.constantFrom(...(Object.keys(kinds) as Field['kind'][]));
    fc.assert(
      fc.property(condition, kind, (typed, asked) => {
        const field = fieldOf(asked);
        const once = normalised({ field: 'p7', ...typed }, field);
        expect(normalised(once, field)).toEqual(once);
        expect(problemOf(once, field)).toBe(problemOf({ field: 'p7', ...typed }, field));
        meets(once, field, new Map([['p7', ['x']]]));
      }),
      { numRuns: 1000 },
    );
  });
});
