import { describe, expect, test } from '@jest/globals';
import type { Field } from '../../src/contacts/fields.js';
import { decide, type Relationship } from '../../src/routing/decision.js';
import { RoutingTable } from '../../src/routing/routing-table.js';
import { peopleOf, rowOf, someone } from './people.js';

const state: Field = {
  key: 'p1',
  label: 'State',
  kind: 'text',
  choices: [],
  propertyIds: [1],
  part: '',
  isArchived: false,
};
const texan = new Map([['p1', ['TX']]]);
const inTexas = [{ field: 'p1', operator: 'is-any-of' as const, values: ['TX', 'OK'] }];

const territory = (...rows: ReturnType<typeof rowOf>[]) =>
  Object.assign(new RoutingTable(), { name: 'Territory', rows });
const recruiter = (own: Partial<Relationship> = {}): Relationship => ({
  property: { id: 5, name: 'Recruiter', mostUsers: 1 },
  stored: [],
  table: territory(
    rowOf([9], { conditions: [{ field: 'p1', operator: 'is', values: ['ME'] }] }),
    rowOf([1], { conditions: inTexas }),
  ),
  ...own,
});
const decided = (relationships: Relationship[], ...people: ReturnType<typeof someone>[]) =>
  decide(relationships, texan, [state], peopleOf(...people));

describe('by the table', () => {
  test('the first row that matches wins, says why, and is stored on the contact', () => {
    expect(decided([recruiter()], someone(1), someone(9))).toMatchObject({
      person: { userId: 1 },
      how: ' by Routing Table “Territory”, row 2: State is any of TX, OK',
      turn: { userId: 1 },
      store: { propertyId: 5, userId: 1, inPlaceOf: [] },
    });
  });

  test('Otherwise takes everybody whom no row before it took', () => {
    const table = territory(
      rowOf([9], { conditions: [{ field: 'p1', operator: 'is', values: ['ME'] }] }),
      rowOf([2], { isOtherwise: true }),
    );
    expect(decided([recruiter({ table })], someone(2))).toMatchObject({
      person: { userId: 2 },
      how: ' by Routing Table “Territory”, Otherwise',
    });
  });

  test('the first row that matches decides, also when its people are away: it waits for them', () => {
    const table = territory(rowOf([1], { conditions: inTexas }), rowOf([2], { isOtherwise: true }));
    expect(decided([recruiter({ table })], someone(1, { isAway: true, awayUntil: 'Dec 3' }), someone(2))).toEqual({
      person: null,
      why: 'Routing Table “Territory”, row 1: Person 1 is away until Dec 3',
      waits: true,
    });
  });

  test('nobody matched: it does not wait for anybody', () => {
    const table = territory(rowOf([9], { conditions: [{ field: 'p1', operator: 'is', values: ['ME'] }] }));
    expect(decided([recruiter({ table })], someone(9))).toEqual({
      person: null,
      why: 'No row of Routing Table “Territory” matches',
      waits: false,
    });
  });

  test('a row without conditions takes nobody unless it is Otherwise', () => {
    expect(decided([recruiter({ table: territory(rowOf([1])) })], someone(1))).toMatchObject({ person: null });
  });
});

describe('by what is stored on the contact', () => {
  test('the stored user beats the table', () => {
    expect(decided([recruiter({ stored: [4] })], someone(1), someone(4))).toMatchObject({
      person: { userId: 4 },
      how: ', Recruiter of this contact',
      turn: null,
      store: null,
    });
  });

  test.each([{ isActive: false }, { handles: false }])(
    'who can’t have it any more gives way to the table’s answer: %j',
    (own) => {
      expect(decided([recruiter({ stored: [4] })], someone(1), someone(4, own))).toMatchObject({
        person: { userId: 1 },
        store: { userId: 1, inPlaceOf: [4] },
      });
    },
  );

  test('who is away is passed over and stays the contact’s; the stand-in comes first', () => {
    const away = someone(4, { isAway: true });
    expect(decided([recruiter({ stored: [4] })], someone(1), away)).toMatchObject({
      person: { userId: 1 },
      store: null,
    });
    expect(decided([recruiter({ stored: [4] })], someone(1), { ...away, standInId: 6 }, someone(6))).toMatchObject({
      person: { userId: 6 },
      how: ', who stands in: Person 4 is away, the Recruiter of this contact',
      store: null,
    });
  });
});

test('the relationships are asked in their order, until one finds somebody', () => {
  const first = recruiter({ table: null });
  const second = recruiter({ property: { id: 6, name: 'Advisor', mostUsers: 1 }, stored: [2] });
  expect(decided([first, second], someone(1), someone(2))).toMatchObject({ how: ', Advisor of this contact' });
  expect(decided([first], someone(1))).toMatchObject({ why: 'Recruiter employs no Routing Table', waits: false });
  expect(decided([], someone(1))).toMatchObject({ person: null, waits: false });
});
