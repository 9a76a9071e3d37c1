import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { Clock } from '../../src/programs/clock.js';
import { VonageCarrier } from '../../src/vonage/vonage-carrier.js';
import { ourNumber } from '../support/cast.js';
import type { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';
import { type Behaviour, StandInVonage } from '../support/stand-in-vonage.js';

class MovingClock extends Clock {
  ahead = 0;
  override now() {
    return new Date(Date.now() + this.ahead);
  }
}

let vonage: StandInVonage;
let parley: Parley;
let jordan: Client;
let conversation: number;
let said = 0;
const clock = new MovingClock();
const maya = '+16175550111';

beforeAll(async () => {
  vonage = await StandInVonage.start();
  const account = { applicationId: vonage.applicationId, privateKey: String(vonage.privateKey), apiHost: vonage.url };
  parley = await Parley.start({ carrier: new VonageCarrier(account, 400), clock, env: vonage.environment() });
  jordan = await parley.as('jordan');
  expect(await vonage.deliver(parley.url, 'inbound', vonage.text(maya, ourNumber, 'Hello'))).toBe(200);
  conversation = await parley.conversationWith(maya);
});
afterAll(async () => {
  await parley.close();
  await vonage.stop();
});
beforeEach(() => {
  vonage.asked.length = 0;
});
afterEach(() => {
  vonage.next.length = 0;
  vonage.onAccepted = () => undefined;
  clock.ahead += 120_000;
});

async function say(...behaviours: Behaviour[]) {
  vonage.next.push(...behaviours);
  const body = `text ${++said}`;
  expect((await jordan.post(`/conversations/${conversation}/messages`, { body })).status).toBe(303);
  await parley.flush();
  return body;
}
const state = async (body: string) =>
  (
    await parley.rows<{ status: string; error_code: string | null; provider_id: string | null }>(
      'SELECT status, error_code, provider_id FROM messages WHERE body = ?',
      [body],
    )
  )[0]!;
const pass = async (seconds: number) => {
  clock.ahead += seconds * 1000;
  await parley.flush();
};

test('Jordan’s text goes to Vonage, and Vonage’s receipts bring it to its end', async () => {
  const body = await say();
  expect(vonage.sent.map(({ text, to, from }) => ({ text, to, from }))).toEqual([
    { text: body, to: '16175550111', from: '12025550100' },
  ]);
  expect(await state(body)).toMatchObject({ status: 'submitted', provider_id: vonage.sent[0]!.id });
  for (const status of ['submitted', 'delivered'])
    await vonage.deliver(parley.url, 'status', vonage.receipt(vonage.sent[0]!, { status }));
  expect((await state(body)).status).toBe('delivered');
  expect(vonage.faults).toEqual([]);
});

test('receipts that are repeated, late and in the wrong order', async () => {
  const body = await say();
  const [asked] = vonage.sent;
  const receipts = ['delivered', 'submitted', 'delivered'].map((status) => vonage.receipt(asked!, { status }));
  await Promise.all(
    receipts.map(async (receipt, n) => wait(n * 15).then(() => vonage.insist(parley.url, 'status', receipt))),
  );
  expect((await state(body)).status).toBe('delivered');
});

test('a receipt that is here before Vonage’s own answer', async () => {
  vonage.onAccepted = async (asked) => {
    expect(await vonage.deliver(parley.url, 'status', vonage.receipt(asked, { status: 'delivered' }))).toBe(200);
  };
  const body = await say({ does: 'accept', after: 100 });
  expect(await state(body)).toMatchObject({ status: 'delivered', provider_id: vonage.sent[0]!.id });
});

test.each<[string, Behaviour]>([
  ['hangs', { does: 'hang' }],
  ['cuts the line after accepting', { does: 'cut after accepting' }],
  ['stops in the middle of its answer', { does: 'stop midway' }],
  ['has an internal error', { does: 'refuse', status: 500 }],
  ['says something that nobody understands', { does: 'mumble', body: '???' }],
])(
  'Vonage %s: unconfirmed, never sent again by itself, settled by a receipt with our reference',
  async (_, behaviour) => {
    const body = await say(behaviour);
    expect(await state(body)).toMatchObject({ status: 'unconfirmed', provider_id: null });
    for (const hours of [1, 5, 30]) await pass(hours * 3600);
    expect(vonage.asked.length).toBe(1);
    expect((await jordan.get(`/conversations/${conversation}`)).text).toContain(
      'We could not find out whether this text was sent.',
    );

    const asked = {
      ...vonage.asked[0]!,
      id: vonage.asked[0]!.id ?? '00000000-0000-4000-8000-00000000000' + said.toString(16).slice(-1),
    };
    clock.ahead = 0;
    await vonage.deliver(parley.url, 'status', vonage.receipt(asked, { status: 'delivered' }));
    expect((await state(body)).status).toBe('delivered');
  },
);

test('Vonage is too busy: the text waits as long as it was told, then leaves once', async () => {
  const body = await say(
    { does: 'refuse', status: 429, headers: { 'retry-after': '20' } },
    { does: 'refuse', status: 429 },
  );
  expect(await state(body)).toMatchObject({ status: 'queued', error_code: 'throttled' });
  await pass(15);
  expect(vonage.asked.length).toBe(1);
  await pass(11);
  expect(vonage.asked.length).toBe(2);
  await pass(10);
  expect((await state(body)).status).toBe('submitted');
  expect(vonage.sent.length).toBe(1);
});

test.each([
  [401, 'credentials'],
  [402, 'no-credit'],
])(
  'Vonage answers %p: everything waits, the thread says why, and all leaves when that is put right',
  async (status, code) => {
    const body = await say({ does: 'refuse', status });
    expect(await state(body)).toMatchObject({ status: 'queued', error_code: code });
    await jordan.post(`/conversations/${conversation}/messages`, { body: `${body}, too` });
    await parley.flush();
    expect(vonage.asked.length).toBe(1);
    await pass(61);
    expect(vonage.sent.map(({ text }) => text)).toEqual([body, `${body}, too`]);
  },
);

test('Vonage does not take the number: failed, and the thread says what to do', async () => {
  const body = await say({ does: 'refuse', status: 422 });
  expect(await state(body)).toMatchObject({ status: 'failed', error_code: 'bad-number' });
  expect((await jordan.get(`/conversations/${conversation}`)).text).toContain('Check the number with the contact.');
});

test('Vonage can’t be reached for a moment: nothing is lost', async () => {
  const port = Number(new URL(vonage.url).port);
  await vonage.stop();
  const body = await say();
  expect(await state(body)).toMatchObject({ status: 'queued', error_code: 'unreachable' });
  vonage = await StandInVonage.start(port);
  await pass(3);
  expect((await state(body)).status).toBe('submitted');
});
