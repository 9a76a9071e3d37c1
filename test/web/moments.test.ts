import { describe, expect, test } from '@jest/globals';
import { ago, clock, day, dayWithin, duration, full } from '../../src/web/moments.js';

const zone = 'America/New_York';
const now = new Date('2026-11-22T17:00:00Z');
const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

describe('how old something is', () => {
  test.each([
    [0, 'now'],
    [1, '1 min'],
    [59, '59 min'],
    [60, '1 h'],
    [23 * 60, '23 h'],
    [30 * 60, 'Sat'],
    [8 * 1440, 'Nov 14'],
    [400 * 1440, 'Oct 18, 2025'],
  ])('%i minutes: %s', (minutes, shown) => expect(ago(before(minutes), now, zone)).toBe(shown));
});

test('days are the program’s days, not Greenwich’s', () => {
  expect(day(new Date('2026-11-22T04:30:00Z'), now, zone)).toBe('Yesterday');
  expect(day(new Date('2026-11-22T05:30:00Z'), now, zone)).toBe('Today');
  expect(day(new Date('2026-11-18T12:00:00Z'), now, zone)).toBe('Wednesday, November 18');
  expect(day(new Date('2025-11-18T12:00:00Z'), now, zone)).toBe('Tuesday, November 18, 2025');
});

test('within a sentence, today is not written like a heading', () => {
  expect(dayWithin(now, now, zone)).toBe('today');
  expect(dayWithin(before(1440), now, zone)).toBe('yesterday');
  expect(dayWithin(new Date('2026-11-18T12:00:00Z'), now, zone)).toBe('Wednesday, November 18');
});

test('clock and date', () => {
  expect(clock(now, zone)).toBe('12:00 PM');
  expect(full(now, zone)).toBe('Nov 22, 2026, 12:00 PM');
});

test.each([
  [20_000, '1 minute'],
  [5 * 60_000, '5 minutes'],
  [60 * 60_000, '1 hour'],
  [47 * 3_600_000, '47 hours'],
  [49 * 3_600_000, '2 days'],
])('%i milliseconds last %s', (milliseconds, shown) => expect(duration(milliseconds)).toBe(shown));
