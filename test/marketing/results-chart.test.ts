import { describe, expect, test } from '@jest/globals';
import { bucketsOf, type Moment, unitFor } from '../../src/marketing/chart.js';

const zone = 'America/New_York';
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const once = (...times: string[]): Moment[] => times.map((time) => ({ at: new Date(time), count: 1 }));
const all = (moments: Moment[]) => moments.reduce((total, { count }) => total + count, 0);

describe('time is cut', () => {
  test.each([
    [0, 'minute'],
    [90 * minute, 'minute'],
    [91 * minute, 'hour'],
    [4 * day, 'hour'],
    [5 * day, 'day'],
    [101 * day, 'week'],
  ])('so finely that %i milliseconds have some dozens of pieces', (span, unit) => expect(unitFor(span)).toBe(unit));

  test('into minutes, with those in which nothing happened', () => {
    const { unit, buckets } = bucketsOf(
      once('2026-11-20T15:00:00Z', '2026-11-20T15:03:00Z'),
      once('2026-11-20T15:02:00Z'),
      zone,
    );
    expect(unit).toBe('minute');
    expect(buckets.map(({ label, left, replied }) => [label, left, replied])).toEqual([
      ['Nov 20, 10:00 AM', 1, 0],
      ['Nov 20, 10:01 AM', 0, 0],
      ['Nov 20, 10:02 AM', 0, 1],
      ['Nov 20, 10:03 AM', 1, 0],
    ]);
  });

  test('into hours of the zone, also where its clocks are half an hour off', () => {
    const { buckets } = bucketsOf(once('2026-11-20T15:00:00Z', '2026-11-20T17:40:00Z'), [], 'Asia/Kolkata');
    expect(buckets.map(({ label, left }) => [label, left])).toEqual([
      ['Nov 20, 8:00 PM', 1],
      ['Nov 20, 9:00 PM', 0],
      ['Nov 20, 10:00 PM', 0],
      ['Nov 20, 11:00 PM', 1],
    ]);
  });

  test('when the clocks go back: one hour comes twice, and says which it is', () => {
    const { buckets } = bucketsOf(
      once('2026-11-01T04:10:00Z', '2026-11-01T05:10:00Z', '2026-11-01T06:10:00Z', '2026-11-01T07:10:00Z'),
      [],
      zone,
    );
    expect(buckets.map(({ label, left }) => [label, left])).toEqual([
      ['Nov 1, 12:00 AM', 1],
      ['Nov 1, 1:00 AM EDT', 1],
      ['Nov 1, 1:00 AM EST', 1],
      ['Nov 1, 2:00 AM', 1],
    ]);
  });

  test('when the clocks go forward: an hour is missing', () => {
    const { buckets } = bucketsOf(once('2026-03-08T05:30:00Z', '2026-03-08T08:30:00Z'), [], zone);
    expect(buckets.map(({ label }) => label)).toEqual([
      ...['Mar 8, 12:00 AM', 'Mar 8, 1:00 AM', 'Mar 8, 3:00 AM', 'Mar 8, 4:00 AM'],
    ]);
  });

  test('into days of the zone, over a change of the clocks: each day once, and each text in its own', () => {
    // Ten to midnight and ten past midnight, as New York sees it, on both sides of the change.
    const left = once(
      '2026-10-31T03:50:00Z',
      '2026-10-31T04:10:00Z',
      '2026-11-02T04:50:00Z',
      '2026-11-02T05:10:00Z',
      '2026-11-05T12:00:00Z',
    );
    const { unit, buckets } = bucketsOf(left, [], zone);
    expect(unit).toBe('day');
    expect(buckets.map(({ label, left: count }) => [label, count])).toEqual([
      ...[
        ['Oct 30', 1],
        ['Oct 31', 1],
        ['Nov 1', 1],
        ['Nov 2', 1],
        ['Nov 3', 0],
        ['Nov 4', 0],
        ['Nov 5', 1],
      ],
    ]);
  });

  test('into weeks, and nothing is lost', () => {
    const left = Array.from({ length: 200 }, (_, place) => ({
      at: new Date(Date.UTC(2026, 0, 1) + place * day),
      count: place + 1,
    }));
    const { unit, buckets } = bucketsOf(left, left, zone);
    expect([unit, buckets.length]).toEqual(['week', 29]);
    expect(buckets.reduce((total, bucket) => total + bucket.left, 0)).toBe(all(left));
    expect(buckets.reduce((total, bucket) => total + bucket.replied, 0)).toBe(all(left));
  });

  test('into nothing when nothing happened', () => expect(bucketsOf([], [], zone).buckets).toEqual([]));
});
