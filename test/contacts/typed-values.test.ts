import { describe, expect, test } from '@jest/globals';
import { ContactProperty, type PropertyKind } from '../../src/contacts/contact-property.js';
import { rowOf } from '../../src/contacts/contact-values.js';
import type { Typed } from '../../src/contacts/typed.js';
import { carriedOver, valuesFrom } from '../../src/contacts/typed-values.js';
import { refused } from '../../src/refusal.js';

const property = (id: number, kind: PropertyKind, own: Partial<ContactProperty> = {}) =>
  Object.assign(new ContactProperty(), {
    ...{ id, kind, name: `Field ${id}`, contactTypeId: 1, isRequired: false, choices: null, mostUsers: 1 },
    ...{ archivedAt: null, routingTableId: null },
    ...own,
  });
const dana = 3;
const inactive = 8;
const around = {
  country: 'US',
  stored: { values: new Map(), users: new Map<number, number[]>() },
  eligible: new Set([dana, 4, 5]),
  keepsRest: false,
};

function read(typed: Typed, kind: PropertyKind, own: Partial<ContactProperty> = {}, circumstances: object = {}) {
  const found = valuesFrom(typed, [property(1, kind, own)], { ...around, ...circumstances });
  return kind === 'user-relationship' ? found.users.get(1) : found.values.get(1);
}
function problems(typed: Typed, kind: PropertyKind, own: Partial<ContactProperty> = {}, circumstances: object = {}) {
  try {
    read(typed, kind, own, circumstances);
  } catch (error) {
    return refused(error);
  }
  return null;
}

describe('Every kind is stored in one form', () => {
  test.each<[PropertyKind, string, string]>([
    ['text', '  Marine \n Biology ', 'Marine Biology'],
    ['text', 'a\u0007b', 'a b'],
    ['text', 'a\0b', 'ab'],
    ['long-text', ' One\r\nTwo\rThree ', 'One\nTwo\nThree'],
    ['number', '1,234.5', '1234.5'],
    ['number', '-0', '0'],
    ['number', '007', '7'],
    ['date', '8/31/2027', '2027-08-31'],
    ['date', '2028-02-29', '2028-02-29'],
    ['yes-no', 'yes', 'yes'],
    ['email', 'Maya@N.Example', 'maya@n.example'],
    ['phone', '(617) 555-0142', '+16175550142'],
    ['phone', '+44 20 7946 0018', '+442079460018'],
  ])('a %s typed as %j', (kind, typed, value) => {
    expect(read({ p1: typed }, kind)).toEqual([{ part: '', value }]);
  });

  test('nothing is no value', () => {
    for (const kind of ['text', 'number', 'date', 'yes-no', 'email', 'phone', 'choice', 'choices', 'address'] as const)
      expect(read({ p1: '   ' }, kind)).toEqual([]);
  });
});

describe('What can’t be a value is refused, in words', () => {
  test.each<[PropertyKind, string, string]>([
    ['text', 'x'.repeat(191), 'That is 191 characters; there is room for 190.'],
    ['number', '1,2,3', '“1,2,3” is not a number. Example: 1,234.5'],
    ['number', 'Infinity', '“Infinity” is not a number. Example: 1,234.5'],
    ['date', '2027-02-30', '“2027-02-30” is not a date. Example: 8/31/2027'],
    ['date', '0027-02-03', '“0027-02-03” is not a date. Example: 8/31/2027'],
    ['yes-no', 'maybe', 'Choose yes or no.'],
    ['email', 'maya@', '“maya@” is not an e-mail address.'],
    ['phone', '12', '“12” is not a phone number. Example: (202) 555-0142'],
    ['choice', 'Winter', '“Winter” is not one of the choices.'],
  ])('a %s typed as %j', (kind, typed, sentence) => {
    expect(problems({ p1: typed }, kind, { choices: ['Fall'] })).toEqual({ p1: sentence });
  });

  test('everything at once', () => {
    const all = [property(1, 'number'), property(2, 'date'), property(3, 'text', { isRequired: true })];
    const attempt = () => valuesFrom({ p1: 'x', p2: 'y', p3: '' }, all, around);
    expect(attempt).toThrow();
    try {
      attempt();
    } catch (error) {
      expect(Object.keys(refused(error))).toEqual(['p1', 'p2', 'p3']);
    }
  });
});

describe('Addresses', () => {
  test('have a value for each part that is filled in', () => {
    const typed = {
      'p1.street': '1 Main St',
      'p1.city': '',
      'p1.state': 'MA',
      'p1.zip': '02139-4307',
      'p1.country': '',
    };
    expect(read(typed, 'address')).toEqual([
      { part: 'street', value: '1 Main St' },
      { part: 'state', value: 'MA' },
      { part: 'zip', value: '02139-4307' },
    ]);
  });
  test.each([
    ['', '0213', false],
    ['USA', '0213', false],
    ['United States of America', 'SW1A', false],
    ['United Kingdom', 'SW1A 1AA', true],
    ['', '02139', true],
  ])('in “%s” the ZIP “%s”: %s', (country, zip, isFine) => {
    expect(problems({ 'p1.country': country, 'p1.zip': zip }, 'address') === null).toBe(isFine);
  });
  test('abroad a ZIP without a country is a text', () => {
    expect(problems({ 'p1.zip': 'SW1A 1AA' }, 'address', {}, { country: 'GB' })).toBeNull();
  });
});

describe('Choices', () => {
  const stored = { values: new Map([[1, [{ part: '' as const, value: 'Gone' }]]]), users: new Map() };
  test('are found whatever their case, each once', () => {
    const choices = ['Fall', 'Été'];
    expect(read({ p1: ['ete', 'FALL', 'Été'] }, 'choices', { choices })).toEqual([
      { part: '', value: 'Été' },
      { part: '', value: 'Fall' },
    ]);
  });
  test('that were taken away stay with those who have them, and only there', () => {
    expect(read({ p1: 'Gone' }, 'choice', { choices: ['Fall'] }, { stored })).toEqual([{ part: '', value: 'Gone' }]);
    expect(problems({ p1: 'Gone' }, 'choice', { choices: ['Fall'] })).not.toBeNull();
  });
  test('of which one is asked are one', () => {
    expect(problems({ p1: ['Fall', 'Été'] }, 'choice', { choices: ['Fall', 'Été'] })).toEqual({ p1: 'Choose one.' });
  });
});

describe('Required', () => {
  test('means filled in, when the form asked for it', () => {
    expect(problems({ p1: ' ' }, 'text', { isRequired: true })).toEqual({ p1: 'Field 1 is needed.' });
    expect(problems({ shown: '1' }, 'choices', { isRequired: true, choices: ['Fall'] })).toEqual({
      p1: 'Choose something for Field 1.',
    });
  });
  test('means asked for, unless what was not asked for stays', () => {
    expect(problems({}, 'text', { isRequired: true })).not.toBeNull();
    expect(read({}, 'text', { isRequired: true }, { keepsRest: true })).toBeUndefined();
  });
  test('does not hide what is wrong with what was typed', () => {
    expect(problems({ p1: 'x' }, 'number', { isRequired: true })).toEqual({
      p1: '“x” is not a number. Example: 1,234.5',
    });
  });
});

describe('User Relationships', () => {
  const stored = { values: new Map(), users: new Map([[1, [inactive]]]) };
  test('take whom the program has, in order, each once', () => {
    expect(read({ p1: ['4', '', '3', '4'] }, 'user-relationship', { mostUsers: 2 })).toEqual([4, 3]);
  });
  test('refuse strangers, and keep those who are inactive where they are', () => {
    expect(problems({ p1: String(inactive) }, 'user-relationship')).not.toBeNull();
    expect(read({ p1: String(inactive) }, 'user-relationship', {}, { stored })).toEqual([inactive]);
    expect(problems({ p1: 'x' }, 'user-relationship')).not.toBeNull();
  });
  test('have so much room', () => {
    expect(problems({ p1: ['3', '4', '5'] }, 'user-relationship', { mostUsers: 2 })).toEqual({
      p1: 'There is room for 2.',
    });
  });
  test('that nobody touched are left alone: somebody may have been assigned since', () => {
    expect(read({ p1: '', 'p1.was': '' }, 'user-relationship')).toBeUndefined();
    expect(read({ p1: ['3', '4'], 'p1.was': '3,4' }, 'user-relationship', { mostUsers: 2 })).toBeUndefined();
    expect(read({ p1: '', 'p1.was': '3' }, 'user-relationship')).toEqual([]);
    expect(problems({ p1: '', 'p1.was': '' }, 'user-relationship', { isRequired: true })).not.toBeNull();
  });
});

test('What was typed for one type is carried over to the same fields of another, and only to those', () => {
  const applicant = [property(1, 'text', { name: 'Élan' }), property(2, 'address', { name: 'Home' })];
  const parent = [
    property(11, 'text', { name: 'elan', contactTypeId: 2 }),
    property(12, 'number', { name: 'Home', contactTypeId: 2 }),
  ];
  const typed = { shown: '1,2', p1: 'Vital', 'p2.city': 'Boston' };
  const carried = carriedOver(typed, parent, [...applicant, ...parent]);
  expect(carried).toEqual({ shown: '1,2,11', p11: 'Vital', 'p2.city': 'Boston' });
  expect(carriedOver(carried, applicant, [...applicant, ...parent])).toMatchObject({ 'p2.city': 'Boston' });
});

test('A row has what an index takes: folded, cut, and the number', () => {
  const whose = { programId: 1, contactId: 2, propertyId: 3 };
  expect(rowOf(whose, { part: '', value: 'Ångström' })).toMatchObject({ folded: 'angstrom', number: null });
  expect(rowOf(whose, { part: '', value: '1234.5' }).number).toBe(1234.5);
  expect(rowOf(whose, { part: 'zip', value: '02139' }).number).toBeNull();
  expect(rowOf(whose, { part: '', value: 'ﬃ'.repeat(150) }).folded).toHaveLength(190);
});
