import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Carrier, type OutgoingText, TryLater } from '../../src/sending/carrier.js';
import { Outbox } from '../../src/sending/outbox.js';
import type { Client } from '../support/client.js';
import { ourNumber } from '../support/cast.js';
import { isOnMysql } from '../support/database.js';
import { inbound, Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';

/** Notes when each text left. */
class Timing extends Carrier {
  left: { body: string; from: string; at: number }[] = [];
  refuses: Error | null = null;

  override async send({ body, from }: OutgoingText) {
    this.left.push({ body, from, at: performance.now() });
    if (this.refuses) throw this.refuses;
    return randomUUID();
  }

  get bodies() {
    return this.left.map(({ body }) => body);
  }
}

const maya = '+16175550111';
const secondNumber = '+12025550190';
const carrier = new Timing();
let parley: Parley;
let jordan: Client;
let conversation: number;
let other: number;
let now: () => Date;

async function setUp(wishes: { clock?: SetClock; env?: Record<string, string> } = {}) {
  parley = await Parley.start({ carrier, ...wishes });
  now = () => wishes.clock?.now() ?? new Date();
  jordan = await parley.as('jordan');
  await textUs('Hello');
  conversation = await parley.conversationWith(maya);
  await parley.write(
    `INSERT INTO program_numbers (program_id, number, label, is_default, segments_per_minute)
     VALUES (?, ?, 'Financial aid', 0, 6000000)`,
    [parley.cast.program.id, secondNumber],
  );
  await textUs('Hello, aid', { to: secondNumber.slice(1) });
  const [row] = await parley.rows<{ id: number }>('SELECT MAX(id) AS id FROM conversations');
  other = row!.id;
}

/** Maya texts us, at the time of the clock. */
const textUs = async (body: string, own: object = {}) => {
  const text = inbound(maya, body, { timestamp: now().toISOString(), ...own });
  expect((await parley.webhook('inbound', text, { iat: Math.floor(now().getTime() / 1000) })).status).toBe(200);
};

beforeEach(() => {
  carrier.left = [];
  carrier.refuses = null;
});

const rate = (perMinute: number, number = ourNumber) =>
  parley.write('UPDATE program_numbers SET segments_per_minute = ? WHERE number = ?', [perMinute, number]);
const reply = (body: string, to = conversation) => jordan.post(`/conversations/${to}/messages`, { body });

/** Texts to many, all due already. They go to Maya, for the pace does not ask to whom. */
async function bulk(
  count: number,
  { to = conversation, segments = 1, name = 'bulk', at = '2026-11-20 10:00:00' } = {},
) {
  const [{ number }] = (await parley.rows('SELECT program_number_id AS number FROM conversations WHERE id = ?', [
    to,
  ])) as [{ number: number }];
  await parley.database.transaction(async () => {
    for (let text = 0; text < count; text++)
      await parley.database.run(
        `INSERT INTO messages (program_id, conversation_id, program_number_id, direction, source, is_bulk, body, status, at,
           created_at, due_at, client_ref, segments)
         VALUES (?, ?, ?, 'outbound', 'quick-message', 1, ?, 'queued', ?, ?, ?, ?, ?)`,
        [parley.cast.program.id, to, number, `${name} ${text}`, at, at, at, randomUUID(), segments],
      );
  });
}

/** As if nothing had been sent yet. */
const rested = () => parley.write('UPDATE sending_rates SET next_at = 0, reply_at = 0, slowed_at = 0, factor = 1');
const noon = `UPDATE contacts SET time_zone = 'UTC'`;

describe('in real time', () => {
  beforeAll(async () => {
    await setUp({});
    // Somewhere it is always day: these tests are about the rate.
    const hour = new Date().getUTCHours();
    await parley.write('UPDATE contacts SET time_zone = ?', [`Etc/GMT${hour >= 12 ? '+' : '-'}${Math.abs(hour - 12)}`]);
  });
  afterAll(() => parley.close());
  afterEach(async () => {
    await parley.write("UPDATE messages SET status = 'failed' WHERE status = 'queued'");
    await rate(6_000_000);
    await rested();
  });

  const until = async (count: number, seconds = 5) => {
    for (const end = Date.now() + seconds * 1000; carrier.left.length < count && Date.now() < end;) await wait(5);
  };
  /** How many a second left: the slope of the line through all of them, so that one that was held up says little. */
  const measured = () => {
    const times = carrier.left.map(({ at }) => at).sort((one, other) => one - other);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const [middle, half] = [mean(times), (times.length - 1) / 2];
    const covariance = mean(times.map((time, place) => (time - middle) * (place - half)));
    return (1000 * covariance) / mean(times.map((time) => (time - middle) ** 2));
  };

  /** All leave, each once; how many a second. */
  const sendAll = async (count: number) => {
    carrier.left = [];
    await rested();
    await bulk(count);
    // A slow machine is measured, too.
    await until(count, 15);
    expect(new Set(carrier.bodies).size).toBe(count);
    return measured();
  };
  /** How many a second this machine can send now. */
  const withoutRate = async (count: number) => {
    await rate(6_000_000);
    return sendAll(count);
  };

  test.each([
    [10, 15],
    [100, 130],
  ])('all processes together send %i a second, within 5 %%', async (perSecond, count) => {
    const start = () => Parley.start({ carrier, beside: parley });
    // SQLite has one writer: three servers in one process would mostly wait for each other.
    const beside = perSecond > 10 && !isOnMysql ? [] : await Promise.all([start(), start()]);
    try {
      await rate(perSecond * 60);
      const isOff = (sent: number) => Math.abs(sent - perSecond) > perSecond * 0.05;
      let sent = await sendAll(count);
      // A machine that is busy with other things may be slow now and then, and late with half of it, but not each time.
      for (const end = Date.now() + 20_000; isOff(sent) && Date.now() < end;) sent = await sendAll(count);
      expect(sent).toBeLessThan(perSecond * 1.05);
      // One that is too busy for this rate shows it without any rate, too.
      const able = sent > perSecond * 0.95 ? Infinity : await withoutRate(count);
      expect(sent).toBeGreaterThan(Math.min(perSecond * 0.95, able * 0.7));
    } finally {
      for (const each of beside) await each.close();
    }
  });

  test('a number that must wait holds up no other, and a reply overtakes what waits', async () => {
    await rate(60);
    await bulk(50);
    await bulk(20, { to: other, name: 'aid' });
    await until(21);
    expect(carrier.left.filter(({ from }) => from === secondNumber).length).toBe(20);
    const begun = performance.now();
    await reply('Yes, there is room.');
    while (!carrier.bodies.includes('Yes, there is room.') && performance.now() - begun < 2000) await wait(5);
    expect(performance.now() - begun).toBeLessThan(500);
    expect(carrier.left.filter(({ from }) => from === ourNumber).length).toBeLessThanOrEqual(3);
  });
});

describe('by the set clock', () => {
  const clock = new SetClock();
  beforeAll(async () => {
    await setUp({ clock, env: { VONAGE_REQUESTS_PER_SECOND: '100' } });
    await parley.app.get(Outbox).stop();
  });
  afterAll(() => parley.close());
  afterEach(async () => {
    await parley.write("UPDATE messages SET status = 'failed' WHERE status = 'queued'");
    await rate(6_000_000);
    await rested();
    await parley.write(noon);
    clock.pass(1000);
  });

  /** Lets seconds pass in steps, and sends what may leave. */
  const pass = async (seconds: number, step = 1) => {
    for (let passed = 0; passed < seconds; passed += step) {
      clock.pass(step * 1000);
      await parley.flush();
    }
  };

  test('one a second: sixty in a minute', async () => {
    await rate(60);
    await bulk(70);
    await pass(60);
    expect(carrier.left.length).toBe(60);
  });

  test('a text of three segments takes three seconds', async () => {
    await rate(60);
    await bulk(10, { segments: 3 });
    await pass(12);
    expect(carrier.left.length).toBe(4);
  });

  test('the account’s rate holds for all numbers together', async () => {
    await bulk(150);
    await bulk(150, { to: other, name: 'aid' });
    await pass(2, 0.1);
    expect(carrier.left.length).toBeGreaterThanOrEqual(190);
    expect(carrier.left.length).toBeLessThanOrEqual(210);
    const ours = carrier.left.filter(({ from }) => from === ourNumber).length;
    expect(Math.abs(ours - carrier.left.length / 2)).toBeLessThanOrEqual(5);
  });

  test('replies go ahead of bulk that has waited longer', async () => {
    await rate(60);
    await bulk(5);
    for (const body of ['one', 'two', 'three']) await reply(body);
    await pass(8);
    expect(carrier.bodies.filter((body) => !body.startsWith('bulk'))).toEqual(['one', 'two', 'three']);
    expect(carrier.bodies.slice(0, 2)).toEqual(['one', 'two']);
    expect(carrier.bodies.indexOf('three')).toBeLessThan(4);
    expect(carrier.bodies.length).toBe(8);
  });

  test('after a 429 a number is half as fast, for every process, and as fast as before a minute later', async () => {
    await rate(60);
    await bulk(200);
    carrier.refuses = new TryLater('throttled');
    await pass(1);
    carrier.refuses = null;
    carrier.left = [];
    await pass(10);
    expect(carrier.left.length).toBeGreaterThanOrEqual(4);
    expect(carrier.left.length).toBeLessThanOrEqual(7);
    await pass(60);
    carrier.left = [];
    await pass(10);
    expect(carrier.left.length).toBe(10);
    expect(
      (await parley.rows<{ factor: number }>("SELECT factor FROM sending_rates WHERE name LIKE 'number:%'"))[0]!.factor,
    ).toBe(0.5);
  });
});

describe('20:05 in New York', () => {
  const clock = new SetClock(new Date('2026-11-21T01:05:00Z'));
  beforeAll(() => setUp({ clock }));
  afterAll(() => parley.close());

  const warning = async () =>
    /It [^<]* where Maya is\./.exec((await jordan.get(`/conversations/${conversation}`)).text)?.[0] ?? null;
  const state = async (name: string) =>
    (
      await parley.rows<{ status: string; error_code: string | null; attempts: number }>(
        'SELECT status, error_code, attempts FROM messages WHERE body = ?',
        [name],
      )
    )[0]!;

  test('New Yorkers get a Quick Message next morning, Los Angeles gets it at once', async () => {
    const leo = '+12135550112';
    await parley.write('UPDATE conversations SET number = ? WHERE id = ?', [leo, other]);
    await bulk(12, { name: 'east' });
    await bulk(3, { name: 'west', to: other });
    await parley.flush();
    expect(carrier.bodies.sort()).toEqual(['west 0', 'west 1', 'west 2']);
    expect(await state('east 11')).toEqual({ status: 'queued', error_code: 'quiet-hours', attempts: 0 });

    expect((await jordan.get(`/conversations/${conversation}`)).text).toContain('Parley sends it at 8 AM their time.');

    clock.pass(11 * 3600_000);
    await parley.flush();
    expect(carrier.left.length).toBe(3);
    clock.pass(55 * 60_000);
    await parley.flush();
    expect(carrier.left.length).toBe(15);
    expect(await state('east 0')).toMatchObject({ status: 'submitted', error_code: null });
  });

  test('the contact’s own time zone counts more than the number', async () => {
    clock.pass(13 * 3600_000);
    await parley.write(`UPDATE contacts SET time_zone = 'America/Los_Angeles'`);
    await bulk(1, { name: 'moved away' });
    await parley.flush();
    expect(carrier.bodies).toEqual(['moved away 0']);
    await parley.write('UPDATE contacts SET time_zone = NULL');
  });

  test('a person who answers is warned, not stopped; an opt-out is confirmed at once', async () => {
    expect(await warning()).toContain('It is 9:00 PM where Maya is.');
    await reply('Good night!');
    await textUs('STOP');
    await parley.flush();
    expect(carrier.bodies).toEqual(['Good night!', expect.stringMatching(/won't get any more texts/)]);
    await textUs('START');
  });

  test('by day nobody is warned', async () => {
    clock.pass(13 * 3600_000);
    expect(await warning()).toBeNull();
  });
});
