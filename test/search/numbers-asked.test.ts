import { expect, test } from '@jest/globals';
import { numbersAsked } from '../../src/search/numbers-asked.js';

test.each([
  ['tel:+12025550100', '+12025550100'],
  ['(202) 555-0100', '+12025550100'],
  ['001 202 555 0100', '+12025550100'],
  ['２０２５５５０１００', '+12025550100'],
  ['＋1 202 555 0100', '+12025550100'],
  ['00447700900123', '+447700900123'],
  ['011 44 7700 900123', '+447700900123'],
])('%s begins as %s', (q, number) => expect(numbersAsked(q, 'US').starts).toContain(number));

test('a number as it is dialed at home in another country is found by its end', () =>
  expect(numbersAsked('07700 900123', 'US').ends).toContain('7700900123'));

test.each(['0000000', '0000001', '00001202', '0000239', '0110000', '001202'])(
  'of %s nothing is left out: it is an ID with zeros before it',
  (q) => {
    const { starts, ends } = numbersAsked(q, 'US');
    expect(ends).toEqual([q]);
    expect(starts.every((start) => start.endsWith(q))).toBe(true);
  },
);

test.each(['0112', '0007'])('the last four digits %s are just these', (q) =>
  expect(numbersAsked(q, 'US').ends).toEqual([q]),
);

test.each(['12', 'I-20 1234', 'a 555 0100', ''])('%s is no number', (q) =>
  expect(numbersAsked(q, 'US')).toEqual({ starts: [], ends: [] }),
);
