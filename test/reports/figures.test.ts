import { describe, expect, test } from '@jest/globals';
import { isoDayOf, momentOn, startOfDay } from '../../src/programs/days.js';
import { arrivingOf } from '../../src/reports/arriving.js';
import { byDay, chartOf } from '../../src/reports/by-day.js';
import type { QuarterRow } from '../../src/reports/kept-figures.js';
import { figures, quarterHourOf, wholeDaysOf } from '../../src/reports/quarter-hour.js';
import { changeOf, tilesOf } from '../../src/reports/tiles.js';
import { lasting, Waits } from '../../src/reports/waits.js';

const none = Object.fromEntries(figures.map((figure) => [figure, 0])) as Omit<QuarterRow, 'quarter_hour'>;
const received = (time: string, count = 1): QuarterRow => ({
  ...none,
  quarter_hour: quarterHourOf(new Date(time)),
  received: count,
});
const newYork = 'America/New_York';
const shown = (rows: QuarterRow[], days: string[], zone: string) =>
  byDay(rows, days, zone).map(({ day, counts, hours }) => [
    ...[day, counts.received],
    hours.flatMap((count, hour) => (count ? [`${hour}: ${count}`] : [])).join(),
  ]);

describe('what was counted falls on the days and hours of the program', () => {
  test('when the clocks go back, and one hour comes twice', () =>
    expect(
      shown(
        [
          ...['2026-11-01T03:45:00Z', '2026-11-01T04:00:00Z', '2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z'],
          ...['2026-11-02T04:45:00Z', '2026-11-02T05:00:00Z'],
        ].map((time) => received(time)),
        ['2026-10-31', '2026-11-01', '2026-11-02'],
        newYork,
      ),
    ).toEqual([
      ['2026-10-31', 1, '23: 1'],
      ['2026-11-01', 4, '0: 1,1: 2,23: 1'],
      ['2026-11-02', 1, '0: 1'],
    ]));

  test('when the clocks go forward, and one hour is missing', () =>
    expect(
      shown(
        ['2026-03-08T06:45:00Z', '2026-03-08T07:00:00Z', '2026-03-09T03:45:00Z', '2026-03-09T04:00:00Z'].map((time) =>
          received(time),
        ),
        ['2026-03-08', '2026-03-09'],
        newYork,
      ),
    ).toEqual([
      ['2026-03-08', 3, '1: 1,3: 1,23: 1'],
      ['2026-03-09', 1, '0: 1'],
    ]));

  test('also where they are three quarters of an hour off', () =>
    expect(
      shown(
        [received('2026-11-19T18:00:00Z'), received('2026-11-19T18:15:00Z', 2)],
        ['2026-11-19', '2026-11-20'],
        'Asia/Kathmandu',
      ),
    ).toEqual([
      ['2026-11-19', 1, '23: 1'],
      ['2026-11-20', 2, '0: 2'],
    ]));
});

describe('a day begins when its first minute does', () => {
  test.each([
    ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00Z'],
    ['America/Santiago', '2026-04-05', '2026-04-05T04:00:00Z'],
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00Z'],
    ['Asia/Beirut', '2026-03-29', '2026-03-28T22:00:00Z'],
    ['Asia/Beirut', '2026-10-25', '2026-10-24T22:00:00Z'],
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00Z'],
  ])('in %s on %s, where the clocks change around midnight', (zone, day, begins) => {
    const start = startOfDay(day, zone);
    expect(start).toEqual(new Date(begins));
    expect([isoDayOf(start, zone), isoDayOf(new Date(start.getTime() - 1), zone) < day]).toEqual([day, true]);
  });

  test('and an hour that the clocks skip is one later', () =>
    expect(momentOn('2026-03-08', 2.5, newYork)).toEqual(new Date('2026-03-08T07:30:00Z')));
});

test.each([
  [10, 50, [10, 50], [1, 1], [96, 50]],
  [10, 150, [10, 96], [1, 1], [96, 150]],
  [0, 96, [0, 0], [0, 1], [96, 96]],
  [10, 300, [10, 96], [1, 3], [288, 300]],
])('from %i to %i there are the whole days and what is left', (from, to, before, days, after) =>
  expect(wholeDaysOf(from, to)).toEqual({ before, days, after }),
);

test('a chart has days up to two months, then weeks, and nothing is lost', () => {
  const days = Array.from({ length: 61 }, (_, place) =>
    new Date(Date.UTC(2026, 4, 1 + place)).toISOString().slice(0, 10),
  );
  const rows = days.map((day, place) => received(`${day}T15:00:00Z`, place + 1));
  const [short, long] = [chartOf(byDay(rows, days.slice(0, 60), newYork)), chartOf(byDay(rows, days, newYork))];
  expect([short.unit, short.rows.length, long.unit, long.rows.length]).toEqual(['By day', 60, 'By week', 9]);
  expect(long.rows.at(-1)).toMatchObject({ label: 'Week of Jun 26', cells: [{ countText: '295' }, {}, {}] });
  expect(short.series[0]!.words).toBe('Texts received: 1,830 from May 1 to Jun 29, most of them (60) at Jun 29');
});

describe('when texts arrive', () => {
  const table = arrivingOf(
    byDay(
      [received('2026-11-16T14:00:00Z', 10), received('2026-11-17T01:00:00Z', 1), received('2026-11-22T14:00:00Z', 4)],
      Array.from({ length: 7 }, (_, place) => `2026-11-${16 + place}`),
      newYork,
    ),
  );

  test('is a table of hours and weekdays, from the office hours to the latest text', () => {
    expect(table.rows.map(({ hour }) => hour)).toEqual([
      ...['8 AM', '9 AM', '10 AM', '11 AM', '12 PM', '1 PM', '2 PM', '3 PM', '4 PM', '5 PM', '6 PM', '7 PM', '8 PM'],
    ]);
    expect(table.rows[1]!.cells.map(({ countText, shade }) => [countText, shade])).toEqual([
      ...[
        ['10', 5],
        ['0', 0],
        ['0', 0],
        ['0', 0],
        ['0', 0],
        ['0', 0],
        ['4', 2],
      ],
    ]);
    expect(table.rows[12]!.cells[0]).toEqual({ countText: '1', shade: 1 });
    expect(table.totals).toEqual(['11', '0', '0', '0', '0', '0', '4']);
  });

  test('says which hour is the busiest', () => expect(table.busiest).toBe('Monday from 9 AM to 10 AM'));
});

test.each([
  [[], null, ''],
  [[50], 50, '100%'],
  [[3600, 60, 3601], 3600, '67%'],
  [[40, 10, 30, 20], 25, '100%'],
])('of those who waited %j seconds, half waited %j', (seconds, median, within) => {
  const waits = new Waits([...seconds]);
  expect([waits.median, waits.withinAnHour]).toEqual([median, within]);
});

test.each([
  [null, ''],
  [0, '0 s'],
  [59, '59 s'],
  [60, '1 min'],
  [3599, '59 min'],
  [3600, '1 h'],
  [11_160, '3 h 6 min'],
  [86_399, '23 h 59 min'],
  [187_300, '2 d 4 h'],
])('%j seconds are %j', (seconds, words) => expect(lasting(seconds)).toBe(words));

test.each([
  [12, 10, '+20%'],
  [5, 10, '−50%'],
  [1001, 1000, 'as before'],
  [3, 0, 'none before'],
  [0, 0, ''],
  [0, 8, '−100%'],
])('%i after %i is %j', (count, before, words) => expect(changeOf(count, before)).toBe(words));

test.each([
  [[], [720], ['–', '', 'was 12 min']],
  [[720], [], ['12 min', '', '']],
  [[720], [0], ['12 min', '', 'was 0 s']],
  [[0], [720], ['0 s', '−100%', 'was 12 min']],
])('a median of %j after one of %j reads %j', (now, before, words) => {
  const totals = { received: 1, replied: 1, bulk: 0, automatic: 0, opened: 1, resolved: 0, failed: 0, stopped: 0 };
  const tiles = tilesOf({ totals, waits: new Waits(now) }, { totals, waits: new Waits(before) });
  const { text, change, was } = tiles.find(({ label }) => label === 'Median first reply')!;
  expect([text, change, was]).toEqual(words);
});
