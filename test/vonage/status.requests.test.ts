import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { ranks, type MessageStatus } from '../../src/conversations/message-status.js';
import { Clock } from '../../src/programs/clock.js';
import { Carrier, type OutgoingText, Unconfirmed } from '../../src/sending/carrier.js';
import { Backlog } from '../../src/vonage/backlog.js';
import { ourNumber, theirNumber } from '../support/cast.js';
import type { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';

/** Answers as a test says; `before` happens while the provider already has the text. */
class Eager extends Carrier {
  before: (text: OutgoingText, id: string) => unknown = () => undefined;
  loses = false;

  override async send(text: OutgoingText) {
    const id = randomUUID();
    await this.before(text, id);
    if (this.loses) throw new Unconfirmed();
    return id;
  }
}

class MovingClock extends Clock {
  ahead = 0;
  override now() {
    return new Date(Date.now() + this.ahead);
  }
}

interface Row {
  id: number;
  status: MessageStatus;
  provider_id: string;
  client_ref: string;
  error_code: string | null;
  error_detail: string | null;
}

let parley: Parley;
let jordan: Client;
const carrier = new Eager();
const clock = new MovingClock();
const maya = '+16175550111';
const leo = '+16175550112';
let conversation: number;
let said = 0;

beforeAll(async () => {
  parley = await Parley.start({ carrier, clock });
  jordan = await parley.as('jordan');
  await parley.text(maya, 'Hello');
  conversation = await parley.conversationWith(maya);
});
afterAll(() => parley.close());
beforeEach(() => {
  carrier.before = () => undefined;
  carrier.loses = false;
});

const row = async (body: string) => (await parley.rows<Row>('SELECT * FROM messages WHERE body = ?', [body]))[0]!;
const say = async (body = `text ${++said}`, to = conversation): Promise<Row> => {
  expect((await jordan.post(`/conversations/${to}/messages`, { body })).status).toBe(303);
  await parley.flush();
  return row(body);
};
const receipt = (of: { provider_id: string; client_ref?: string }, status: string, own: object = {}) => ({
  channel: 'sms',
  message_uuid: of.provider_id,
  to: maya.slice(1),
  from: ourNumber.slice(1),
  timestamp: new Date().toISOString(),
  client_ref: of.client_ref,
  status,
  ...own,
});
const deliver = async (payload: object) => (await parley.webhook('status', payload)).status;
const statusOf = async (id: number) => (await parley.rows<Row>('SELECT * FROM messages WHERE id = ?', [id]))[0]!.status;
const latestWebhook = async () =>
  (
    await parley.rows<{ id: number; state: string; problem: string }>(
      'SELECT id, state, problem FROM webhooks ORDER BY id DESC LIMIT 1',
    )
  )[0]!;
const news = async (id: number) =>
  (await parley.rows(`SELECT id FROM events WHERE kind = 'delivery' AND message_id = ?`, [id])).length;
const later = async (seconds: number) => {
  clock.ahead += seconds * 1000;
  await parley.app.get(Backlog).round();
};

test('a receipt says that Maya’s telephone got the text, and the page hears of it', async () => {
  const text = await say();
  expect(await deliver(receipt(text, 'delivered'))).toBe(200);
  expect(await statusOf(text.id)).toBe('delivered');
  expect(await news(text.id)).toBe(2);
});

test('the same receipt twenty times at once is news once', async () => {
  const text = await say();
  const delivered = receipt(text, 'delivered');
  expect(await Promise.all(Array.from({ length: 20 }, () => deliver(delivered)))).toEqual(Array(20).fill(200));
  expect(await news(text.id)).toBe(2);
});

test('receipts in any order, repeated: the state only moves forward', async () => {
  const kinds = ['submitted', 'delivered', 'rejected', 'undeliverable'] as const;
  const orders = fc.sample(fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 6 }), {
    numRuns: 12,
    seed: 7,
  });
  for (const order of orders) {
    const text = await say();
    let highest = ranks['submitted'];
    for (const kind of order) {
      const error = kind === 'rejected' || kind === 'undeliverable' ? { error: { title: '1220' } } : {};
      expect(await deliver(receipt(text, kind, error))).toBe(200);
      highest = Math.max(highest, ranks[kind]) as typeof highest;
      expect(ranks[await statusOf(text.id)]).toBe(highest);
    }
  }
});

test('all of them at once, for many texts at once: each ends delivered', async () => {
  const texts = [await say(), await say(), await say(), await say()];
  const all = texts.flatMap((text) =>
    ['delivered', 'submitted', 'rejected', 'delivered'].map((kind) => receipt(text, kind)),
  );
  expect(new Set(await Promise.all(all.map(deliver)))).toEqual(new Set([200]));
  for (const text of texts) expect(await statusOf(text.id)).toBe('delivered');
});

describe('a receipt that overtakes its own send', () => {
  test('with our reference it is applied at once', async () => {
    carrier.before = async ({ clientRef }, id) => {
      expect(await deliver(receipt({ provider_id: id, client_ref: clientRef }, 'delivered'))).toBe(200);
    };
    const text = await say();
    expect(text.status).toBe('delivered');
    expect(text.provider_id).toMatch(/^[\w-]{36}$/);
  });

  test('without it, it is kept and applied once the text is known', async () => {
    carrier.before = async (_, id) => {
      expect(await deliver(receipt({ provider_id: id }, 'delivered'))).toBe(200);
      expect((await latestWebhook()).state).toBe('orphan');
    };
    const text = await say();
    expect(text.status).toBe('submitted');
    await later(2);
    expect(await statusOf(text.id)).toBe('delivered');
    expect((await latestWebhook()).state).toBe('done');
  });

  test('when the provider’s answer was lost, it settles the text', async () => {
    carrier.loses = true;
    let lost = '';
    carrier.before = (_, id) => (lost = id);
    const text = await say();
    expect(text).toMatchObject({ status: 'unconfirmed', provider_id: null });
    expect(await deliver(receipt({ provider_id: lost, client_ref: text.client_ref }, 'submitted'))).toBe(200);
    expect(await row(`text ${said}`)).toMatchObject({ status: 'submitted', provider_id: lost, error_code: null });
    const [{ has_failed }] = (await parley.rows<{ has_failed: number }>(
      'SELECT has_failed FROM conversations WHERE id = ?',
      [conversation],
    )) as [{ has_failed: number }];
    expect(Boolean(has_failed)).toBe(false);
    expect(await deliver(receipt({ provider_id: lost }, 'delivered'))).toBe(200);
    expect(await statusOf(text.id)).toBe('delivered');
  });
});

test('a receipt for a text that nobody knows is kept, tried for ten minutes, then shown to admins', async () => {
  const stray = receipt({ provider_id: randomUUID(), client_ref: randomUUID() }, 'delivered');
  expect(await deliver(stray)).toBe(200);
  const { id } = await latestWebhook();
  const state = async () =>
    (await parley.rows<{ state: string }>('SELECT state FROM webhooks WHERE id = ?', [id]))[0]!.state;
  for (const seconds of [2, 60, 300]) {
    await later(seconds);
    expect(await state()).toBe('orphan');
  }
  await later(400);
  await later(400);
  expect(await state()).toBe('misfit');
  const page = await (await parley.as('avery')).get('/settings/deliveries');
  expect(page.text).toContain('It is the receipt of a text that Parley does not know.');
});

describe('whose receipt is it?', () => {
  test('one that comes from the other program’s number changes nothing of ours', async () => {
    const text = await say();
    expect(await deliver(receipt(text, 'delivered', { from: theirNumber.slice(1) }))).toBe(200);
    expect(await latestWebhook()).toMatchObject({ state: 'misfit', problem: 'It names a text of another program.' });
    expect(await statusOf(text.id)).toBe('submitted');
  });

  test('one with our reference but another text’s id changes nothing', async () => {
    const text = await say();
    expect(await deliver(receipt({ ...text, provider_id: randomUUID() }, 'rejected'))).toBe(200);
    expect(await latestWebhook()).toMatchObject({
      state: 'misfit',
      problem: 'Its client_ref belongs to another text.',
    });
    expect(await statusOf(text.id)).toBe('submitted');
  });

  test('a receipt that names a text which came in changes nothing', async () => {
    const [came] = await parley.rows<{ id: number; provider_id: string }>(
      `SELECT id, provider_id FROM messages WHERE direction = 'inbound' LIMIT 1`,
    );
    expect(await deliver(receipt({ provider_id: came!.provider_id }, 'delivered'))).toBe(200);
    expect(await statusOf(came!.id)).toBe('received');
  });
});

describe('why it failed', () => {
  test.each([
    [
      'a code as text',
      { title: '1180', detail: 'Absent Subscriber' },
      { error_code: '1180', error_detail: 'Absent Subscriber' },
    ],
    ['a code as a number', { title: 1180 }, { error_code: '1180', error_detail: null }],
    [
      'a code in the type alone',
      { type: 'https://developer.vonage.com/api-errors/messages#1180', title: 'Absent' },
      { error_code: '1180' },
    ],
    ['words that nobody knows', { title: 'Oops' }, { error_code: 'unknown' }],
    ['nothing', undefined, { error_code: null }],
    ['nonsense', [1, { a: 2 }], { error_code: null }],
  ])('%s', async (_, error, expected) => {
    const text = await say();
    expect(await deliver(receipt(text, 'rejected', { error }))).toBe(200);
    expect(await row(`text ${said}`)).toMatchObject({ status: 'rejected', ...expected });
  });

  test('the thread says it in words', async () => {
    const text = await say();
    await deliver(receipt(text, 'undeliverable', { error: { title: '1190' } }));
    const { text: page } = await jordan.get(`/conversations/${conversation}`);
    expect(page).toContain('Not delivered');
    expect(page).toContain('no longer in use');
    expect((await jordan.get('/conversations?failed=1')).text).toContain('Maya');
  });
});

describe('odd receipts', () => {
  test.each([
    ['a text that was read has arrived', 'read', 'delivered'],
    ['capitals', 'DELIVERED', 'delivered'],
    ['a step that means nothing to us', 'buffered', 'submitted'],
    ['a state that nobody knows', 'teleported', 'submitted'],
    ['a state that is a list', ['delivered'], 'submitted'],
  ])('%s', async (_, status, expected) => {
    const text = await say();
    expect(await deliver(receipt(text, status as string))).toBe(200);
    expect(await statusOf(text.id)).toBe(expected);
  });

  test.each(['', 'x', '[]', '{}', '{"status":"delivered"}', '{"message_uuid":7,"status":"delivered"}'])(
    '%p is no 500',
    async (body) => {
      expect((await parley.webhook('status', body)).status).toBe(200);
      expect((await latestWebhook()).state).toBe('misfit');
    },
  );

  test('without a time, and with an odd one, the same receipt is still taken once', async () => {
    for (const timestamp of [undefined, {}, 17, 'x'.repeat(200)]) {
      const text = await say();
      const delivered = receipt(text, 'delivered', { timestamp });
      await deliver(delivered);
      await deliver(delivered);
      expect(await news(text.id)).toBe(2);
    }
  });
});

describe('the carrier says that Leo has opted out', () => {
  let thread: number;
  const optOuts = () => parley.rows('SELECT number FROM opt_outs WHERE number = ?', [leo]);
  const refused = (of: Row) =>
    receipt(of, 'rejected', { to: leo.slice(1), error: { title: 1240, detail: 'Illegal Number' } });

  const texts = (body: string) => parley.text(leo, body, { timestamp: clock.now().toISOString() });

  beforeAll(async () => {
    await texts('Hi');
    thread = await parley.conversationWith(leo);
  });

  test('then it holds with us too, from now on, and the thread says why', async () => {
    const text = await say('Are you coming?', thread);
    await deliver(refused(text));
    expect((await optOuts()).length).toBe(1);
    expect(await parley.rows(`SELECT source, reason FROM consent_changes WHERE number = ?`, [leo])).toEqual([
      { source: 'carrier', reason: 'The carrier says that this number has opted out.' },
    ]);
    expect((await jordan.get(`/conversations/${thread}`)).text).toContain(
      'The carrier says that this number has opted out.',
    );
    expect((await jordan.post(`/conversations/${thread}/messages`, { body: 'Hello?' })).status).toBe(422);
  });

  test('once, however often it says so; and not after Leo has opted in again', async () => {
    const [old] = await parley.rows<Row>(`SELECT * FROM messages WHERE body = 'Are you coming?'`);
    await deliver({ ...refused(old!), timestamp: '2026-11-22T00:00:00Z' });
    expect((await parley.rows('SELECT id FROM consent_changes WHERE number = ?', [leo])).length).toBe(1);

    await texts('START');
    const text = await say('Welcome back', thread);
    clock.ahead += 5000;
    await texts('STOP');
    clock.ahead += 5000;
    await texts('START');
    await deliver(refused(text));
    expect(await optOuts()).toEqual([]);
  });

  test('for every thread of the number, at once', async () => {
    const number = { number: '(202) 555-0123', label: 'Aid', optOutAnswers: 'parley', segmentsPerMinute: '60' };
    await (await parley.as('avery')).post('/settings/numbers', number);
    await parley.text(leo, 'And here', { to: '12025550123' });
    const [other] = await parley.rows<{ id: number }>('SELECT id FROM conversations WHERE number = ? AND id <> ?', [
      leo,
      thread,
    ]);
    await deliver(refused(await say('Still coming?', thread)));
    expect((await jordan.get(`/conversations/${other!.id}`)).text).toContain(
      'The carrier says that this number has opted out.',
    );
  });

  test('after a file said that he had agreed before, as well', async () => {
    await parley.write('DELETE FROM opt_outs');
    const text = await say('Are you still coming?', thread);
    const now = new Date(Date.now() + 3600_000);
    await parley.write(
      `INSERT INTO consent_changes (program_id, number, \`change\`, source, reason, at) VALUES (?, ?, 'opt-in', 'import', 'At a fair', ?)`,
      [parley.cast.program.id, leo, now],
    );
    await deliver(refused(text));
    expect((await optOuts()).length).toBe(1);
  });
});
