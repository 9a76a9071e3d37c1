import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { TryLater } from '../../src/sending/carrier.js';
import { Campaigning, Scripted } from '../support/campaigning.js';
import { noonZone } from '../support/crowd.js';
import { isOnMysql } from '../support/database.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';

const carrier = new Scripted();
beforeEach(() => {
  carrier.given = [];
  carrier.does = async () => randomUUID();
});
/** At once on MariaDB. SQLite has one writer: several servers in one process would block each other, so they take turns. */
async function together(works: (() => Promise<unknown>)[]) {
  if (isOnMysql) await Promise.all(works.map((work) => work()));
  else for (const work of works) await work();
}
const numbers = () => carrier.given.map(({ to }) => to);

describe('by the set clock', () => {
  const clock = new SetClock(new Date('2026-11-20T18:00:00Z'));
  let parleys: Parley[];
  let all: Campaigning[];
  let used = 0;

  beforeAll(async () => {
    const parley = await Parley.start({ carrier, clock });
    const beside = () => Parley.start({ carrier, clock, beside: parley });
    parleys = [parley, await beside(), await beside()];
    all = await Promise.all(parleys.map(async (each) => (await Campaigning.of(each, clock)).byHand()));
  });
  afterAll(async () => {
    for (const parley of parleys.reverse()) await parley.close();
  });

  const audience = (count: number) => all[0]!.many(count, '617', (used += 2000) - 2000);
  const rate = (perMinute: number) =>
    parleys[0]!.write('UPDATE program_numbers SET segments_per_minute = ?', [perMinute]);
  /** As if nothing had been sent yet. */
  const rested = () =>
    parleys[0]!.write('UPDATE sending_rates SET next_at = 0, reply_at = 0, slowed_at = 0, factor = 1');

  test('a scheduled one begins at its time, once, whichever process sees it first', async () => {
    const startsAt = new Date(clock.now().getTime() + 3_600_000);
    const [first] = all as [Campaigning];
    const people = await audience(3);
    const id = await first.campaign(people, ['Scheduled'], { startsAt });
    clock.pass(3_599_000);
    for (const each of all) await each.settle();
    expect([await first.status(id), carrier.given.length]).toEqual(['scheduled', 0]);
    clock.pass(1000);
    await together(all.map((each) => () => each.feed()));
    await together(all.map((each) => () => each.settle()));
    expect(carrier.bodies).toEqual(['Scheduled', 'Scheduled', 'Scheduled']);
    expect(await first.status(id)).toBe('sent');
    expect((await first.read(id)).startedAt!.getTime()).toBeGreaterThanOrEqual(startsAt.getTime());
    expect((await parleys[0]!.rows(`SELECT id FROM events WHERE kind = 'campaign-finished'`)).length).toBe(1);
  });

  test('three processes prepare, queue and send together: everybody gets it once', async () => {
    const people = await audience(600);
    const id = await all[0]!.quickMessage(people);
    for (let rounds = 0; rounds < 100 && (await all[0]!.status(id)) !== 'sent'; rounds++) {
      await together(all.flatMap((each) => [() => each.feed(), () => each.send()]));
      expect(await all[0]!.sumsUp(id)).toBe(true);
    }
    expect(numbers().length).toBe(600);
    expect(new Set(numbers()).size).toBe(600);
    expect(await all[0]!.tally(id)).toMatchObject({ total: 600, left: 600 });
  });

  test('two campaigns to the same people at once hold each other up, but nobody for good', async () => {
    const people = await audience(200);
    const ids = [await all[0]!.quickMessage(people, 'A'), await all[0]!.quickMessage(people.toReversed(), 'B')];
    const isOver = async () => (await Promise.all(ids.map((id) => all[0]!.status(id)))).every((one) => one === 'sent');
    for (let rounds = 0; rounds < 100 && !(await isOver()); rounds++)
      await together(all.flatMap((each) => [() => each.feed(), () => each.send()]));
    expect(await isOver()).toBe(true);
    expect(carrier.bodies.filter((body) => body === 'A').length).toBe(200);
    expect(carrier.bodies.filter((body) => body === 'B').length).toBe(200);
  });

  // What one process does by itself is the same on both databases.
  const alone: [number, number, number][] = [
    [1, 1, 60],
    [10, 1, 20],
    [100, 1, 5],
  ];
  test.each([...(isOnMysql ? [] : alone), [1, 3, 40], [10, 3, 10], [100, 3, 3]])(
    '%i segments a second, by %i processes, for %i seconds: within 5 %%',
    async (perSecond, processes, seconds) => {
      await rate(perSecond * 60);
      const people = await audience(Math.ceil(perSecond * seconds * 1.2) + 40);
      const some = all.slice(0, processes);
      const id = await all[0]!.campaign(people);
      for (const each of some) await each.feed();
      await rested();
      carrier.given = [];
      const step = perSecond > 10 ? 50 : 250;
      for (let passed = 0; passed < seconds * 1000; passed += step) {
        clock.pass(step);
        await together(some.map((each) => () => each.parley.flush()));
        if (passed % 500 === 0) await together(some.map((each) => () => each.feed()));
      }
      const expected = perSecond * seconds;
      expect(carrier.given.length).toBeGreaterThanOrEqual(Math.floor(expected * 0.95));
      expect(carrier.given.length).toBeLessThanOrEqual(Math.ceil(expected * 1.05));
      expect(new Set(numbers()).size).toBe(carrier.given.length);
      await all[0]!.cancel(id);
      await rate(6_000_000);
      await rested();
    },
  );

  test('the provider says 429: it slows down for everybody, recovers, and nobody misses their text', async () => {
    await rate(300);
    const id = await all[0]!.campaign(await audience(450));
    const during = async (seconds: number) => {
      carrier.given = [];
      for (let passed = 0; passed < seconds * 1000; passed += 500) {
        clock.pass(500);
        await together(all.map((each) => () => each.parley.flush()));
        await all[0]!.feed();
      }
      return carrier.given.length / seconds;
    };
    const before = await during(10);
    expect(before).toBeGreaterThan(4.5);
    carrier.does = () => Promise.reject(new TryLater('throttled'));
    await during(1);
    carrier.does = async () => randomUUID();
    expect(await during(10)).toBeLessThan(before * 0.7);
    await during(60);
    expect(await during(10)).toBeGreaterThan(before * 0.95);
    await rate(6_000_000);
    for (let passed = 0; passed < 10; passed++) {
      clock.pass(60_000);
      await all[0]!.settle();
    }
    expect(await all[0]!.tally(id)).toMatchObject({ total: 450, left: 450, failed: {} });
  });
});

test('in real time processes by themselves send to everybody once, and one of them says that it is over', async () => {
  const parley = await Parley.start({ carrier });
  const start = () => Parley.start({ carrier, beside: parley });
  const beside = isOnMysql ? [await start(), await start()] : [];
  try {
    const marketing = await Campaigning.of(parley);
    const people = await marketing.many(400);
    await parley.write('UPDATE contacts SET time_zone = ?', [noonZone()]);
    const id = await marketing.campaign(people);
    let done = 0;
    for (const end = Date.now() + 40_000; Date.now() < end && (await marketing.status(id)) !== 'sent';) {
      const { left, total, waiting, queued } = await marketing.tally(id);
      expect(left).toBeGreaterThanOrEqual(done);
      expect(left + waiting + queued).toBe(total);
      done = left;
      await wait(50);
    }
    expect(await marketing.status(id)).toBe('sent');
    expect([numbers().length, new Set(numbers()).size]).toEqual([400, 400]);
    expect((await parley.rows(`SELECT id FROM events WHERE kind = 'campaign-finished'`)).length).toBe(1);
  } finally {
    for (const each of beside) await each.close();
    await parley.close();
  }
}, 60_000);
