import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { businessDayAfter, businessDaysUntil, holidaysOf, isBusinessDay } from '../../src/consent/business-days.js';

test('the federal holidays of 2026 and 2027, as they are observed', () => {
  expect([...holidaysOf(2026)].filter((day) => day.startsWith('2026')).sort()).toEqual([
    ...['2026-01-01', '2026-01-19', '2026-02-16', '2026-05-25', '2026-06-19', '2026-07-03', '2026-09-07'],
    ...['2026-10-12', '2026-11-11', '2026-11-26', '2026-12-25'],
  ]);
  expect([...holidaysOf(2027)].filter((day) => day.startsWith('2027')).sort()).toEqual([
    ...['2027-01-01', '2027-01-18', '2027-02-15', '2027-05-31', '2027-06-18', '2027-07-05', '2027-09-06'],
    ...['2027-10-11', '2027-11-11', '2027-11-25', '2027-12-24', '2027-12-31'],
  ]);
});

describe('ten business days after', () => {
  test.each([
    ['a Monday', '2026-03-02', '2026-03-16'],
    ['a Saturday', '2026-03-07', '2026-03-20'],
    ['the Friday after Thanksgiving', '2026-11-27', '2026-12-11'],
    ['the day before Thanksgiving', '2026-11-25', '2026-12-10'],
    ['a week before Christmas', '2026-12-18', '2027-01-05'],
  ])('%s', (_, day, due) => expect(businessDayAfter(day, 10)).toBe(due));
});

test('as many business days are left as are given, and one less each business day', () => {
  const day = fc
    .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 30 }), (from, count) => {
      const due = businessDayAfter(from, count);
      expect(isBusinessDay(due)).toBe(true);
      expect(businessDaysUntil(from, due)).toBe(count + (isBusinessDay(from) ? 1 : 0));
    }),
  );
});

test('what is over has no days left', () => expect(businessDaysUntil('2026-12-14', '2026-12-11')).toBe(0));
