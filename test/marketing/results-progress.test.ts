import { describe, expect, test } from '@jest/globals';
import { endOf, type Later, progressOf } from '../../src/marketing/result-progress.js';
import { sum, type Tally } from '../../src/marketing/tallies.js';

const now = new Date('2026-11-24T15:00:00Z');
const zone = 'America/New_York';
const day = 86_400_000;
const tally = (own: Partial<Tally>): Tally => {
  const counts = { ...sum([]), ...own };
  const parts = [counts.waiting, counts.queued, counts.left, ...counts.skipped.values(), ...counts.failed.values()];
  return { ...counts, total: parts.reduce((all, count) => all + count, 0) };
};
const one = [{ position: 1, waitDays: 0 }];
const two = [...one, { position: 2, waitDays: 3 }];
const underWay = { status: 'sending', startsAt: null, preparedAt: now, finishedAt: null } as const;
const progress = (tallies: Tally[], own: Partial<Parameters<typeof progressOf>[0]> = {}) =>
  progressOf({
    ...{ campaign: underWay, steps: one, later: [] as Later[], audience: 0, perText: 1000, now, zone },
    tallies: new Map(tallies.map((each, place) => [place + 1, each])),
    ...own,
  });

describe('the bar', () => {
  test('is of the audience while the recipients are found', () => {
    const campaign = { ...underWay, preparedAt: null };
    expect(progress([tally({ waiting: 400 })], { campaign, audience: 5000 })).toMatchObject({
      heading: 'Finding the recipients…',
      value: 400,
      max: 5000,
      text: '400 of 5,000 contacts checked.',
    });
    // An audience may grow meanwhile.
    expect(progress([tally({ waiting: 6000 })], { campaign, audience: 5000 })).toMatchObject({
      value: 6000,
      max: 6000,
    });
  });

  test('counts what left, failed or was skipped, each once', () => {
    const half = tally({
      left: 2,
      failed: new Map([['1180', 1]]),
      skipped: new Map([['twice', 2]]),
      waiting: 4,
      queued: 1,
    });
    expect(progress([half])).toMatchObject({ value: 5, max: 10, text: '5 of 10 texts done (50%)' });
  });

  test('never moves back, from the first text of several to the last', () => {
    const shares = [
      [tally({ waiting: 10 })],
      [tally({ waiting: 4, left: 6 }), tally({ waiting: 6 })],
      [tally({ left: 9, skipped: new Map([['opted-out', 1]]) }), tally({ waiting: 9 })],
      [tally({ left: 9, skipped: new Map([['opted-out', 1]]) }), tally({ left: 4, waiting: 5 })],
      [tally({ left: 9, skipped: new Map([['opted-out', 1]]) }), tally({ left: 9 })],
    ].map((tallies) => {
      const { value, max } = progress(tallies, { steps: two });
      return value / max;
    });
    expect(shares[0]).toBe(0);
    expect(shares).toEqual([...shares].sort((first, second) => first - second));
    expect(shares.at(-1)).toBe(1);
  });

  test('is at rest before the beginning and at the end', () => {
    const startsAt = new Date('2026-11-27T14:00:00Z');
    expect(progress([], { campaign: { ...underWay, status: 'scheduled', startsAt } })).toMatchObject({
      max: 0,
      text: 'It begins on Nov 27, 2026, 9:00 AM.',
    });
    const campaign = { ...underWay, status: 'sent', finishedAt: now } as const;
    expect(progress([tally({ left: 3 })], { campaign })).toMatchObject({
      heading: 'Done',
      value: 3,
      max: 3,
      notes: [],
    });
  });
});

describe('what is said of the rest', () => {
  test('is when it is done, at the rate of the number', () => {
    expect(progress([tally({ waiting: 700, queued: 20 })]).notes).toEqual([
      'Done in about 12 minutes, at the rate of its number.',
    ]);
    expect(progress([tally({ waiting: 20 })]).notes).toEqual(['Done in less than a minute.']);
    expect(progress([tally({ waiting: 7200 })]).notes).toEqual(['Done at about 12:00 PM, at the rate of its number.']);
    expect(progress([tally({ left: 20 })]).notes).toEqual([]);
  });

  test('is who waits for their morning', () => {
    const first = new Date('2026-11-25T13:00:00Z');
    const later = [{ step: 1, count: 1204, first, last: new Date('2026-11-25T16:00:00Z') }];
    expect(progress([tally({ waiting: 1204, left: 10 })], { later }).notes).toEqual([
      '1,204 wait until morning where they are, from Nov 25, 8:00 AM on.',
      'The last text leaves on about Nov 25, 11:00 AM.',
    ]);
  });

  test('is when the next text of several leaves', () => {
    const first = new Date(now.getTime() + 3 * day);
    const later = [{ step: 2, count: 9, first, last: first }];
    expect(progress([tally({ left: 9 }), tally({ waiting: 9 })], { steps: two, later }).notes).toEqual([
      'Text 2 waits for its day: the next ones leave on Nov 27, 10:00 AM.',
      'The last text leaves on about Nov 27.',
    ]);
  });

  test('counts the days of the texts that are still to be written for somebody', () => {
    const tallies = new Map([[1, tally({ waiting: 60 })]]);
    const end = endOf({ campaign: underWay, steps: two, tallies, later: [], audience: 0, perText: 1000, now, zone });
    expect(end!.getTime() - now.getTime()).toBe(60_000 + 3 * day);
  });

  test('of what is paused is that it stands still', () => {
    const campaign = { ...underWay, status: 'paused' } as const;
    expect(progress([tally({ waiting: 60 })], { campaign })).toMatchObject({
      heading: 'Paused',
      notes: ['Nothing is sent until somebody resumes it.'],
    });
  });
});
