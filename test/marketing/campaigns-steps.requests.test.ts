import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Tallies } from '../../src/marketing/tallies.js';
import { NotAccepted, TryLater, Unconfirmed } from '../../src/sending/carrier.js';
import { Campaigning, Scripted } from '../support/campaigning.js';
import { numberOf } from '../support/crowd.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';

const carrier = new Scripted();
const clock = new SetClock(new Date('2026-11-20T18:00:00Z'));
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
let parley: Parley;
let marketing: Campaigning;
let used = 3000;

beforeAll(async () => {
  parley = await Parley.start({ carrier, clock });
  marketing = await (await Campaigning.of(parley, clock)).byHand();
});
afterAll(() => parley?.close());
beforeEach(() => {
  carrier.given = [];
  carrier.does = async () => randomUUID();
});

/** New applicants, with their numbers. */
async function somebody(count: number) {
  const ids = await marketing.many(count, '617', used);
  const numbers = ids.map((_, place) => numberOf('617', used + place));
  used += count;
  return { ids, numbers };
}
const reasons = async (id: number, contact: number) =>
  (await marketing.fates(id, contact)).map(({ reason, outcome, state }) => reason ?? outcome ?? state);

test('the second text comes after its days, to those who did not answer', async () => {
  const { ids, numbers } = await somebody(3);
  const id = await marketing.campaign(ids, ['One', 'Two', { body: 'Three', waitDays: 1, onlyIfNoReply: false }]);
  await marketing.settle();
  expect(carrier.bodies).toEqual(['One', 'One', 'One']);
  clock.pass(day);
  await marketing.text(numbers[1]!, 'Sounds good', clock.now());
  clock.pass(2 * day - hour);
  await marketing.settle();
  expect(carrier.given.length).toBe(3);
  expect(await marketing.status(id)).toBe('sending');
  clock.pass(hour);
  await marketing.settle();
  expect(numbers.map((number) => carrier.to(number))).toEqual([['One', 'Two'], ['One'], ['One', 'Two']]);
  expect(await reasons(id, ids[1]!)).toEqual(['submitted', 'replied']);
  clock.pass(day);
  await marketing.text(numbers[2]!, 'Too late?', clock.now());
  await marketing.settle();
  expect(carrier.to(numbers[0]!)).toEqual(['One', 'Two', 'Three']);
  expect(carrier.to(numbers[2]!)).toEqual(['One', 'Two', 'Three']);
  expect(await marketing.status(id)).toBe('sent');
  expect(await marketing.tally(id)).toMatchObject({ total: 8, left: 7, skipped: { replied: 1 }, replied: 2 });
});

test('an answer to something else in the thread is an answer; one to another number is not', async () => {
  const { ids, numbers } = await somebody(2);
  const id = await marketing.campaign(ids, ['One', 'Two']);
  await marketing.settle();
  await marketing.quickMessage([ids[0]!], 'By the way');
  await marketing.settle();
  await marketing.text(numbers[0]!, 'To the way', clock.now());
  await parley.write(
    `INSERT INTO program_numbers (program_id, number, label, is_default, segments_per_minute) VALUES (?, ?, 'Aid', 0, 60)`,
    [parley.cast.program.id, '+12025550190'],
  );
  await marketing.text(numbers[1]!, 'A question of aid', clock.now(), { to: '12025550190' });
  clock.pass(3 * day);
  await marketing.settle();
  expect(numbers.map((number) => carrier.to(number))).toEqual([
    ['One', 'By the way'],
    ['One', 'Two'],
  ]);
  expect(await reasons(id, ids[0]!)).toEqual(['submitted', 'replied']);
});

test('who did not get the text before gets no further one; of whom nobody knows, does', async () => {
  const { ids, numbers } = await somebody(3);
  carrier.does = ({ to }) => {
    if (to === numbers[0]) return Promise.reject(new NotAccepted('bad-number'));
    return to === numbers[1] ? Promise.reject(new Unconfirmed()) : Promise.resolve(randomUUID());
  };
  const id = await marketing.campaign(ids, ['One', { body: 'Two', onlyIfNoReply: false }]);
  await marketing.settle();
  carrier.does = async () => randomUUID();
  clock.pass(3 * day);
  await marketing.settle();
  expect(numbers.map((number) => carrier.to(number))).toEqual([['One'], ['One', 'Two'], ['One', 'Two']]);
  expect(await reasons(id, ids[0]!)).toEqual(['failed', 'not-delivered']);
  expect(await reasons(id, ids[1]!)).toEqual(['unconfirmed', 'submitted']);
  expect(await marketing.status(id)).toBe('sent');
});

test('after a long pause nobody gets two texts in a row: the days count from when the first left', async () => {
  const { ids, numbers } = await somebody(2);
  carrier.does = ({ to }) =>
    to === numbers[0] ? Promise.resolve(randomUUID()) : Promise.reject(new TryLater('throttled', undefined, minute));
  const id = await marketing.campaign(ids, ['One', 'Two']);
  await marketing.settle();
  await marketing.pause(id);
  carrier.does = async () => randomUUID();
  carrier.given = [];
  clock.pass(5 * day);
  await marketing.settle();
  expect(carrier.given).toEqual([]);
  await marketing.resume(id);
  await marketing.settle();
  // The first had his text five days ago; the other gets hers only now.
  expect(numbers.map((number) => carrier.to(number))).toEqual([['Two'], ['One']]);
  clock.pass(hour + minute);
  await marketing.settle();
  clock.pass(3 * day - 2 * hour);
  await marketing.settle();
  expect(carrier.to(numbers[1]!)).toEqual(['One']);
  clock.pass(2 * hour);
  await marketing.settle();
  expect(carrier.to(numbers[1]!)).toEqual(['One', 'Two']);
  expect(await marketing.status(id)).toBe('sent');
});

test('while it only waits for its days, a campaign is not counted through every second', async () => {
  const { ids } = await somebody(1);
  const id = await marketing.campaign(ids, ['One', 'Two']);
  await marketing.settle();
  clock.pass(minute);
  await marketing.feed();
  let counted = 0;
  const tallies = parley.app.get(Tallies);
  const count = tallies.of.bind(tallies);
  tallies.of = (campaignId) => ((counted += 1), count(campaignId));
  try {
    for (let second = 0; second < 30; second++) {
      clock.pass(1000);
      await marketing.feed();
    }
    expect(counted).toBe(0);
  } finally {
    tallies.of = count;
  }
  expect(await marketing.status(id)).toBe('sending');
});
