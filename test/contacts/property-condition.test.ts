import { describe, expect, test } from '@jest/globals';
import type { Field } from '../../src/contacts/fields.js';
import {
  inWords,
  meets,
  normalised,
  type Operator,
  operators,
  operatorsFor,
  problemOf,
} from '../../src/contacts/property-condition.js';

const field = (kind: Field['kind'], label = 'Thing', own: Partial<Field> = {}): Field => ({
  key: 'p1',
  label,
  kind,
  choices: kind === 'choice' || kind === 'choices' ? ['Fall 2027', 'Spring 2028', 'Café'] : [],
  propertyIds: [1],
  part: '',
  isArchived: false,
  ...own,
});
const says = (operator: Operator, ...values: string[]) => ({ field: 'p1', operator, values });
const holds = (asked: Field, values: string[], operator: Operator, ...wanted: string[]) =>
  meets(says(operator, ...wanted), asked, new Map([['p1', values]]));

describe('What can be asked', () => {
  test('depends on what the property holds', () => {
    expect(operatorsFor('text')).toContain('is-between');
    expect(operatorsFor('long-text')).not.toContain('is-between');
    expect(operatorsFor('phone')).not.toContain('is-between');
    expect(operatorsFor('number')).toContain('less-than');
    expect(operatorsFor('number')).not.toContain('contains');
    expect(operatorsFor('date')).not.toContain('is-any-of');
    expect(operatorsFor('yes-no')).toEqual(['is', 'is-empty', 'is-not-empty']);
    expect(operatorsFor('choices')).toEqual(['is', 'is-not', 'is-any-of', 'is-empty', 'is-not-empty']);
  });
});

describe('Names', () => {
  const lastName = field('text', 'Last Name');

  test('are compared without case and accents', () => {
    expect(holds(lastName, ['Müller'], 'is', 'MULLER')).toBe(true);
    expect(holds(lastName, ['O’Brien'], 'starts-with', 'o')).toBe(true);
    expect(holds(lastName, ['García Márquez'], 'contains', 'marq')).toBe(true);
    expect(holds(lastName, ['García'], 'is-not', 'garcia')).toBe(false);
  });

  test.each([
    ['Lopez', 'A', 'L', true],
    ['López', 'A', 'Lop', true],
    ['Lzzybel', 'A', 'Lzz', true],
    ['Marchetti', 'A', 'Lzz', false],
    ['Ángel', 'A', 'Lzz', true],
    ['a', 'A', 'Lzz', true],
    ['Adams', 'B', 'Lzz', false],
    ['de la Cruz', 'D', 'D', true],
    ['Çelik', 'C', 'C', true],
  ])('%s between %s and %s: %s', (name, low, high, expected) => {
    expect(holds(lastName, [name], 'is-between', low, high)).toBe(expected);
  });

  test('that are missing meet only what asks for that', () => {
    const met = (Object.keys(operators) as Operator[]).filter((operator) => holds(lastName, [], operator, 'A', 'Z'));
    expect(met).toEqual(['is-not', 'is-empty']);
  });
});

describe('States', () => {
  const state = field('text', 'Home address: State', { part: 'state' });

  test('are the same by name and by code', () => {
    expect(holds(state, ['Texas'], 'is', 'TX')).toBe(true);
    expect(holds(state, ['tx'], 'is', 'Texas')).toBe(true);
    expect(holds(state, ['NEW YORK'], 'is-any-of', 'NJ', 'NY')).toBe(true);
    expect(holds(state, ['Texas'], 'is-not', 'TX')).toBe(false);
    expect(holds(state, ['NY'], 'starts-with', 'New')).toBe(true);
    expect(holds(state, ['Ontario'], 'is', 'ON')).toBe(false);
  });

  test('are nothing special elsewhere', () => {
    expect(holds(field('text'), ['Texas'], 'is', 'TX')).toBe(false);
  });
});

describe('Phone numbers', () => {
  const phone = field('phone', 'Phone');
  const maya = ['+16175550111'];

  test.each(['617', '(617)', '617-555', '1 617', '+1 617', '+1 (617) 555-0111'])('begin with %s', (typed) => {
    expect(problemOf(says('starts-with', typed), phone)).toBeNull();
    expect(meets(normalised(says('starts-with', typed), phone), phone, new Map([['p1', maya]]))).toBe(true);
  });

  test('of another country do not begin with its prefix alone', () => {
    expect(holds(phone, ['+61731234567'], 'starts-with', '617')).toBe(false);
    expect(holds(phone, ['+61731234567'], 'starts-with', '+617')).toBe(true);
    expect(holds(phone, ['+442079460018'], 'starts-with', '020 7946')).toBe(true);
  });

  test('are found by some of their digits, or all of them in any notation', () => {
    expect(holds(phone, maya, 'contains', '555-01')).toBe(true);
    expect(holds(phone, maya, 'is', '(617) 555-0111')).toBe(true);
    expect(holds(phone, ['+12125550100', ...maya], 'is-any-of', '6175550111')).toBe(true);
    expect(holds(phone, ['+12125550100', ...maya], 'is-not', '6175550111')).toBe(false);
    expect(problemOf(says('contains', 'call me'), phone)).toBe('“call me” is not part of a phone number.');
  });
});

describe('Numbers and dates', () => {
  const gpa = field('number', 'GPA');
  const entry = field('date', 'Entry date');

  test('are compared as what they are', () => {
    expect(holds(gpa, ['10'], 'greater-than', '9')).toBe(true);
    expect(holds(gpa, ['3.5'], 'is-between', '3.5', '4')).toBe(true);
    expect(holds(gpa, ['-1'], 'less-than', '-0.5')).toBe(true);
    expect(holds(entry, ['2027-08-31'], 'less-than', '2027-09-01')).toBe(true);
    expect(holds(entry, ['2027-08-31'], 'less-than', '2027-08-31')).toBe(false);
    expect(holds(entry, ['2027-08-31'], 'is-between', '2027-08-31', '2027-08-31')).toBe(true);
  });

  test('are stored in one form', () => {
    expect(normalised(says('is', ' 1,200.50 '), gpa).values).toEqual(['1200.5']);
    expect(normalised(says('is-any-of', '3.0', '3', '', '04'), gpa).values).toEqual(['3', '4']);
    expect(normalised(says('is', '8/31/2027'), entry).values).toEqual(['2027-08-31']);
  });

  test('that are none are refused', () => {
    for (const typed of ['three', '1,2', '1e400', 'NaN', '--1', '.', '1 2'])
      expect(problemOf(says('is', typed), gpa)).toBe(`“${typed}” is not a number.`);
    for (const typed of ['2027-02-29', 'tomorrow', '13/1/2027', '2027-8-1'])
      expect(problemOf(says('is', typed), entry)).toContain('is not a date');
  });
});

describe('A condition in words', () => {
  test.each([
    [field('text', 'State'), says('is-any-of', 'TX', 'OK'), 'State is any of TX, OK'],
    [field('text', 'Last Name'), says('is-between', 'A', 'Lzz'), 'Last Name is between A and Lzz'],
    [field('date', 'Entry date'), says('less-than', '2027-08-31'), 'Entry date is before Aug 31, 2027'],
    [field('number', 'GPA'), says('greater-than', '3.5'), 'GPA is greater than 3.5'],
    [field('number', 'GPA'), says('is-empty'), 'GPA is empty'],
    [undefined, says('is', 'TX'), 'A deleted field is TX'],
  ])('%#', (asked, condition, words) => {
    expect(inWords(condition, asked)).toBe(words);
  });
});

describe('A condition that does not fit', () => {
  test.each<[Field, Operator, string[], string]>([
    [field('number', 'GPA'), 'contains', ['3'], 'GPA can’t be asked whether it “contains”.'],
    [field('text'), 'is', [], 'Say what to compare with.'],
    [field('text'), 'is', ['  '], 'Say what to compare with.'],
    [field('text'), 'contains', ['\u0301'], 'Say what to compare with.'],
    [field('text'), 'is', ['a', 'b'], 'That is more than one value. Use “is any of” for several.'],
    [field('text'), 'is-between', ['A'], 'Fill in both ends.'],
    [field('text'), 'is-between', ['M', 'A'], 'The first is after the second: swap them.'],
    [field('number'), 'is-between', ['10', '9'], 'The first is after the second: swap them.'],
    [field('text'), 'is', ['x'.repeat(191)], 'That is 191 characters; there is room for 190.'],
    [
      field('text'),
      'is-any-of',
      Array.from({ length: 101 }, (_, n) => `v${n}`),
      'Those are 101 values; there is room for 100.',
    ],
    [field('choice', 'Term'), 'is', ['Fall 2030'], '“Fall 2030” is not one of the choices of Term.'],
    [field('yes-no', 'Transfer'), 'is', ['maybe'], '“maybe” is not one of the choices of Transfer.'],
  ])('is refused (%#)', (asked, operator, values, problem) => {
    expect(problemOf(says(operator, ...values), asked)).toBe(problem);
  });

  test('choices are spelled as the property spells them', () => {
    const term = field('choices', 'Term');
    expect(normalised(says('is-any-of', 'FALL 2027 ', 'cafe', 'Café'), term).values).toEqual(['Fall 2027', 'Café']);
    expect(problemOf(says('is', 'fall 2027'), term)).toBeNull();
    expect(normalised(says('is-empty', 'left over'), term).values).toEqual([]);
  });

  test('one about a property that is gone is met by nobody', () => {
    for (const operator of Object.keys(operators) as Operator[])
      expect(meets(says(operator, 'a', 'b'), undefined, new Map([['p1', ['a']]]))).toBe(false);
    expect(problemOf(says('is', 'a'), undefined)).not.toBeNull();
  });
});
