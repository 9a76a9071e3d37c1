import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setImmediate as breathe, setTimeout as wait } from 'node:timers/promises';
import { Clock } from '../../src/programs/clock.js';
import {
  AccountTrouble,
  Carrier,
  NotAccepted,
  type OutgoingText,
  TryLater,
  Unconfirmed,
} from '../../src/sending/carrier.js';
import { Gate } from '../../src/sending/gate.js';
import { Outbox } from '../../src/sending/outbox.js';
import { Queue } from '../../src/sending/queue.js';
import type { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';

class MovingClock extends Clock {
  ahead = 0;

  override now() {
    return new Date(Date.now() + this.ahead);
  }

  pass(seconds: number) {
    this.ahead += seconds * 1000;
  }
}

/** Does what a test says with each text, and keeps what it was given. */
class Scripted extends Carrier {
  given: OutgoingText[] = [];
  does: (text: OutgoingText) => Promise<string> = async () => randomUUID();

  override send(text: OutgoingText) {
    this.given.push(text);
    return this.does(text);
  }

  get bodies() {
    return this.given.map(({ body }) => body);
  }
}

let parley: Parley;
let jordan: Client;
const clock = new MovingClock();
const carrier = new Scripted();
const maya = '+16175550111';
const leo = '+16175550112';
let conversation: number;

beforeAll(async () => {
  parley = await Parley.start({ carrier, clock });
  jordan = await parley.as('jordan');
  await parley.text(maya, 'Hello');
  conversation = await parley.conversationWith(maya);
});
afterAll(() => parley.close());
beforeEach(() => {
  carrier.given = [];
  carrier.does = async () => randomUUID();
});
afterEach(async () => {
  // No pause outlives its test.
  clock.pass(120);
  carrier.does = async () => randomUUID();
  await parley.flush();
});

interface Row {
  id: number;
  status: string;
  error_code: string | null;
  error_detail: string | null;
  attempts: number;
  provider_id: string | null;
  client_ref: string;
}
const message = async (body: string) => (await parley.rows<Row>('SELECT * FROM messages WHERE body = ?', [body]))[0]!;
const say = async (body: string) => {
  expect((await jordan.post(`/conversations/${conversation}/messages`, { body })).status).toBe(303);
  await parley.flush();
  return message(body);
};
const failing = (error: Error) => {
  carrier.does = () => Promise.reject(error);
};
const failedMark = async () => {
  const [row] = await parley.rows<{ has_failed: number }>('SELECT has_failed FROM conversations WHERE id = ?', [
    conversation,
  ]);
  return Boolean(row!.has_failed);
};
const news = async (id: number) =>
  (await parley.rows(`SELECT id FROM events WHERE kind = 'delivery' AND message_id = ?`, [id])).length;

test('Jordan’s answer leaves once, to Maya, from our number, and is then submitted', async () => {
  const sent = await say('Yes, there is room.');
  expect(carrier.given).toEqual([
    { to: maya, from: '+12025550100', body: 'Yes, there is room.', clientRef: sent.client_ref },
  ]);
  expect(sent).toMatchObject({ status: 'submitted', attempts: 1, provider_id: expect.stringMatching(/^[\w-]{36}$/) });
  expect(await news(sent.id)).toBe(1);
  await parley.flush();
  expect(carrier.given.length).toBe(1);
});

test('it leaves by itself, well within a second', async () => {
  const begun = Date.now();
  await jordan.post(`/conversations/${conversation}/messages`, { body: 'By itself' });
  while (!carrier.bodies.includes('By itself') && Date.now() - begun < 2000) await wait(10);
  expect(Date.now() - begun).toBeLessThan(1000);
});

test('twenty texts and three outboxes at once, in two servers: each text leaves once', async () => {
  const second = await Parley.start({ carrier, clock, beside: parley });
  try {
    const bodies = Array.from({ length: 20 }, (_, n) => `text ${n}`);
    const post = (body: string) => jordan.post(`/conversations/${conversation}/messages`, { body });
    await Promise.all([...bodies.map(post), parley.flush(), second.flush(), second.flush()]);
    for (let tries = 0; tries < 100 && carrier.given.length < 20; tries++) {
      await Promise.all([parley.flush(), second.flush()]);
      await wait(20);
    }
    expect([...carrier.bodies].sort()).toEqual([...bodies].sort());
  } finally {
    await second.close();
  }
});

test('what is due first leaves first', async () => {
  failing(new AccountTrouble('no-credit'));
  await say('first');
  for (const body of ['second', 'third']) await jordan.post(`/conversations/${conversation}/messages`, { body });
  carrier.given = [];
  carrier.does = async () => randomUUID();
  clock.pass(61);
  await parley.flush();
  expect(carrier.bodies).toEqual(['first', 'second', 'third']);
});

describe('Maya texts STOP while an answer waits in the queue', () => {
  afterAll(async () => {
    await parley.text(maya, 'START');
    await parley.flush();
  });

  test('it isn’t sent; only the confirmation is, once', async () => {
    failing(new TryLater('throttled', undefined, 30_000));
    const waiting = await say('See you on campus!');
    expect(waiting.status).toBe('queued');
    carrier.given = [];
    carrier.does = async () => randomUUID();
    await parley.text(maya, ' “Stop.” ');
    await parley.text(maya, 'STOP');
    clock.pass(60);
    await parley.flush();
    expect(carrier.given.length).toBe(1);
    expect(carrier.bodies[0]).toMatch(/won't get any more texts/);
    expect(await message('See you on campus!')).toMatchObject({ status: 'failed', error_code: 'opted-out' });
  });

  test('nor is an answer that was taken out of the queue already', async () => {
    await parley.text(maya, 'START');
    await parley.flush();
    carrier.given = [];
    const queue = parley.app.get(Queue);
    const claim = queue.claim.bind(queue);
    const claiming = jest.spyOn(queue, 'claim').mockImplementation(async (...said) => {
      const claimed = await claim(...said);
      if (claimed.claimed.some(({ body }) => body === 'One more thing')) await parley.text(maya, 'STOP');
      return claimed;
    });
    await say('One more thing');
    claiming.mockRestore();
    await parley.flush();
    expect(carrier.bodies).toEqual([expect.stringMatching(/won't get any more texts/)]);
    expect(await message('One more thing')).toMatchObject({ status: 'failed', error_code: 'opted-out' });
  });

  test('nor one for which the carrier takes a moment to get ready', async () => {
    await parley.text(maya, 'START');
    await parley.flush();
    carrier.given = [];
    const preparing = jest
      .spyOn(carrier, 'ready')
      .mockImplementationOnce(async () => void (await parley.text(maya, 'STOP')));
    await say('And one for the road');
    preparing.mockRestore();
    expect(carrier.bodies).toEqual([expect.stringMatching(/won't get any more texts/)]);
    expect(await message('And one for the road')).toMatchObject({ status: 'failed', error_code: 'opted-out' });
  });
});

test('what we were too slow to hand over is not sent at the end of its lease, but a second later anew', async () => {
  const gate = parley.app.get(Gate);
  const stops = gate.stops.bind(gate);
  const asking = jest.spyOn(gate, 'stops').mockImplementation(async (text) => {
    const stop = await stops(text);
    if (asking.mock.calls.length === 2) clock.pass(20);
    return stop;
  });
  expect(await say('Sluggish')).toMatchObject({ status: 'queued', error_code: 'too-slow', attempts: 0 });
  asking.mockRestore();
  expect(carrier.given).toEqual([]);
  clock.pass(1);
  await parley.flush();
  expect(await message('Sluggish')).toMatchObject({ status: 'submitted', attempts: 1 });
});

describe('certainly not sent', () => {
  test('a carrier that can’t get ready has sent nothing: the text waits, and leaves once it can', async () => {
    const unready = jest.spyOn(carrier, 'ready').mockRejectedValue(new Error('no such package'));
    expect(await say('Not ready')).toMatchObject({ status: 'queued', error_code: 'unreachable' });
    unready.mockRestore();
    expect(carrier.given).toEqual([]);
    clock.pass(60);
    await parley.flush();
    expect(await message('Not ready')).toMatchObject({ status: 'submitted' });
  });

  test('slowed down: it waits as long as it was told, shows why, and leaves then', async () => {
    failing(new TryLater('throttled', 'Rate Limit Hit', 7000));
    const text = await say('Patience');
    expect(text).toMatchObject({
      status: 'queued',
      error_code: 'throttled',
      error_detail: 'Rate Limit Hit',
      attempts: 1,
    });
    expect(await news(text.id)).toBe(1);
    clock.pass(6);
    await parley.flush();
    expect(carrier.given.length).toBe(1);
    carrier.does = async () => randomUUID();
    clock.pass(4);
    await parley.flush();
    expect(await message('Patience')).toMatchObject({ status: 'submitted', error_code: null, attempts: 2 });
  });

  test('what was written after it waits for it, and only in its own conversation', async () => {
    failing(new TryLater('unreachable'));
    await say('Written first');
    carrier.does = async () => randomUUID();
    carrier.given = [];
    const two = await say('Written second');
    await parley.text(leo, 'HELP');
    await parley.flush();
    expect(two.status).toBe('queued');
    expect(carrier.given.map(({ to }) => to)).toEqual([leo]);
    clock.pass(40);
    await parley.flush();
    expect(carrier.bodies.slice(1)).toEqual(['Written first', 'Written second']);
  });

  // The second kind of try is not counted.
  test.each([
    ['unreachable', 1],
    ['too-slow', 0],
  ])('also while that is tried again, put off as %s, and if it fails once more', async (reason, attempts) => {
    const [first, second] = [`First, ${reason}`, `Second, ${reason}`];
    failing(new TryLater('unreachable'));
    const { id } = await say(first);
    await parley.write('UPDATE messages SET error_code = ?, attempts = ? WHERE id = ?', [reason, attempts, id]);
    await say(second);
    carrier.given = [];
    let fail: (error: Error) => void = () => undefined;
    carrier.does = () => new Promise((_, reject) => (fail = reject));
    clock.pass(10);
    const outbox = parley.app.get(Outbox);
    outbox.nudge();
    while (!carrier.given.length) await wait(5);
    await outbox.round();
    await outbox.round();
    expect(carrier.bodies).toEqual([first]);
    fail(new TryLater('unreachable'));
    while ((await message(first)).status !== 'queued') await wait(5);
    await outbox.round();
    expect(carrier.bodies).toEqual([first]);
    carrier.does = async () => randomUUID();
    clock.pass(60);
    await parley.flush();
    expect(carrier.bodies).toEqual([first, first, second]);
  });

  test('what was given up, or may have left, holds up nothing', async () => {
    failing(new NotAccepted('bad-number'));
    await say('Given up');
    failing(new Unconfirmed());
    await say('Who knows');
    carrier.does = async () => randomUUID();
    expect((await say('After all')).status).toBe('submitted');
  });

  test('slowed down for a quarter of an hour: it is given up, and its thread says so once', async () => {
    failing(new TryLater('throttled'));
    const text = await say('Too busy');
    for (let minute = 0; minute < 16; minute++) {
      clock.pass(76);
      await parley.flush();
    }
    expect(await message('Too busy')).toMatchObject({ status: 'failed', error_code: 'too-many-attempts' });
    expect(await news(text.id)).toBe(2);
    expect(await failedMark()).toBe(true);
  });

  test('unreachable: five more tries, then it is given up', async () => {
    failing(new TryLater('unreachable', 'ECONNREFUSED'));
    await say('Hello out there');
    for (let tries = 0; tries < 10; tries++) {
      clock.pass(700);
      await parley.flush();
    }
    expect(carrier.given.length).toBe(6);
    expect(await message('Hello out there')).toMatchObject({
      status: 'failed',
      error_code: 'unreachable-for-long',
      error_detail: 'ECONNREFUSED',
    });
  });

  test('unreachable after having been slowed down: it still has all its tries', async () => {
    failing(new TryLater('throttled'));
    await say('Slow, then away');
    for (let tries = 0; tries < 5; tries++) {
      clock.pass(76);
      await parley.flush();
    }
    expect(carrier.given.length).toBe(6);
    failing(new TryLater('unreachable', 'ECONNREFUSED'));
    for (let tries = 0; tries < 10; tries++) {
      clock.pass(700);
      await parley.flush();
    }
    expect(carrier.given.length).toBe(12);
    expect(await message('Slow, then away')).toMatchObject({ status: 'failed', error_code: 'unreachable-for-long' });
  });

  test('slowed down after a long wait for something else: its quarter of an hour begins then', async () => {
    const slowedDown = async (seconds: number) => {
      failing(new TryLater('throttled'));
      for (let passed = 0; passed < seconds; passed += 76) {
        clock.pass(76);
        await parley.flush();
      }
    };
    failing(new TryLater('throttled'));
    await say('Held up');
    await slowedDown(600);
    failing(new AccountTrouble('no-credit'));
    for (let minute = 0; minute < 30; minute++) {
      clock.pass(76);
      await parley.flush();
    }
    await slowedDown(800);
    expect(await message('Held up')).toMatchObject({ status: 'queued', error_code: 'throttled' });
    await slowedDown(200);
    expect(await message('Held up')).toMatchObject({ status: 'failed', error_code: 'too-many-attempts' });
  });

  test('not accepted: failed at once, with the provider’s words', async () => {
    failing(new NotAccepted('bad-number', 'to is not a phone number'));
    expect(await say('Nowhere')).toMatchObject({
      status: 'failed',
      error_code: 'bad-number',
      error_detail: 'to is not a phone number',
      attempts: 1,
    });
    expect(await failedMark()).toBe(true);
    await say('A newer one');
    expect(carrier.given.length).toBe(2);
  });

  test('a newer text that arrives takes the mark off the conversation', async () => {
    failing(new NotAccepted('not-accepted'));
    await say('Fails');
    expect(await failedMark()).toBe(true);
    carrier.does = async () => randomUUID();
    await say('Works');
    expect(await failedMark()).toBe(false);
  });
});

describe('the provider refuses our account', () => {
  test('nothing more is sent for a minute, nothing is lost, and no try is counted', async () => {
    failing(new AccountTrouble('credentials', 'wrong key'));
    const first = await say('one');
    expect(first).toMatchObject({ status: 'queued', error_code: 'credentials', attempts: 0 });
    for (const body of ['two', 'three']) await say(body);
    expect(carrier.given.length).toBe(1);

    clock.pass(61);
    await parley.flush();
    expect(carrier.given.length).toBe(2);

    carrier.does = async () => randomUUID();
    clock.pass(61);
    await parley.flush();
    expect(carrier.bodies.slice(2)).toEqual(['one', 'two', 'three']);
    expect(await message('one')).toMatchObject({ status: 'submitted', error_code: null });
  });

  test('nor what was taken out of the queue together with the one that it refused', async () => {
    const outbox = parley.app.get(Outbox);
    const gate = parley.app.get(Gate);
    await outbox.stop();
    await parley.text(leo, 'Hello');
    const beside = await parley.conversationWith(leo);
    await jordan.post(`/conversations/${conversation}/messages`, { body: 'refused' });
    await jordan.post(`/conversations/${beside}/messages`, { body: 'beside it' });
    failing(new AccountTrouble('no-credit'));
    const stops = gate.stops.bind(gate);
    const asking = jest.spyOn(gate, 'stops').mockImplementation((text) => breathe().then(() => stops(text)));
    await parley.flush();
    asking.mockRestore();
    outbox.onApplicationBootstrap();
    expect(carrier.bodies).toEqual(['refused']);
    const waiting = { status: 'queued', error_code: 'no-credit', attempts: 0 };
    for (const body of ['refused', 'beside it']) expect(await message(body)).toMatchObject(waiting);
  });
});

describe('nobody knows whether it left', () => {
  const cases: [string, Error][] = [
    ['the provider hung', new Unconfirmed('The provider did not answer in time.')],
    ['something unheard of happened', new TypeError('Cannot read properties of null')],
  ];

  test.each(cases)('%s: unconfirmed, and never sent again by itself', async (name, error) => {
    failing(error);
    const text = await say(`May have left: ${name}`);
    expect(text).toMatchObject({ status: 'unconfirmed', error_code: 'unconfirmed' });
    expect(await failedMark()).toBe(true);
    for (let hour = 0; hour < 5; hour++) {
      clock.pass(3600);
      await parley.flush();
    }
    expect(carrier.given.length).toBe(1);
  });

  test('the process died while sending: unconfirmed once its lease has run out, not before', async () => {
    await say('Ask me later');
    await parley.write(
      `UPDATE messages SET status = 'sending', lease_until = ?, provider_id = NULL WHERE body = 'Ask me later'`,
      [new Date(clock.now().getTime() + 30_000)],
    );
    clock.pass(29);
    await parley.flush();
    expect((await message('Ask me later')).status).toBe('sending');
    clock.pass(2);
    await parley.flush();
    expect(await message('Ask me later')).toMatchObject({ status: 'unconfirmed', error_code: 'unconfirmed' });
    expect(carrier.bodies).toEqual(['Ask me later']);
  });

  test('an answer that comes after the lease still counts', async () => {
    let answer: (id: string) => void = () => undefined;
    carrier.does = () => new Promise((resolve) => (answer = resolve));
    await jordan.post(`/conversations/${conversation}/messages`, { body: 'Slowly' });
    const flushed = parley.flush();
    while (!carrier.given.length) await wait(5);
    clock.pass(31);
    await wait(1200);
    expect((await message('Slowly')).status).toBe('unconfirmed');
    const id = randomUUID();
    answer(id);
    await flushed;
    expect(await message('Slowly')).toMatchObject({ status: 'submitted', provider_id: id, error_code: null });
  });
});

test('a provider that gives two texts the same id confuses nobody', async () => {
  const id = randomUUID();
  carrier.does = async () => id;
  await say('Twin one');
  await say('Twin two');
  expect(await message('Twin one')).toMatchObject({ status: 'submitted', provider_id: id });
  expect(await message('Twin two')).toMatchObject({ status: 'submitted', provider_id: null });
});

test('a server that stops finishes the texts in hand and takes no more', async () => {
  const second = await Parley.start({ carrier, clock, beside: parley });
  await parley.app.get(Outbox).stop();
  try {
    carrier.does = () => wait(300).then(() => randomUUID());
    await jordan.post(`/conversations/${conversation}/messages`, { body: 'In hand' });
    while (!carrier.bodies.includes('In hand')) await wait(10);
    const stopping = second.app.get(Outbox).stop();
    await jordan.post(`/conversations/${conversation}/messages`, { body: 'Too late' });
    await stopping;
    expect((await message('In hand')).status).toBe('submitted');
    await wait(1200);
    expect((await message('Too late')).status).toBe('queued');
  } finally {
    await second.close();
    parley.app.get(Outbox).onApplicationBootstrap();
  }
});
