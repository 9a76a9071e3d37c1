import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Field } from '../../src/contacts/fields.js';
import { operatorsFor, valuesOf } from '../../src/contacts/operators.js';
import { normalised, problemOf } from '../../src/contacts/property-condition.js';
import { csvOf, type Person } from '../../src/routing/csv.js';
import { apart, guarded, joined, linesIn, textOf, unguarded } from '../../src/routing/csv-file.js';
import { keyOf, rowsIn } from '../../src/routing/csv-reading.js';
import { replaceRows } from '../../src/routing/csv-table.js';
import { type RowDetails, RoutingRow } from '../../src/routing/routing-row.js';
import { RoutingTable } from '../../src/routing/routing-table.js';

const field = (key: string, label: string, kind: Field['kind'], own: Partial<Field> = {}): Field => ({
  key,
  label,
  kind,
  choices: [],
  propertyIds: [],
  part: '',
  isArchived: false,
  ...own,
});

const state = field('p1.state', 'Address: State', 'text', { propertyIds: [1], part: 'state' });
const gpa = field('p2', 'GPA', 'number', { propertyIds: [2] });
const term = field('p3', 'Entry term', 'choice', {
  propertyIds: [3],
  choices: ['Fall 2027', 'Spring; or later', '=SUM'],
});
const visit = field('p4', 'Visit', 'date', { propertyIds: [4] });
const fields = [
  field('first-name', 'First Name', 'text'),
  field('phone', 'Phone', 'phone'),
  state,
  gpa,
  term,
  visit,
  field('p5', 'Interest', 'text', { propertyIds: [5] }),
  field('p6', 'Interest', 'choices', { propertyIds: [6], choices: ['Art', 'Music'] }),
];

const person = (userId: number, name: string, own: Partial<Person> = {}): Person => ({
  userId,
  name,
  email: `${name.toLowerCase()}@n.example`,
  isActive: true,
  handles: true,
  ...own,
});
const people = [
  person(1, 'Dana'),
  person(2, 'Sam'),
  person(3, 'Gone', { isActive: false }),
  person(4, 'Riley', { handles: false }),
];

const header = 'Position,Match,If 1 field,If 1 operator,If 1 value,If 2 field,If 2 operator,If 2 value,Assigns,Users';
const good = '1,all,Address: State,is any of,TX; OK,GPA,is greater than,3.5,in turn,dana@n.example; sam@n.example';
const read = (text: string, known: string[] = []) => rowsIn(text, fields, people, new Set(known));
const details = (text: string) => read(text).map((row) => row.details);
const wrongs = (...lines: string[]) =>
  read([header, ...lines].join('\r\n')).map(({ line, problems }) => ({ line, problems }));

const expected: RowDetails = {
  isOtherwise: false,
  joined: 'all',
  conditions: [
    { field: 'p1.state', operator: 'is-any-of', values: ['TX', 'OK'] },
    { field: 'p2', operator: 'greater-than', values: ['3.5'] },
  ],
  givesTo: 'in-turn',
  userIds: [1, 2],
};

describe('Reading a file', () => {
  test('a line becomes a row', () => {
    expect(wrongs(good)).toEqual([{ line: 2, problems: [] }]);
    expect(details(`${header}\n${good}`)).toEqual([expected]);
  });

  test.each([
    [
      'semicolons between the cells',
      [header, good].join('\n').replaceAll(';', '§').replaceAll(',', ';').replaceAll('§', ','),
    ],
    ['tabs between the cells', [header, good].join('\n').replaceAll(',', '\t')],
    ['a first line for Excel', `sep=,\r\n${header}\r\n${good}`],
    ['a mark at the beginning', `\uFEFF${header}\r\n${good}`],
    ['old line ends', `${header}\r${good}\r`],
    ['empty lines', `\r\n${header}\r\n,,,,,,,,,\r\n\r\n${good}\r\n`],
    [
      'other capitals',
      `${header.toUpperCase()}\r\n${good.replace('Address: State', 'address:  STATE').replace('in turn', 'In-Turn')}`,
    ],
  ])('with %s', (what, text) => {
    // Where commas stand between the values they are not apart: that file says one value.
    const values = what.startsWith('semicolons') ? ['TX, OK'] : ['TX', 'OK'];
    expect(details(text)[0]!.conditions[0]!.values).toEqual(values);
    expect(details(text)[0]!.userIds).toEqual([1, 2]);
  });

  test('every wrong line is named, with what is wrong in it', () => {
    const found = wrongs(
      '1,all,Shoe size,is,42,,,,one,dana@n.example',
      '2,all,GPA,contains,3,,,,one,dana@n.example',
      '3,all,GPA,is greater than,high,,,,one,dana@n.example',
      '4,all,GPA,is,3,Entry term,is,Winter,one,nobody@n.example',
      '5,some,GPA,resembles,3,,,,two,gone@n.example',
      '6,all,,,,,,,one,riley@n.example; dana@n.example',
      '7,otherwise,GPA,is,3,,,,one,',
      '8,otherwise,,,,,,,one,dana@n.example',
      '3,all,Visit,is between,2027-01-05,,,,one,dana@n.example,more',
    );
    expect(found.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(found.map(({ problems }) => problems)).toEqual([
      ['If 1: There is no field “Shoe size”.'],
      ['If 1: GPA can’t be asked whether it “contains”.'],
      ['If 1: “high” is not a number.'],
      ['If 2: “Winter” is not one of the choices of Entry term.', 'Nobody here has the address nobody@n.example.'],
      [
        'Match is “some”. Write all, any or otherwise.',
        'If 1: There is no operator “resembles”.',
        'Assigns is “two”. Write one, in turn or fewest open.',
        'Gone is no longer active.',
      ],
      [
        'There is no condition. Only the Otherwise row has none.',
        'Several users are named. Write in turn or fewest open under Assigns.',
        'Riley may not handle conversations.',
      ],
      [
        'Otherwise takes everybody, so it has no conditions.',
        'Nobody is named under Users. Write e-mail addresses, with semicolons between them.',
        'Otherwise has to be the last row.',
      ],
      ['There can be only one Otherwise row.'],
      [
        'This line has more cells than the first line has columns.',
        'If 1: Fill in both ends.',
        'The lines are the order, but this is position 3 after 8. Number them again, or leave the column empty.',
      ],
    ]);
  });

  test('the line is where it stands in the file, whatever the cells above it hold', () => {
    const tall = good.replace('TX; OK', '"TX;\r\nOK"');
    expect(wrongs('', tall, '', '9,all,Shoe size,is,1,,,,one,dana@n.example').map(({ line }) => line)).toEqual([3, 6]);
  });

  test.each([
    ['nothing', '', 'There is nothing in it.'],
    ['only empty cells', '\n,,,\n', 'There is nothing in it.'],
    ['other columns', 'a,b\n1,2', 'The first line has to name the columns. Match, Assigns, Users are missing.'],
    ['a column less', 'Match,Users,If 1 field\n', 'The first line has to name the columns. Assigns is missing.'],
    ['a column more', `${header},Notes\n${good}`, 'The column “Notes” means nothing here.'],
    ['a column twice', `${header},users\n${good}`, 'The column “users” is there twice.'],
    ['too many columns', `Match,Assigns,Users${',If 1 field'.repeat(300)}`, 'Those are 303 columns'],
    ['an open quote', `${header}\n1,all,"GPA`, 'A quotation mark is opened and never closed.'],
    [
      'a quote in a cell',
      `${header}\n1,all,G"PA,is,3,,,,one,dana@n.example`,
      'Line 2 can’t be read: a quotation mark stands in the middle of a cell.',
    ],
    ['too many rows', `${header}\n${`${good}\n`.repeat(501)}`, 'Those are 501 rows; a table has room for 500.'],
  ])('refused as a whole: %s', (_, text, sentence) => {
    expect(() => read(text)).toThrow(sentence);
  });

  test('no condition is lost, whichever of its columns are there', () => {
    const some =
      'Match,If 2 field,If 2 operator,If 2 value,If 7 operator,Assigns,Users,\nall,GPA,is,3,is,one,dana@n.example,';
    expect(read(some)[0]!.problems).toEqual(['If 7: The field is missing.']);
    expect(read(some.replace('3,is', '3,'))[0]!).toMatchObject({
      problems: [],
      details: { conditions: [{ field: 'p2', operator: 'is', values: ['3'] }] },
    });
    expect(read(`${some.replace('3,is', '3,')}lost`)[0]!.problems).toEqual([
      'This line has more cells than the first line has columns.',
    ]);
  });

  test('a property whose label is not its own is named with its key', () => {
    expect(wrongs('1,all,Interest,is,Art,,,,one,dana@n.example')[0]!.problems).toEqual([
      'If 1: There is no field “Interest”.',
    ]);
    expect(details(`${header}\n1,all,Interest [p6],is,art,,,,one,dana@n.example`)[0]!.conditions).toEqual([
      { field: 'p6', operator: 'is', values: ['Art'] },
    ]);
  });
});

test('A row that the table has may stay when what it names has gone; a slip of the pen is no such row', () => {
  const stored = {
    ...expected,
    conditions: [{ field: 'p3', operator: 'is' as const, values: ['Fall 2020'] }],
    userIds: [1, 3],
  };
  const row = '1,all,Entry term,is,Fall 2020,,,,in turn,dana@n.example; gone@n.example';
  const problems = (line: string) => read(`${header}\n${line}`, [keyOf(stored)])[0]!.problems;
  expect(problems(row)).toEqual([]);
  expect(problems(row.replace('2020', '2021'))).toHaveLength(2);
  expect(problems(`${row}; slip@n.example`)).toEqual(['Nobody here has the address slip@n.example.']);
  expect(problems(row.replace('all', 'ay'))).toEqual(['Match is “ay”. Write all, any or otherwise.']);
});

describe('The bytes of a file', () => {
  const utf16 = (text: string) => Buffer.from(text, 'utf16le');

  test.each([
    ['UTF-8', Buffer.from('Zoë, “x”')],
    ['UTF-8 with its mark', Buffer.from('\uFEFFZoë, “x”')],
    ['Windows-1252', Buffer.from([0x5a, 0x6f, 0xeb, 0x2c, 0x20, 0x93, 0x78, 0x94])],
    ['UTF-16', utf16('\uFEFFZoë, “x”')],
    ['UTF-16 without a mark', utf16('Zoë, “x”')],
    ['UTF-16 the other way round', Buffer.from(utf16('\uFEFFZoë, “x”')).swap16()],
  ])('%s is read', (_, bytes) => expect(textOf(bytes)).toBe('Zoë, “x”'));

  test('a workbook says how it becomes a CSV file', () => {
    expect(() => textOf(Buffer.from('PK\x03\x04 and so on'))).toThrow('This is an Excel workbook.');
    expect(() => textOf(Buffer.from([0x89, 0x50, 0x00, 0x00, 0x4e, 0x00]))).toThrow('This is not a text file.');
  });
});

describe('Cells', () => {
  test.each(['=1+1', '+16175550111', '-5', '@home', '\tx', "'=x", "''+x"])(
    '%j is no formula, and comes back',
    (cell) => {
      expect(guarded(cell)).toBe(`'${cell}`);
      expect(unguarded(guarded(cell))).toBe(cell);
    },
  );

  test('whatever stands in a cell comes back', () =>
    fc.assert(fc.property(fc.string(), (cell) => unguarded(guarded(cell)) === cell)));

  test('whatever stands in a list comes back', () => {
    const value = fc.string({ unit: fc.constantFrom(';', '\\', 'a', ' ', '"', '\n') }).map((text) => text.trim());
    fc.assert(fc.property(fc.array(value), (values) => expect(apart(joined(values))).toEqual(values.filter(Boolean))));
  });

  test('lines without end are no trouble', () => expect(linesIn(`a,b\n${';'.repeat(200_000)}`)).toHaveLength(2));
});

const word = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.constantFrom('=cmd()', '+1', "'-x", 'a; b', 'c\\', '"quoted"', 'two\nlines', 'Zoë', ',', '-12,5', '[p2]'),
);
const condition = fc
  .constantFrom(...fields)
  .chain((its) => fc.tuple(fc.constant(its), fc.constantFrom(...operatorsFor(its.kind))))
  .chain(([its, operator]) => {
    const value = its.choices.length
      ? fc.constantFrom(...its.choices)
      : its.kind === 'number'
        ? fc.integer().map(String)
        : its.kind === 'date'
          ? fc
              .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
              .map((date) => date.toISOString().slice(0, 10))
          : its.kind === 'phone'
            ? fc.stringMatching(/^\+1\d{10}$/)
            : word;
    const count = { none: 0, one: 1, two: 2, many: 4 }[valuesOf(operator)];
    return fc
      .array(value, { minLength: count, maxLength: count })
      .map((values) => ({ its, condition: normalised({ field: its.key, operator, values }, its) }));
  })
  .filter(({ its, condition }) => problemOf(condition, its) === null)
  .map(({ condition }) => condition);
const row = fc.record({
  isOtherwise: fc.constant(false),
  joined: fc.constantFrom('all' as const, 'any' as const),
  conditions: fc.array(condition, { minLength: 1, maxLength: 4 }),
  givesTo: fc.constantFrom('in-turn' as const, 'fewest-open' as const),
  userIds: fc.subarray([1, 2], { minLength: 1 }),
});

test('Download and upload: every table comes back as it was', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 4 }), fc.boolean(), (rows, hasOtherwise) => {
      const otherwise = {
        isOtherwise: true,
        joined: 'all' as const,
        conditions: [],
        givesTo: 'one' as const,
        userIds: [2],
      };
      const all: RowDetails[] = hasOtherwise ? [...rows, otherwise] : rows;
      const text = csvOf(
        all.map((each) => RoutingRow.of(1, each)),
        fields,
        people,
      );
      const back = rowsIn(textOf(Buffer.from(text)), fields, people, new Set());
      expect(back.flatMap(({ problems }) => problems)).toEqual([]);
      expect(back.map((each) => each.details)).toEqual(all);
      for (const { cells } of linesIn(text)) for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});

test('A row that stays keeps whose turn it is, and so does one that keeps its people', () => {
  const table = RoutingTable.of(1, 'Territory', 1, new Date());
  const other = { ...expected, conditions: expected.conditions.slice(0, 1), givesTo: 'fewest-open' as const };
  const [stays, , asked] = [expected, other, { ...expected, joined: 'any' as const, userIds: [2, 1] }].map(
    (each, place) => Object.assign(table.add(each), { id: place + 1, lastUserId: 2 }),
  );
  replaceRows(table, [{ ...asked!.details, joined: 'all' }, { ...other, userIds: [1] }, expected]);
  expect(table.rows.map(({ id, lastUserId, position }) => [id, lastUserId, position])).toEqual([
    [3, 2, 1],
    [undefined, null, 2],
    [1, 2, 3],
  ]);
  expect(table.rows[2]).toBe(stays);
});
