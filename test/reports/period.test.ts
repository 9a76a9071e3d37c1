import { describe, expect, test } from '@jest/globals';
import { periodIn, type Typed } from '../../src/reports/period.js';
import { refused } from '../../src/refusal.js';

const zone = 'America/New_York';
// A quarter to eleven in the evening of November 19 in New York.
const now = new Date('2026-11-20T03:45:00Z');
const period = (typed: Typed, at = now) => periodIn(typed, at, zone);
const problems = (typed: Typed) => {
  try {
    return period(typed) && {};
  } catch (error) {
    return refused(error);
  }
};

describe('the days of a report', () => {
  test('are the last thirty up to today, where the program is', () => {
    const { first, last, days, length, start, end } = period({});
    expect([first, last, days.length, length]).toEqual(['2026-10-21', '2026-11-19', 30, 30]);
    // Between them the clocks went back.
    expect([start, end]).toEqual([new Date('2026-10-21T04:00:00Z'), new Date('2026-11-20T05:00:00Z')]);
  });

  test.each([
    ['7', '2026-11-13', 7],
    ['90', '2026-08-22', 90],
    ['8', '2026-10-21', 30],
    [['7', '90'], '2026-10-21', 30],
  ])('asked for as %j begin on %s', (days, first, length) =>
    expect(period({ days })).toMatchObject({ first, last: '2026-11-19', length }),
  );

  test('are those from one to another', () =>
    expect(period({ from: '2026-11-01', to: '2026-11-03' })).toMatchObject({
      ...{ first: '2026-11-01', last: '2026-11-03', length: null },
      days: ['2026-11-01', '2026-11-02', '2026-11-03'],
    }));

  test('end today where the last is yet to come, or is not said', () => {
    expect(period({ from: '2026-11-01', to: '2026-11-30' }).last).toBe('2026-11-19');
    expect(period({ from: '2026-11-01' }).last).toBe('2026-11-19');
    expect(period({ to: '2026-11-02' }).first).toBe('2026-10-04');
  });

  test('may be a leap year, and no more', () => {
    expect(period({ from: '2024-01-01', to: '2024-12-31' }).days).toHaveLength(366);
    expect(problems({ from: '2023-12-31', to: '2024-12-31' })).toEqual({ from: 'Choose at most 366 days.' });
  });

  test.each([
    [{ from: '2026-11-05', to: '2026-11-04' }, { to: 'This day is before the first one.' }],
    [{ from: '2026-11-20', to: '2026-11-21' }, { from: 'This day is yet to come.' }],
    [
      { from: 'soon', to: '2026-02-30' },
      { from: 'Choose a day.', to: 'Choose a day.' },
    ],
    [{ from: ['2026-11-01', '2026-11-02'], to: '' }, { from: 'Choose a day.' }],
  ])('are refused where they can’t be: %j', (typed, expected) => expect(problems(typed)).toEqual(expected));
});

describe('they are compared with as many days before', () => {
  test('whole ones with whole ones', () =>
    expect(period({ from: '2026-11-10', to: '2026-11-12' }).before).toEqual({
      first: '2026-11-07',
      start: new Date('2026-11-07T05:00:00Z'),
      end: new Date('2026-11-10T05:00:00Z'),
    }));

  test('and of the last one only as much as has passed of today', () =>
    expect(period({ from: '2026-11-19', to: '2026-11-19' }).before).toEqual({
      first: '2026-11-18',
      start: new Date('2026-11-18T05:00:00Z'),
      end: new Date('2026-11-19T03:45:00Z'),
    }));
});
