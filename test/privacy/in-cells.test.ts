import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hasAddress, hasNumber } from '../../src/privacy/in-cells.js';

test.each([
  'lee@gmail.com',
  ' Lee@Gmail.com ',
  'Lee <LEE@gmail.com>',
  'kathylee@gmail.com; lee@gmail.com',
  'mailto:lee@gmail.com',
  "'lee@gmail.com'",
  'Write to lee@gmail.com.',
  'a@x.example,lee@gmail.com',
])('“%s” has Lee’s address', (cell) => {
  expect(hasAddress(cell, 'lee@gmail.com')).toBe(true);
});

test.each(['kathylee@gmail.com', "o'lee@gmail.com", 'ann.lee@gmail.com', 'lee@gmail.com.au', 'lee', '@gmail.com'])(
  '“%s” has not',
  (cell) => expect(hasAddress(cell, 'lee@gmail.com')).toBe(false),
);

test.each([
  ...['(617) 555-0111', '617.555.0111', '6175550111', '+1 617 555 0111', '1-617-555-0111', '0016175550111'],
  ...['="16175550111"', "'+16175550111", '16175550111.0', 'Cell: 617 555 0111 (evenings)', '617-555-0111 x12'],
  ...[
    '617 555 0112 617 555 0111',
    '617-555-0112/617-555-0111',
    '+1 617 555 0112+1 617 555 0111',
    '6175550112\n6175550111',
  ],
])('“%s” has Maya’s number', (cell) => {
  expect(hasNumber(cell, '+16175550111')).toBe(true);
});

test.each([
  ...['96175550111', '61755501112', '2026-6175550111-7', '+44 617 555 0111', '617-555-0111-9', '5550111'],
  ...['61 755 501 1', '617 555 0112, +44 617 555 0111', '617, 555, 0111', ''],
])('“%s” has not', (cell) => expect(hasNumber(cell, '+16175550111')).toBe(false));

test('A number from abroad is known by its code, and with the nought of home', () => {
  for (const cell of ['+44 (0)20 7946 0018', '020 7946 0018', '44 20 79460018', '011 44 20 7946 0018'])
    expect(hasNumber(cell, '+442079460018')).toBe(true);
  // The number of an island, and the postal code of somebody else.
  expect(['22722', '+290 22722'].map((cell) => hasNumber(cell, '+29022722'))).toEqual([false, true]);
});

test('However its digits are apart, a number is the same number, and longer with any digit more', () => {
  const gaps = fc.array(fc.constantFrom('', ' ', '-', '.', ' ('), { minLength: 9, maxLength: 9 });
  fc.assert(
    fc.property(gaps, fc.constantFrom(...'23456789'), (between, digit) => {
      const cell = [...'6175550111'].map((each, place) => each + (between[place] ?? '')).join('');
      expect(hasNumber(cell, '+16175550111')).toBe(true);
      expect(hasNumber(cell + digit, '+16175550111') || hasNumber(digit + cell, '+16175550111')).toBe(false);
    }),
  );
});
