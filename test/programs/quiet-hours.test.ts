import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { areaCodes, zonesOfAreaCode } from '../../src/programs/area-codes.js';
import { nightIn, quietUntil, zonesOf } from '../../src/programs/quiet-hours.js';

const newYork = 'America/New_York';
const at = (moment: string) => new Date(moment);
const until = (zones: string[], moment: string) => quietUntil(zones, at(moment))?.toISOString() ?? null;
const of = (number: string, zone: string | null = null) => zonesOf({ zone, number }, 'Europe/Berlin');

describe('quiet hours: a text waits from 8 PM to 8 AM where they are', () => {
  const cases: [string, string[], string, string | null][] = [
    ['noon in New York', [newYork], '2026-11-20T17:00:00Z', null],
    ['8:00 in the morning', [newYork], '2026-11-20T13:00:00Z', null],
    ['a moment before', [newYork], '2026-11-20T12:59:59.999Z', '2026-11-20T13:00:00.000Z'],
    ['a moment before 8 PM', [newYork], '2026-11-21T00:59:59.999Z', null],
    ['8 PM', [newYork], '2026-11-21T01:00:00Z', '2026-11-21T13:00:00.000Z'],
    ['20:05 in New York is 17:05 in Los Angeles', ['America/Los_Angeles'], '2026-11-21T01:05:00Z', null],
    ['the evening before the clocks go forward', [newYork], '2026-03-08T02:00:00Z', '2026-03-08T12:00:00.000Z'],
    ['the night in which they do', [newYork], '2026-03-08T07:30:00Z', '2026-03-08T12:00:00.000Z'],
    ['the evening before they go back', [newYork], '2026-11-01T02:00:00Z', '2026-11-01T13:00:00.000Z'],
    ['the hour that comes twice', [newYork], '2026-11-01T06:30:00Z', '2026-11-01T13:00:00.000Z'],
    ['a zone of half hours', ['Asia/Kolkata'], '2026-11-20T15:00:00Z', '2026-11-21T02:30:00.000Z'],
    [
      'Tennessee, which has two zones: the later morning',
      [newYork, 'America/Chicago'],
      '2026-11-20T13:00:00Z',
      '2026-11-20T14:00:00.000Z',
    ],
    ['and the earlier evening', [newYork, 'America/Chicago'], '2026-11-21T01:00:00Z', '2026-11-21T14:00:00.000Z'],
    [
      'the whole country, from Hawaii to New York',
      [newYork, 'Pacific/Honolulu'],
      '2026-11-20T14:00:00Z',
      '2026-11-20T18:00:00.000Z',
    ],
  ];

  test.each(cases)('%s', (_, zones, now, expected) => expect(until(zones, now)).toBe(expected));

  test('zones that never share a day: the first decides', () => {
    expect(until(['America/New_York', 'Asia/Shanghai'], '2026-07-20T17:00:00Z')).toBe(null);
    expect(until(['America/New_York', 'Asia/Shanghai'], '2026-07-21T02:00:00Z')).toBe('2026-07-21T12:00:00.000Z');
  });
});

test('whatever the zones and the moment, through every change of the clocks: the answer is the first moment of day', () => {
  const zones = [
    'America/New_York',
    'America/Phoenix',
    'America/St_Johns',
    'Europe/London',
    'Australia/Lord_Howe',
    'Pacific/Auckland',
    'America/Los_Angeles',
  ];
  const hours = new Map(
    zones.map((zone) => [
      zone,
      new Intl.DateTimeFormat('en-US', { hour: 'numeric', hourCycle: 'h23', timeZone: zone }),
    ]),
  );
  const isDay = (zone: string, moment: number) => {
    const hour = Number(hours.get(zone)!.format(moment));
    return hour >= 8 && hour < 20;
  };
  const minute = 60_000;
  const moments = fc.integer({ min: Date.UTC(2026, 0, 1) / minute, max: Date.UTC(2028, 0, 1) / minute });
  fc.assert(
    fc.property(fc.constantFrom(...zones), moments, (zone, minutes) => {
      const now = minutes * minute;
      const answer = quietUntil([zone], new Date(now))?.getTime() ?? now;
      expect(isDay(zone, answer)).toBe(true);
      for (let moment = now; moment < answer; moment += 10 * minute) expect(isDay(zone, moment)).toBe(false);
      expect(answer - now).toBeLessThanOrEqual(13 * 60 * minute);
    }),
    { numRuns: 300 },
  );
});

describe('where somebody is', () => {
  test('what we know of them comes first, unless it is no time zone', () => {
    expect(of('+16175550111', 'Europe/Paris')).toEqual(['Europe/Paris']);
    expect(of('+16175550111', 'Boston, I think')).toEqual([newYork]);
  });

  test.each([
    ['Boston', '+16175550111', [newYork]],
    ['Los Angeles', '+12135550111', ['America/Los_Angeles']],
    ['Phoenix, which knows no summer time', '+16025550111', ['America/Phoenix']],
    ['Chattanooga and its west', '+14235550111', [newYork, 'America/Chicago']],
    ['Toronto', '+14165550111', ['America/Toronto']],
    ['Puerto Rico', '+17875550111', ['America/Puerto_Rico']],
    ['Kingston, Jamaica', '+18765550111', ['America/Jamaica']],
    ['London', '+442079460018', ['Europe/London']],
    ['Paris', '+33123456789', ['Europe/Paris']],
  ])('%s', (_, number, zones) => expect(of(number)).toEqual(zones));

  test('a toll-free number, or a code that is too new, may be anywhere in the country', () => {
    for (const number of ['+18005550111', '+12875550111'])
      expect(of(number)).toEqual(expect.arrayContaining([newYork, 'Pacific/Honolulu', 'America/Anchorage']));
  });

  // The library knows of no mobile that has this number, and so of no country.
  test('a number of no known country is in those that have its code', () => {
    const london = of('+447700900110');
    expect(london).toContain('Europe/London');
    expect(until(london, '2026-11-20T23:16:00Z')).toBe('2026-11-21T08:00:00.000Z');
    expect(of('+70001234567')).toEqual(expect.arrayContaining(['Europe/Moscow', 'Asia/Almaty', 'Asia/Kamchatka']));
  });

  test('a number that says nothing is where the program is', () => expect(of('12345')).toEqual(['Europe/Berlin']));

  test('the one zone in which it is night', () => {
    expect(nightIn([newYork, 'America/Chicago'], at('2026-11-21T01:30:00Z'))).toBe(newYork);
    expect(nightIn([newYork, 'America/Chicago'], at('2026-11-20T17:00:00Z'))).toBeUndefined();
  });
});

test('every area code is listed once, with zones that exist', () => {
  expect(areaCodes.length).toBe(new Set(areaCodes).size);
  expect(areaCodes.length).toBeGreaterThan(350);
  for (const code of areaCodes) {
    expect(code).toMatch(/^[2-9]\d\d$/);
    for (const zone of zonesOfAreaCode(code))
      expect(() => new Intl.DateTimeFormat('en-US', { timeZone: zone })).not.toThrow();
  }
});
