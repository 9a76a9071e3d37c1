import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createServer } from 'node:net';
import { AccountTrouble, NotAccepted, TryLater, Unconfirmed } from '../../src/sending/carrier.js';
import { VonageCarrier } from '../../src/vonage/vonage-carrier.js';
import { type Behaviour, StandInVonage } from '../support/stand-in-vonage.js';

let vonage: StandInVonage;
let carrier: VonageCarrier;
const hello = { to: '+12025550142', from: '+12025550100', body: 'Héllo 👋 "q"\nline 2 \u202e<b>', clientRef: 'ref-1' };

beforeAll(async () => {
  vonage = await StandInVonage.start();
  carrier = new VonageCarrier(account(vonage.url), 500);
});
afterEach(() => {
  vonage.asked.length = 0;
  vonage.next.length = 0;
});
afterAll(() => vonage.stop());

const account = (apiHost: string) => ({
  applicationId: vonage.applicationId,
  privateKey: String(vonage.privateKey),
  apiHost,
});
const sendWhen = (behaviour: Behaviour) => {
  vonage.next.push(behaviour);
  return carrier.send(hello).catch((error: unknown) => error);
};

test('a text reaches Vonage as it was written, with our reference and without plus signs', async () => {
  const id = await carrier.send(hello);
  expect(vonage.faults).toEqual([]);
  expect(vonage.asked).toEqual([
    { id, to: '12025550142', from: '12025550100', text: hello.body, clientRef: 'ref-1', at: expect.any(Number) },
  ]);
});

test('a token is signed once for many texts, and anew long before it ends', async () => {
  const other = new VonageCarrier(account(vonage.url), 500);
  vonage.tokens.clear();
  await Promise.all([other.send(hello), other.send(hello), other.send(hello)]);
  expect(vonage.tokens.size).toBe(1);
  const now = Date.now();
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => now + 6 * 60_000);
  try {
    await other.send(hello);
  } finally {
    clock.mockRestore();
  }
  expect(vonage.tokens.size).toBe(2);
  expect(vonage.faults).toEqual([]);
});

test('a carrier that got ready has loaded all and signed its token before the text comes', async () => {
  const other = new VonageCarrier(account(vonage.url), 500);
  const [now, minutes] = [Date.now(), 60_000];
  const clock = jest.spyOn(Date, 'now').mockReturnValue(now - 4 * minutes);
  await other.ready().finally(() => clock.mockRestore());
  vonage.tokens.clear();
  await other.send(hello);
  const [token] = vonage.tokens;
  const { iat } = JSON.parse(Buffer.from(token!.split('.')[1]!, 'base64url').toString()) as { iat: number };
  expect(Math.abs(iat * 1000 - (now - 4 * minutes))).toBeLessThan(minutes);
});

test('a token that was refused is not used again', async () => {
  const other = new VonageCarrier(account(vonage.url), 500);
  await other.send(hello);
  vonage.tokens.clear();
  vonage.next.push({ does: 'refuse', status: 401 });
  await expect(other.send(hello)).rejects.toThrow(AccountTrouble);
  await other.send(hello);
  expect(vonage.tokens.size).toBe(2);
});

test('an address with a slash at its end is no trouble, and 200 is as good as 202', async () => {
  const other = new VonageCarrier(account(`${vonage.url}/`), 500);
  vonage.next.push({ does: 'accept', status: 200 });
  expect(await other.send(hello)).toBe(vonage.sent[0]?.id);
  expect(vonage.faults).toEqual([]);
});

describe('certainly not sent, and to be tried again', () => {
  test('when Vonage says that we are too fast', async () => {
    expect(await sendWhen({ does: 'refuse', status: 429 })).toEqual(expect.any(TryLater));
    expect(await sendWhen({ does: 'refuse', status: 429 })).toMatchObject({ code: 'throttled', retryAfter: undefined });
    const inSeven = { 'retry-after': '7' };
    expect(await sendWhen({ does: 'refuse', status: 429, headers: inSeven })).toMatchObject({ retryAfter: 7000 });
    const then = { 'retry-after': new Date(Date.now() + 90_000).toUTCString() };
    const { retryAfter } = (await sendWhen({ does: 'refuse', status: 429, headers: then })) as TryLater;
    expect(Math.abs(retryAfter! - 90_000)).toBeLessThan(2000);
    const nonsense = { 'retry-after': 'soon' };
    expect(await sendWhen({ does: 'refuse', status: 429, headers: nonsense })).toMatchObject({ retryAfter: undefined });
  });

  test('when nobody listens there, or the name is unknown', async () => {
    const closed = await freePort();
    const nobody = new VonageCarrier(account(`http://127.0.0.1:${closed}`), 500);
    expect(await nobody.send(hello).catch((error: unknown) => error)).toMatchObject({
      constructor: TryLater,
      code: 'unreachable',
      detail: 'ECONNREFUSED',
    });
    const nowhere = new VonageCarrier(account('http://nowhere.invalid'), 3000);
    expect(await nowhere.send(hello).catch((error: unknown) => error)).toMatchObject({ code: 'unreachable' });
    expect(vonage.asked).toEqual([]);
  });
});

describe('certainly not sent, and nothing else would be either', () => {
  test('when the credentials are wrong or the credit is used up', async () => {
    expect(await sendWhen({ does: 'refuse', status: 401 })).toMatchObject({
      constructor: AccountTrouble,
      code: 'credentials',
      detail: 'Unauthorized: You did not provide correct credentials.',
    });
    expect(await sendWhen({ does: 'refuse', status: 402, body: { title: 'Low', details: 'balance' } })).toMatchObject({
      code: 'no-credit',
      detail: 'Low: balance',
    });
  });
});

describe('not accepted', () => {
  test('says which of the parameters is wrong', async () => {
    const answer = await sendWhen({ does: 'refuse', status: 422 });
    expect(answer).toEqual(expect.any(NotAccepted));
    expect(answer).toMatchObject({
      code: 'bad-number',
      detail: 'Invalid params: The value of one or more parameters is invalid.; to is not a phone number.',
    });
    const sender = { title: 'Invalid sender', invalid_parameters: [{ name: 'from', reason: 'is not yours' }] };
    expect(await sendWhen({ does: 'refuse', status: 422, body: sender })).toMatchObject({ code: 'bad-sender' });
  });

  test.each(['<html>', '[]', 'null', '{"invalid_parameters": {}}', '{"invalid_parameters": [null, 7]}'])(
    'when the explanation is %s',
    async (body) => {
      expect(await sendWhen({ does: 'refuse', status: 422, body })).toMatchObject({ code: 'not-accepted' });
    },
  );
});

describe('may have left, so that it is never sent again by itself', () => {
  const cases: [string, Behaviour][] = [
    ['Vonage hangs', { does: 'hang' }],
    ['Vonage is slow', { does: 'accept', after: 900 }],
    ['the line is cut after accepting', { does: 'cut after accepting' }],
    ['the line is cut before accepting', { does: 'cut before accepting' }],
    ['Vonage stops in the middle of its answer', { does: 'stop midway' }],
    ['Vonage has an internal error', { does: 'refuse', status: 500 }],
    ['a proxy has no answer', { does: 'refuse', status: 502, body: '<html>Bad gateway' }],
    ['a proxy lost patience', { does: 'refuse', status: 408, body: '' }],
    ['the answer is empty', { does: 'mumble', body: '' }],
    ['the answer is no JSON', { does: 'mumble', body: '{"message_uuid": "aaaa' }],
    ['the answer is a page', { does: 'mumble', body: '<html>', type: 'text/html' }],
    ['the answer is null', { does: 'mumble', body: 'null' }],
    ['the id is missing', { does: 'mumble', body: '{}' }],
    ['the id is no id', { does: 'mumble', body: '{"message_uuid": "1; DROP TABLE"}' }],
    ['the id is a number', { does: 'mumble', body: '{"message_uuid": 7}' }],
  ];

  test.each(cases)('when %s', async (_, behaviour) => {
    const answer = await sendWhen(behaviour);
    expect(answer).toEqual(expect.any(Unconfirmed));
    expect(JSON.stringify(answer)).not.toMatch(/Bearer|PRIVATE|Héllo/);
  });
});

test('an error never carries the text, the token or the key', async () => {
  for (const status of [401, 402, 422, 429, 500]) {
    const error = (await sendWhen({ does: 'refuse', status })) as Error;
    const everything = JSON.stringify({ ...error, message: error.message, cause: error.cause, stack: error.stack });
    expect(everything).not.toMatch(/Bearer|PRIVATE|Héllo|12025550142/);
  }
});

test('a server that would print secrets into its log does not start', () => {
  const before = process.env['DEBUG'];
  process.env['DEBUG'] = 'express,vonage:*';
  expect(() => new VonageCarrier(account(vonage.url))).toThrow('DEBUG must not include vonage');
  if (before === undefined) delete process.env['DEBUG'];
  else process.env['DEBUG'] = before;
});

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
