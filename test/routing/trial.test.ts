import { expect, test } from '@jest/globals';
import type { Field } from '../../src/contacts/fields.js';
import { RoutingRow } from '../../src/routing/routing-row.js';
import { trialOf } from '../../src/routing/trial.js';
import { factsFrom, fieldsAsked, inputsFor } from '../../src/routing/trial-values.js';
import { peopleOf, someone } from './people.js';

const field = (key: string, label: string, kind: Field['kind'], choices: string[] = []): Field => ({
  key,
  label,
  kind,
  choices,
  propertyIds: [Number(key.slice(1))],
  part: '',
  isArchived: false,
});
const state = field('p1', 'State', 'text');
const gpa = field('p2', 'GPA', 'number');
const visit = field('p3', 'Visit', 'date');
const art = field('p4', 'Art', 'choices', ['Painting', 'Music']);
const phone: Field = { ...field('p5', 'Phone', 'phone'), key: 'phone', propertyIds: [] };
const fields = [state, gpa, visit, art, phone];

const row = (own: Partial<RoutingRow['details']>) =>
  RoutingRow.of(1, {
    isOtherwise: false,
    joined: 'all',
    conditions: [{ field: 'p1', operator: 'is', values: ['TX'] }],
    givesTo: 'one',
    userIds: [1],
    ...own,
  });
const rows = [
  row({}),
  row({
    joined: 'any',
    conditions: [
      { field: 'p2', operator: 'greater-than', values: ['3'] },
      { field: 'p3', operator: 'is-not-empty', values: [] },
    ],
    givesTo: 'in-turn',
    userIds: [1, 2, 3],
  }),
  row({ isOtherwise: true, conditions: [], userIds: [3] }),
];
const dana = someone(1, { name: 'Dana', isAway: true, awayUntil: 'Dec 3' });
const sam = someone(2, { name: 'Sam', openCount: 40, openLimit: 40 });
const jordan = someone(3, { name: 'Jordan' });
const people = peopleOf(dana, sam, jordan);

test('Each row says what it asked and what the contact has; what follows the first match is not looked at', () => {
  const facts = new Map([
    ['p1', ['OK']],
    ['p3', ['2027-01-05']],
  ]);
  const { rows: shown } = trialOf(rows, facts, fields, people, 'US');
  expect(shown.map(({ isLookedAt, isMatch, gives }) => [isLookedAt, isMatch, gives])).toEqual([
    [true, false, 'Dana'],
    [true, true, 'Dana, Sam, and Jordan in turn'],
    [false, true, 'Jordan'],
  ]);
  expect(shown.flatMap(({ findings }) => findings)).toEqual([
    { text: 'State is TX', isMet: false, found: 'OK' },
    { text: 'GPA is greater than 3', isMet: false, found: 'nothing' },
    { text: 'Visit is not empty', isMet: true, found: 'Jan 5, 2027' },
  ]);
});

test('A number that was found is shown as people there write it', () => {
  const asking = row({ conditions: [{ field: 'phone', operator: 'starts-with', values: ['617'] }] });
  const found = (country: string) =>
    trialOf([asking], new Map([['phone', ['+16175550111']]]), fields, people, country).rows[0]!.findings[0]!.found;
  expect([found('US'), found('GB')]).toEqual(['(617) 555-0111', '+1 617 555 0111']);
});

test('The answer says whom, and why not the others', () => {
  const facts = new Map([['p2', ['3.5']]]);
  expect(trialOf(rows, facts, fields, people, 'US').answer).toEqual({
    isMatch: true,
    row: 'row 2',
    why: 'GPA is greater than 3 or Visit is not empty',
    person: 'Jordan',
    instead: '',
    passedOver: ['Dana is away until Dec 3', 'Sam has 40 of 40 open'],
    waits: false,
  });
});

test('Who stands in is named with whom they stand in for', () => {
  const covered = peopleOf({ ...dana, standInId: 3 }, sam, jordan);
  expect(trialOf(rows, new Map([['p1', ['tx']]]), fields, covered, 'US').answer).toMatchObject({
    row: 'row 1',
    person: 'Jordan',
    instead: 'stands in: Dana is away until Dec 3',
    passedOver: [],
  });
});

test('Nobody there: it would wait. No row: nobody', () => {
  const facts = new Map([['p1', ['TX']]]);
  expect(trialOf(rows, facts, fields, people, 'US').answer).toMatchObject({
    person: '',
    passedOver: ['Dana is away until Dec 3'],
    waits: true,
  });
  expect(trialOf(rows.slice(0, 1), new Map(), fields, people, 'US').answer).toMatchObject({
    isMatch: false,
    person: '',
  });
});

test('Nobody’s turn moves', () => {
  trialOf(rows, new Map([['p2', ['3.5']]]), fields, people, 'US');
  expect(rows.map(({ lastUserId }) => lastUserId)).toEqual([null, null, null]);
});

test('Values are typed as people write them, and what is none is said beside it', () => {
  const asked = fieldsAsked(rows, fields);
  expect(asked.map(({ label }) => label)).toEqual(['State', 'GPA', 'Visit']);
  const typed = { 'value.p1': ' tx ', 'value.p2': '1,200', 'value.p3': '1/5/2027' };
  expect(factsFrom(typed, asked)).toEqual({
    facts: new Map([
      ['p1', ['tx']],
      ['p2', ['1200']],
      ['p3', ['2027-01-05']],
    ]),
    problems: {},
  });
  expect(factsFrom({ 'value.p2': 'high', 'value.p3': ['x'], 'value.p1': { a: 1 } }, asked).problems).toEqual({
    'value.p2': '“high” is not a number.',
    'value.p3': '“x” is not a date. Example: 2027-08-31',
  });
});

test('The inputs hold what was typed, else what the contact has', () => {
  const facts = new Map([['p4', ['Music']]]);
  const [input] = inputsFor([art], {}, facts);
  expect(input).toMatchObject({
    isMultiple: true,
    options: [{ choice: 'Painting' }, { choice: 'Music', isSelected: true }],
  });
  const [again] = inputsFor([art], { 'value.p4': 'Painting' }, facts);
  expect(again!.options.map(({ isSelected }) => isSelected)).toEqual([true, false]);
});
