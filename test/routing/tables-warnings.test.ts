import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Field } from '../../src/contacts/fields.js';
import { normalised, type Operator, operatorsFor, problemOf } from '../../src/contacts/property-condition.js';
import { outcomes } from '../../src/routing/answer.js';
import { AskedRow } from '../../src/routing/asked-row.js';
import type { RoutingRow } from '../../src/routing/routing-row.js';
import { warningsOf } from '../../src/routing/routing-warnings.js';
import { peopleOf, rowOf, someone } from './people.js';

const field = (key: string, kind: Field['kind'], own: Partial<Field> = {}): Field => ({
  key,
  label: key,
  kind,
  choices: [],
  propertyIds: [],
  part: '',
  isArchived: false,
  ...own,
});
const fields = [
  field('Name', 'text'),
  field('State', 'text', { part: 'state' }),
  field('GPA', 'number'),
  field('Entry', 'date'),
  field('Term', 'choice', { choices: ['Fall', 'Spring'] }),
  field('Sports', 'choices', { choices: ['Rowing', 'Chess'] }),
  field('Phone', 'phone'),
  field('Old', 'text', { isArchived: true }),
];
const says = (about: string, operator: Operator, ...values: string[]) => ({ field: about, operator, values });
const row = (conditions: RoutingRow['conditions'], own: Partial<RoutingRow> = {}, users = [1]) =>
  rowOf(users, { conditions, ...own });
const employments = [{ relationship: 'Recruiter', contactType: 'Applicant', isArchived: false }];
const people = peopleOf(
  someone(1),
  someone(2, { name: 'Sam', isActive: false }),
  someone(3, { name: 'Riley', handles: false }),
  someone(4, { name: 'Dana', isAway: true, awayUntil: 'Dec 3' }),
);
const warned = (...rows: RoutingRow[]) =>
  warningsOf(rows, { fields, people }, employments).map(({ place, text }) => `${place}: ${text}`);

const impossible = (place: number) => `${place}: This row never matches: nobody can meet all of its conditions.`;
const covered = (place: number, by: string) =>
  `${place}: This row never matches: whoever meets it has already matched ${by}.`;

describe('A table warns', () => {
  test('of nothing when all is well', () => {
    expect(
      warned(row([says('State', 'is', 'TX')]), row([says('State', 'is', 'OK')]), row([], { isOtherwise: true })),
    ).toEqual([]);
  });

  test.each([
    [[says('State', 'is', 'TX'), says('State', 'is', 'OK')]],
    [[says('Term', 'is-any-of', 'Fall'), says('Term', 'is-not', 'Fall')]],
    [[says('GPA', 'less-than', '2'), says('GPA', 'greater-than', '2')]],
    [[says('GPA', 'is-between', '1', '2'), says('GPA', 'is', '3')]],
    [[says('Entry', 'less-than', '2027-01-01'), says('Entry', 'is-between', '2027-01-01', '2027-02-01')]],
    [[says('Name', 'is-between', 'A', 'L'), says('Name', 'starts-with', 'M')]],
    [[says('Name', 'is-empty'), says('Name', 'contains', 'a')]],
    [[says('gone', 'is', 'x')]],
  ])('of a row that contradicts itself (%#)', (conditions) => {
    expect(warned(row(conditions))).toContain(impossible(0));
    if (conditions.length > 1) expect(warned(row(conditions, { joined: 'any' }))).toEqual([]);
  });

  test.each([
    [[says('State', 'is', 'TX'), says('State', 'is', 'Texas')]],
    [[says('Sports', 'is', 'Rowing'), says('Sports', 'is', 'Chess')]],
    [[says('Phone', 'starts-with', '617'), says('Phone', 'starts-with', '212')]],
    [[says('GPA', 'is-between', '1', '2'), says('GPA', 'is-between', '2', '3')]],
    [[says('Name', 'is-between', 'A', 'L'), says('Name', 'starts-with', 'Lo')]],
    [[says('Name', 'is-empty'), says('Name', 'is-not', 'x')]],
  ])('but not of one that can match (%#)', (conditions) => {
    expect(warned(row(conditions))).toEqual([]);
  });

  test.each([
    [[says('State', 'is', 'TX')], [says('State', 'is', 'tx')]],
    [[says('State', 'is-any-of', 'TX', 'OK')], [says('State', 'is', 'Oklahoma')]],
    [[says('Name', 'is-between', 'A', 'L')], [says('Name', 'starts-with', 'Lo')]],
    [[says('Name', 'starts-with', 'Mc')], [says('Name', 'is-any-of', 'McGee', 'McNee')]],
    [[says('Name', 'is-not-empty')], [says('Name', 'contains', 'x')]],
    [[says('Name', 'contains', 'ac')], [says('Name', 'starts-with', 'Mac')]],
    [[says('GPA', 'greater-than', '3')], [says('GPA', 'is-between', '3.5', '4')]],
    [[says('Sports', 'is-any-of', 'Rowing', 'Chess')], [says('Sports', 'is', 'Chess')]],
    [[says('State', 'is', 'TX')], [says('State', 'is', 'TX'), says('Term', 'is', 'Fall')]],
  ])('of a row that an earlier one leaves nobody (%#)', (earlier, later) => {
    expect(warned(row(earlier), row(later))).toEqual([covered(1, 'row 1')]);
    expect(warned(row([says('GPA', 'is', '1')]), row(earlier), row(later))).toEqual([covered(2, 'row 2')]);
  });

  test.each([
    [[says('State', 'is', 'TX'), says('Term', 'is', 'Fall')], [says('State', 'is', 'TX')]],
    [[says('Name', 'is-between', 'A', 'La')], [says('Name', 'starts-with', 'L')]],
    [[says('GPA', 'greater-than', '3')], [says('GPA', 'is-between', '3', '4')]],
    [[says('Sports', 'is-not', 'Rowing')], [says('Sports', 'is', 'Chess')]],
  ])('but not where somebody is left (%#)', (earlier, later) => {
    expect(warned(row(earlier), row(later))).toEqual([]);
  });

  test('of rows joined by "any" when each of their conditions has been asked', () => {
    const both = [says('State', 'is', 'TX'), says('Term', 'is', 'Fall')];
    const any = { joined: 'any' as const };
    expect(warned(row(both, any), row([says('Term', 'is', 'Fall')]))).toEqual([covered(1, 'row 1')]);
    expect(warned(row([says('State', 'is', 'TX')]), row(both, any))).toEqual([]);
    expect(warned(row(both, any), row([...both, says('Term', 'is', 'Spring')], any))).toEqual([]);
    expect(warned(row(both, any), row(both.toReversed(), any))).toEqual([covered(1, 'row 1')]);
  });

  test('of people who can’t be given anything, and of properties that are gone', () => {
    expect(warned(row([says('Old', 'is', 'x')], {}, [2, 3, 9]))).toEqual([
      '0: It asks for Old, which is archived.',
      '0: This row assigns nobody.',
      '0: Sam is inactive.',
      '0: Riley may not handle conversations.',
      '0: Somebody in this row is no longer a user of this program.',
    ]);
    expect(warned(row([says('Term', 'is', 'Summer')], {}, [4]))).toEqual([
      '0: “Summer” is not one of the choices of Term.',
      '0: Dana is away until Dec 3.',
    ]);
    expect(warned(row([]))).toEqual(['0: Without conditions this row never matches.']);
  });

  test('when nobody employs it', () => {
    const archived = [{ ...employments[0]!, isArchived: true }];
    expect(warningsOf([], { fields, people }, archived).map(({ text }) => text)).toEqual([
      'No Contact Type employs this table, so nobody is assigned by it.',
      'This table has no rows.',
    ]);
  });
});

// Whatever is said of rows must be true of every contact.
const letters = () => fc.string({ unit: fc.constantFrom('a', 'b', 'L', 'é'), minLength: 1, maxLength: 3 });
const values: Record<string, fc.Arbitrary<string>> = {
  Name: letters(),
  State: fc.constantFrom('TX', 'Texas', 'OK', 'NY', 'Ontario'),
  GPA: fc.constantFrom('1', '2', '2.5', '3', '10'),
  Entry: fc.constantFrom('2027-01-01', '2027-01-02', '2027-02-01'),
  Term: fc.constantFrom('Fall', 'Spring'),
  Sports: fc.constantFrom('Rowing', 'Chess'),
  Phone: fc.constantFrom('+16175550111', '+16175550112', '+12125550111'),
};
const asked: Record<string, fc.Arbitrary<string>> = {
  ...values,
  Phone: fc.constantFrom('617', '555', '+1617', '6175550111'),
};
const condition = fc
  .constantFrom(...fields.filter(({ key }) => key in values))
  .chain((one) =>
    fc
      .constantFrom(...operatorsFor(one.kind))
      .chain((operator) =>
        fc
          .array(asked[one.key]!, { minLength: 1, maxLength: operator === 'is-any-of' ? 3 : 2 })
          .map((said) => ({ one, said: normalised(says(one.key, operator, ...said), one) })),
      ),
  )
  .filter(({ one, said }) => problemOf(said, one) === null)
  .map(({ said }) => said);
const anyRow = fc
  .record({ conditions: fc.array(condition, { minLength: 1, maxLength: 3 }), joined: fc.constantFrom('all', 'any') })
  .map(({ conditions, joined }) => row(conditions, { joined: joined as 'all' | 'any' }));
const facts = fc
  .record(
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        key,
        fc.array(value, { maxLength: key === 'Sports' || key === 'Phone' ? 2 : 1 }),
      ]),
    ),
  )
  .map((said) => new Map(Object.entries(said)));

test('no contact matches a row that is said never to match', () => {
  let said = 0;
  fc.assert(
    fc.property(anyRow, anyRow, fc.array(facts, { minLength: 20, maxLength: 20 }), (earlier, later, contacts) => {
      const [asked, before] = [new AskedRow(later, fields), new AskedRow(earlier, fields)];
      const nobody = asked.isImpossible;
      const taken = asked.isCoveredBy(before);
      said += Number(nobody) + Number(taken);
      for (const contact of contacts) {
        const [first, second] = outcomes([earlier, later], contact, fields);
        if (nobody) expect(second!.isMatch).toBe(false);
        if (taken && second!.isMatch) expect(first!.isMatch).toBe(true);
      }
    }),
    { numRuns: 3000 },
  );
  // Else nothing was tried.
  expect(said).toBeGreaterThan(100);
});
