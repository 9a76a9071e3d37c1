import { describe, expect, test } from '@jest/globals';
import { absenceFields, absenceFrom, absenceInWords, isAway, present } from '../../src/people/absence.js';
import { dayIn, isoDayOf, startOfDay } from '../../src/programs/days.js';
import { refused } from '../../src/refusal.js';

const zone = 'America/New_York';
/** A Friday, ten in the morning in New York. */
const now = new Date('2026-11-20T15:00:00Z');
const sam = { userId: 7, name: 'Sam Okafor' };
const read = (typed: Record<string, unknown>) => absenceFrom({ away: '1', ...typed }, zone, now, [sam]);
const faults = (typed: Record<string, unknown>) => {
  try {
    read(typed);
    return {};
  } catch (error) {
    return refused(error);
  }
};

describe('Dana says when she is away', () => {
  test('from now on, until she says so', () => {
    expect(read({})).toEqual({ awayFrom: now, awayUntil: null, standInId: null });
  });

  test('from a day to a day of her program’s time zone, with Sam in her place', () => {
    expect(read({ awayFrom: '2026-11-28', awayUntil: '2026-12-03', standIn: '7' })).toEqual({
      awayFrom: new Date('2026-11-28T05:00:00Z'),
      awayUntil: new Date('2026-12-03T05:00:00Z'),
      standInId: 7,
    });
  });

  test('from a day that has begun: she is away at once', () => {
    expect(isAway(read({ awayFrom: '2026-11-20', awayUntil: '2026-11-21' }), now)).toBe(true);
  });

  test('not at all', () => {
    expect(absenceFrom({ awayFrom: 'nonsense', awayUntil: '2026-12-03' }, zone, now, [])).toEqual(present);
  });

  test.each([
    [{ awayUntil: '2026-11-20' }, 'awayUntil', 'after today'],
    [{ awayUntil: '2020-01-01' }, 'awayUntil', 'after today'],
    [{ awayFrom: '2026-12-03', awayUntil: '2026-12-03' }, 'awayUntil', 'after the first day'],
    [{ awayFrom: '2026-12-03', awayUntil: '2026-12-01' }, 'awayUntil', 'after the first day'],
    [{ awayFrom: '2026-02-30' }, 'awayFrom', 'Enter a day'],
    [{ awayFrom: '9999-99-99' }, 'awayFrom', 'Enter a day'],
    [{ awayUntil: ['2026-12-01', '2026-12-02'] }, 'awayUntil', 'Enter a day'],
    [{ standIn: '8' }, 'standIn', 'Choose a colleague'],
    [{ standIn: 'Sam' }, 'standIn', 'Choose a colleague'],
  ])('%j is refused beside %s', (typed, field, words) => {
    expect(faults(typed)).toEqual({ [field]: expect.stringContaining(words) });
  });
});

describe('in words', () => {
  const until = new Date('2026-12-03T05:00:00Z');
  test.each([
    [{ awayFrom: null, awayUntil: null }, '', false],
    [{ awayFrom: now, awayUntil: null }, 'Away', true],
    [{ awayFrom: now, awayUntil: until }, 'Away until Dec 3', true],
    [{ awayFrom: new Date('2026-11-28T05:00:00Z'), awayUntil: until }, 'Away from Nov 28 until Dec 3', false],
    [{ awayFrom: now, awayUntil: new Date('2027-01-04T05:00:00Z') }, 'Away until Jan 4, 2027', true],
    [{ awayFrom: new Date(0), awayUntil: now }, '', false],
  ])('%j is “%s”', (absence, words, away) => {
    expect(absenceInWords(absence, zone, now)).toBe(words);
    expect(isAway(absence, now)).toBe(away);
  });

  test('the form shows what is stored; once it was refused, what was typed; and nothing of what is over', () => {
    const stored = { awayFrom: now, awayUntil: until, standInId: 7 };
    const standIns = [{ id: 7, name: 'Sam Okafor', isSelected: true }];
    const shown = { isAway: true, awayFrom: '2026-11-20', awayUntil: '2026-12-03', standIns };
    expect(absenceFields(stored, [sam], zone, now)).toEqual(shown);
    expect(absenceFields(stored, [sam], zone, now, { awayUntil: 'soon' })).toMatchObject({
      isAway: false,
      awayFrom: '',
      awayUntil: 'soon',
    });
    expect(absenceFields(stored, [sam], zone, until)).toMatchObject({ isAway: false, awayFrom: '', awayUntil: '' });
  });
});

describe('days in a time zone', () => {
  test.each([
    ['2026-03-08', 'America/New_York', '2026-03-08T05:00:00Z'],
    ['2026-03-09', 'America/New_York', '2026-03-09T04:00:00Z'],
    ['2026-11-02', 'America/New_York', '2026-11-02T05:00:00Z'],
    ['2026-06-01', 'Asia/Kolkata', '2026-05-31T18:30:00Z'],
    ['2026-06-01', 'Pacific/Auckland', '2026-05-31T12:00:00Z'],
  ])('%s begins in %s at %s', (day, in_, moment) => {
    expect(startOfDay(day, in_)).toEqual(new Date(moment));
    expect(isoDayOf(new Date(moment), in_)).toBe(day);
    expect(isoDayOf(new Date(new Date(moment).getTime() - 1), in_)).not.toBe(day);
  });

  test('a day is a day of the calendar', () => {
    expect(dayIn(' 2028-02-29 ')).toBe('2028-02-29');
    for (const said of ['2026-02-29', '20261203', '0026-01-01', '', null, {}, 7]) expect(dayIn(said)).toBeNull();
  });
});
