import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { TryLater } from '../../src/sending/carrier.js';
import { Queue } from '../../src/sending/queue.js';
import { Campaigning, Scripted } from '../support/campaigning.js';
import { noonZone } from '../support/crowd.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';
import { StandInVonage } from '../support/stand-in-vonage.js';

const statuses = (parley: Parley, id: number) =>
  parley.rows<{ status: string; error_code: string | null; due: string }>(
    `SELECT message.status, message.error_code FROM messages message
     JOIN campaign_recipients recipient ON recipient.message_id = message.id WHERE recipient.campaign_id = ?`,
    [id],
  );

describe('by a slow provider, in real time', () => {
  let vonage: StandInVonage;
  let parley: Parley;
  let marketing: Campaigning;

  beforeAll(async () => {
    vonage = await StandInVonage.start();
    vonage.usually = { does: 'accept', after: 400 };
    parley = await Parley.start({ carrier: 'simulator', env: vonage.environment() });
    marketing = await Campaigning.of(parley);
  });
  afterAll(async () => {
    await parley?.close();
    await vonage?.stop();
  });

  /** Waits until so many texts have come. */
  const until = async (count: number, seconds = 15) => {
    for (const end = Date.now() + seconds * 1000; vonage.sent.length < count && Date.now() < end;) await wait(20);
    expect(vonage.sent.length).toBeGreaterThanOrEqual(count);
  };
  const isOver = async (id: number) => {
    for (let tries = 0; tries < 300 && (await marketing.status(id)) !== 'sent'; tries++) await wait(50);
    expect(await marketing.status(id)).toBe('sent');
  };

  test('a pause takes hold within two seconds, a resume goes on, and nobody gets it twice', async () => {
    const people = await marketing.many(150);
    // Somewhere it is always day.
    await parley.write('UPDATE contacts SET time_zone = ?', [noonZone()]);
    const id = await marketing.campaign(people);
    await until(30);
    const asked = Date.now();
    await marketing.pause(id);
    expect(Date.now() - asked).toBeLessThan(2000);
    const then = vonage.sent.length;
    await wait(2000);
    const held = vonage.sent.length;
    // Those that were on their way at that moment can't be called back.
    expect(held - then).toBeLessThanOrEqual(24);
    expect(held).toBeLessThan(150);
    await wait(1000);
    expect(vonage.sent.length).toBe(held);
    expect(await marketing.sumsUp(id)).toBe(true);

    await marketing.resume(id);
    await until(150);
    await isOver(id);
    expect(new Set(vonage.sent.map(({ to }) => to)).size).toBe(150);
    expect(vonage.sent.length).toBe(150);
    expect(await marketing.tally(id)).toMatchObject({ total: 150, left: 150 });
  });
});

describe('by the set clock', () => {
  const carrier = new Scripted();
  const clock = new SetClock(new Date('2026-11-20T18:00:00Z'));
  const minute = 60_000;
  let parley: Parley;
  let marketing: Campaigning;
  let used = 5000;

  beforeAll(async () => {
    parley = await Parley.start({ carrier, clock });
    marketing = await (await Campaigning.of(parley, clock)).byHand();
  });
  afterAll(() => parley?.close());
  beforeEach(() => {
    carrier.given = [];
    carrier.does = async () => randomUUID();
  });
  afterEach(() => clock.pass(2 * minute));

  const audience = (count: number) => marketing.many(count, '617', (used += 100));
  const slow = () => {
    carrier.does = () => Promise.reject(new TryLater('throttled'));
  };

  test('texts that come back from a failed try during a pause don’t leave, and leave once it is resumed', async () => {
    const id = await marketing.campaign(await audience(5));
    await marketing.feed();
    // They are on their way when somebody pauses.
    let paused: Promise<void> | undefined;
    carrier.does = async () => {
      await (paused ??= marketing.pause(id));
      throw new TryLater('throttled');
    };
    await marketing.send();
    carrier.does = async () => randomUUID();
    const tried = carrier.given.length;
    for (let minutes = 0; minutes < 20; minutes++) {
      clock.pass(minute);
      await marketing.settle();
    }
    expect(carrier.given.length).toBe(tried);
    expect(await marketing.tally(id)).toMatchObject({ queued: 5, left: 0 });
    expect(new Set((await statuses(parley, id)).map(({ status }) => status))).toEqual(new Set(['queued']));

    await marketing.resume(id);
    await marketing.settle();
    expect(carrier.given.length).toBe(tried + 5);
    expect(await marketing.tally(id)).toMatchObject({ queued: 0, left: 5 });
    expect(await marketing.status(id)).toBe('sent');
  });

  test('nor do those that were taken out of the queue just before the pause', async () => {
    const id = await marketing.campaign(await audience(5));
    await marketing.feed();
    const queue = parley.app.get(Queue);
    const claim = queue.claim.bind(queue);
    const claiming = jest.spyOn(queue, 'claim').mockImplementationOnce(async (...said) => {
      const claimed = await claim(...said);
      await marketing.pause(id);
      return claimed;
    });
    await marketing.send();
    claiming.mockRestore();
    expect(carrier.given).toEqual([]);
    expect(await marketing.tally(id)).toMatchObject({ queued: 5, left: 0 });
    await marketing.resume(id);
    await marketing.settle();
    expect(carrier.given.length).toBe(5);
  });

  test('nor after it was canceled, for good', async () => {
    const id = await marketing.campaign(await audience(5));
    await marketing.feed();
    let canceled: Promise<void> | undefined;
    carrier.does = async () => {
      await (canceled ??= marketing.cancel(id));
      throw new TryLater('throttled');
    };
    await marketing.send();
    carrier.does = async () => randomUUID();
    const tried = carrier.given.length;
    clock.pass(20 * minute);
    await marketing.settle();
    expect(carrier.given.length).toBe(tried);
    expect(await marketing.tally(id)).toMatchObject({ queued: 0, left: 0, failed: { canceled: 5 } });
    expect(await marketing.sumsUp(id)).toBe(true);
  });

  test('cancel leaves nothing queued, whoever waits gets nothing, and what has left is kept', async () => {
    const id = await marketing.campaign(await audience(90), ['One', { body: 'Two', onlyIfNoReply: false }]);
    await parley.write('UPDATE program_numbers SET segments_per_minute = 600');
    await marketing.feed();
    for (let passed = 0; passed < 10; passed++) {
      clock.pass(100);
      await marketing.send();
    }
    await marketing.cancel(id);
    await parley.write('UPDATE program_numbers SET segments_per_minute = 6000000');
    const left = carrier.given.length;
    expect(left).toBeGreaterThan(5);
    expect((await statuses(parley, id)).filter(({ status }) => status === 'queued')).toEqual([]);
    clock.pass(5 * 86_400_000);
    await marketing.settle();
    expect(carrier.given.length).toBe(left);
    const tally = await marketing.tally(id);
    expect(tally).toMatchObject({ left, queued: 0, total: 90 + left + tally.failed['canceled']! });
    expect(tally.waiting).toBe(tally.total - left - tally.failed['canceled']!);
    expect(await marketing.status(id)).toBe('canceled');
    await expect(marketing.resume(id)).rejects.toThrow('Only what is paused can be resumed.');
  });

  test('what is paused, resumed or canceled at the wrong time is refused in a sentence', async () => {
    const id = await marketing.quickMessage(await audience(1));
    await marketing.settle();
    await expect(marketing.pause(id)).rejects.toThrow('Only what is being sent can be paused.');
    await expect(marketing.cancel(id)).rejects.toThrow('It has already ended.');
  });

  test('paused and resumed again and again while texts fail and come back: each gets it once', async () => {
    const people = await audience(60);
    const id = await marketing.campaign(people);
    for (let times = 0; times < 12; times++) {
      if (times % 3 === 0) slow();
      else carrier.does = async () => randomUUID();
      await Promise.all([marketing.feed(), marketing.send(), marketing.pause(id).catch(() => undefined)]);
      clock.pass(20_000);
      await Promise.all([marketing.send(), marketing.resume(id).catch(() => undefined), marketing.send()]);
      clock.pass(20_000);
    }
    carrier.does = async () => randomUUID();
    clock.pass(20 * minute);
    await marketing.settle();
    expect(await marketing.tally(id)).toMatchObject({ total: 60, left: 60, queued: 0, waiting: 0, failed: {} });
    expect(await marketing.status(id)).toBe('sent');
  });
});
