import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { AccountTrouble, NotAccepted, Unconfirmed } from '../../src/sending/carrier.js';
import { Campaigning, Scripted } from '../support/campaigning.js';
import { numberOf } from '../support/crowd.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';

const carrier = new Scripted();
const clock = new SetClock(new Date('2026-11-20T18:00:00Z'));
let parley: Parley;
let marketing: Campaigning;
let used = 4000;

beforeAll(async () => {
  parley = await Parley.start({ carrier, clock });
  marketing = await (await Campaigning.of(parley, clock)).byHand();
});
afterAll(() => parley?.close());
beforeEach(() => {
  carrier.given = [];
  carrier.does = async () => randomUUID();
});

/** New applicants, and those of their numbers at these places. */
async function audience(count: number, ...places: number[]) {
  const ids = await marketing.many(count, '617', used);
  const chosen = new Set(places.map((place) => numberOf('617', used + place)));
  used += count;
  return { ids, chosen };
}
const refusing = (numbers: Set<string>) => {
  carrier.does = ({ to }) =>
    numbers.has(to) ? Promise.reject(new NotAccepted('bad-number')) : Promise.resolve(randomUUID());
};
/** Sends all that may leave. What has nothing more to send just now is looked at once a minute. */
const aMinute = async () => {
  await marketing.settle();
  clock.pass(60_000);
  await marketing.settle();
};
const rate = (perMinute: number) =>
  parley.write('UPDATE program_numbers SET segments_per_minute = ? WHERE program_id = ?', [
    perMinute,
    parley.cast.program.id,
  ]);
const pause = async (id: number) => (await marketing.read(id)).pause;
const follows = async (ids: number[]) => marketing.campaign(ids, ['One', { body: 'Two', onlyIfNoReply: false }]);
const threads = (numbers: Set<string>, body: string) =>
  Promise.all([...numbers].map((number) => marketing.text(number, body, clock.now())));

describe('failures', () => {
  test('6 of 100 pause it, say so, and nothing more leaves until somebody resumes', async () => {
    const { ids, chosen } = await audience(100, 3, 14, 15, 92, 65, 35);
    refusing(chosen);
    const id = await follows(ids);
    await aMinute();
    expect(await pause(id)).toMatchObject({ because: 'failures', share: 6, byUserId: null });
    expect(await marketing.status(id)).toBe('paused');
    const told = await parley.rows(`SELECT kind FROM events WHERE kind = 'campaign-paused'`);
    expect(told.length).toBe(1);
    clock.pass(4 * 86_400_000);
    await aMinute();
    expect(carrier.given.length).toBe(100);
    await marketing.resume(id);
    await aMinute();
    // What was forgiven does not pause it again.
    expect(await pause(id)).toBeNull();
    expect(carrier.given.length).toBe(194);
    expect(await marketing.status(id)).toBe('sent');
  });

  test('5 of 100 don’t; and of fewer than 20 texts nobody can tell', async () => {
    const five = await audience(100, 0, 1, 2, 3, 4);
    refusing(five.chosen);
    const just = await follows(five.ids);
    await aMinute();
    expect(await marketing.status(just)).toBe('sending');
    const few = await audience(19, 0, 1, 2, 3, 4, 5);
    refusing(few.chosen);
    const small = await follows(few.ids);
    await aMinute();
    expect(await marketing.status(small)).toBe('sending');
    const more = await audience(20, 0, 1);
    refusing(more.chosen);
    const enough = await follows(more.ids);
    await aMinute();
    expect(await pause(enough)).toMatchObject({ because: 'failures', share: 10 });
    for (const id of [just, small, enough]) await marketing.cancel(id);
  });

  test('while it is being sent it is looked at every second: most of it never leaves', async () => {
    await rate(1200);
    const { ids, chosen } = await audience(200, 2, 5, 8, 11);
    refusing(chosen);
    const id = await marketing.campaign(ids);
    for (let seconds = 0; seconds < 5; seconds++) {
      clock.pass(1000);
      await marketing.settle();
    }
    expect(await pause(id)).toMatchObject({ because: 'failures' });
    expect(carrier.given.length).toBeGreaterThanOrEqual(20);
    expect(carrier.given.length).toBeLessThan(60);

    // Resumed in spite of it, and as much goes wrong again: it pauses again, once twenty more have left.
    await marketing.resume(id);
    carrier.does = () => Promise.reject(new NotAccepted('not-accepted'));
    const before = carrier.given.length;
    for (let seconds = 0; seconds < 5; seconds++) {
      clock.pass(1000);
      await marketing.settle();
    }
    expect(await pause(id)).toMatchObject({ because: 'failures', share: 100 });
    expect(carrier.given.length - before).toBeGreaterThanOrEqual(20);
    expect(carrier.given.length).toBeLessThan(110);
    await marketing.cancel(id);
    await rate(6_000_000);
  });

  test('a text of which all have left has nothing to pause: it was sent, whatever came of it', async () => {
    const { ids, chosen } = await audience(30, 0, 1, 2, 3, 4);
    refusing(chosen);
    const id = await marketing.quickMessage(ids);
    await aMinute();
    expect(await marketing.status(id)).toBe('sent');
    expect(await marketing.tally(id)).toMatchObject({ left: 25, failed: { 'bad-number': 5 } });
  });

  test('somebody who opted out meanwhile is no failure of ours', async () => {
    const { ids, chosen } = await audience(40, 0, 1, 2, 3);
    const id = await follows(ids);
    await marketing.feed();
    for (const number of chosen)
      await parley.write('INSERT INTO opt_outs (program_id, number, since) VALUES (?, ?, ?)', [
        parley.cast.program.id,
        number,
        clock.now(),
      ]);
    await aMinute();
    expect((await marketing.tally(id)).failed).toEqual({ 'opted-out': 4 });
    expect(await marketing.status(id)).toBe('sending');
    await marketing.cancel(id);
  });
});

describe('no word from the provider', () => {
  const seconds = async (count: number) => {
    for (let passed = 0; passed < count; passed++) {
      clock.pass(1000);
      await marketing.settle();
    }
  };
  const silent = (most = Infinity) => {
    let count = 0;
    carrier.does = () => (count++ < most ? Promise.reject(new Unconfirmed()) : Promise.resolve(randomUUID()));
  };

  test('pauses it, since what may have left is not sent again; resumed, it counts from zero', async () => {
    await rate(1200);
    const { ids } = await audience(130);
    silent();
    const id = await marketing.campaign(ids);
    await seconds(5);
    expect(await pause(id)).toMatchObject({ because: 'unconfirmed', share: 100, byUserId: null });
    expect(carrier.given.length).toBeGreaterThanOrEqual(40);
    expect(carrier.given.length).toBeLessThan(110);
    carrier.does = async () => randomUUID();
    await marketing.resume(id);
    await seconds(5);
    expect(await marketing.status(id)).toBe('sent');
    expect(new Set(carrier.given.map(({ to }) => to)).size).toBe(130);
    await rate(6_000_000);
  });

  test('as many as a killed process leaves behind pause nothing', async () => {
    const { ids } = await audience(60);
    silent(30);
    const id = await follows(ids);
    await aMinute();
    expect(await marketing.tally(id)).toMatchObject({ left: 60, unconfirmed: 30 });
    expect(await marketing.status(id)).toBe('sending');
    await marketing.cancel(id);
  });
});

test('opt-outs pause it likewise, by their own limit', async () => {
  const { ids, chosen } = await audience(40, 0, 1, 2, 3);
  const id = await marketing.campaign(ids, ['One', { body: 'Two', onlyIfNoReply: false }], { optOutLimit: 9 });
  await marketing.settle();
  const [first, ...others] = chosen;
  await threads(new Set([first!]), 'STOP');
  await aMinute();
  expect(await marketing.status(id)).toBe('sending');
  await threads(new Set(others), 'STOP');
  clock.pass(4 * 86_400_000);
  await aMinute();
  expect(await pause(id)).toMatchObject({ because: 'opt-outs', share: 10 });
  expect(carrier.bodies).not.toContain('Two');
});

describe.each([
  ['401', 'credentials'],
  ['402', 'no-credit'],
] as const)('the provider answers %s', (_, code) => {
  test('the campaign pauses with that reason, loses nothing, and goes on when somebody resumes', async () => {
    const { ids } = await audience(40);
    carrier.does = () => Promise.reject(new AccountTrouble(code, 'no'));
    const id = await marketing.campaign(ids);
    await aMinute();
    expect(await pause(id)).toMatchObject({ because: code });
    expect(carrier.given.length).toBeLessThan(40);
    carrier.does = async () => randomUUID();
    clock.pass(2 * 60_000);
    await aMinute();
    expect((await marketing.tally(id)).left).toBe(0);
    carrier.given = [];
    await marketing.resume(id);
    await aMinute();
    expect(new Set(carrier.given.map(({ to }) => to)).size).toBe(40);
    expect(carrier.given.length).toBe(40);
    expect(await marketing.status(id)).toBe('sent');
  });
});
