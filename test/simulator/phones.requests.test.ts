import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { Network } from '../../src/simulator/network.js';
import { Intake } from '../../src/vonage/intake.js';
import { ourNumber, theirNumber } from '../support/cast.js';
import type { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';
import { StandInVonage } from '../support/stand-in-vonage.js';

let parley: Parley;
let jordan: Client;
const maya = '/phones/16175550111';
const leo = '/phones/16175550112';

beforeAll(async () => {
  parley = await Parley.start({ carrier: 'simulator' });
  jordan = await parley.as('jordan');
});
afterAll(() => parley.close());
afterEach(() => void jest.restoreAllMocks());

async function until<T>(look: () => Promise<T>, isThere: (seen: T) => boolean, seconds = 5): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (isThere(seen) || Date.now() > end) return seen;
    await wait(20);
  }
}
const bodies = async (number: string) =>
  (
    await parley.rows<{ body: string }>(
      `SELECT message.body FROM messages message JOIN conversations conversation ON conversation.id = message.conversation_id
       WHERE conversation.number = ? ORDER BY message.id`,
      [number],
    )
  ).map(({ body }) => body);
const arrives = (number: string, body: string) =>
  until(
    () => bodies(number),
    (seen) => seen.includes(body),
  );
const statusOf = async (body: string) =>
  (
    await parley.rows<{ status: string; error_code: string | null }>(
      'SELECT status, error_code FROM messages WHERE body = ?',
      [body],
    )
  )[0]!;
const settles = (body: string, status: string) =>
  until(
    () => statusOf(body),
    (seen) => seen?.status === status,
  );
const screen = async (phone: string, who = jordan) => (await who.get(phone)).text;

test('Maya texts from her telephone, Jordan answers, her telephone shows it, and it is delivered', async () => {
  expect(await jordan.post(`${maya}/texts`, { body: 'Is there still room?', to: ourNumber })).toMatchObject({
    status: 303,
    location: maya,
  });
  expect(await arrives('+16175550111', 'Is there still room?')).toEqual(['Is there still room?']);
  expect(await screen(maya)).toContain('Is there still room?');

  const id = await parley.conversationWith('+16175550111');
  await jordan.post(`/conversations/${id}/messages`, { body: 'Yes, come on in!' });
  expect(await settles('Yes, come on in!', 'delivered')).toMatchObject({ status: 'delivered' });
  expect(await screen(maya)).toContain('Yes, come on in!');
});

test('what arrives is on the screen by the time anybody hears of it', async () => {
  const id = await parley.conversationWith('+16175550111');
  await jordan.post(`/conversations/${id}/messages`, { body: 'Look at your phone' });
  await settles('Look at your phone', 'delivered');
  expect(await screen(maya)).toContain('Look at your phone');
});

test('STOP, twice: one confirmation on the telephone', async () => {
  await jordan.post(`${leo}/texts`, { body: 'Hello', to: ourNumber });
  await jordan.post(`${leo}/texts`, { body: 'stop!!' });
  await jordan.post(`${leo}/texts`, { body: 'STOP' });
  await until(
    () => screen(leo),
    (text) => text.includes('get any more texts'),
  );
  await wait(300);
  expect((await screen(leo)).split('get any more texts').length).toBe(2);
});

describe('a telephone that is switched off', () => {
  test('gets nothing, and the thread says why; switched on again it gets what comes then', async () => {
    const id = await parley.conversationWith('+16175550111');
    expect((await jordan.post(`${maya}/power`, { off: '1' })).location).toBe(maya);
    expect(await screen(maya)).toContain('This phone is off.');
    await jordan.post(`/conversations/${id}/messages`, { body: 'Are you there?' });
    expect(await settles('Are you there?', 'rejected')).toEqual({ status: 'rejected', error_code: '1180' });
    expect((await jordan.get(`/conversations/${id}`)).text).toContain('switched off or out of reach');

    const answer = await jordan.post(`${maya}/texts`, { body: 'Not possible' });
    expect([answer.status, answer.text.includes('Switch it on')]).toEqual([422, true]);
    expect(answer.text).toContain('>Not possible</textarea>');

    await jordan.post(`${maya}/power`, { off: '' });
    await jordan.post(`/conversations/${id}/messages`, { body: 'And now?' });
    await settles('And now?', 'delivered');
    const now = await screen(maya);
    expect([now.includes('And now?'), now.includes('Are you there?')]).toEqual([true, false]);
  });
});

describe('the network', () => {
  test('a server that is away for a while loses nothing', async () => {
    const network = parley.app.get(Network);
    await network.beforeApplicationShutdown();
    await jordan.post(`${maya}/texts`, { body: 'Sent while nobody listened' });
    await wait(300);
    expect(await bodies('+16175550111')).not.toContain('Sent while nobody listened');
    network.onApplicationBootstrap();
    expect(await arrives('+16175550111', 'Sent while nobody listened')).toContain('Sent while nobody listened');
  });

  test('what was not answered 200 is told again, and taken once', async () => {
    const take = parley.app.get(Intake).take.bind(parley.app.get(Intake));
    jest
      .spyOn(parley.app.get(Intake), 'take')
      .mockRejectedValueOnce(new Error('down'))
      .mockImplementationOnce(async (kind, raw) => {
        await take(kind, raw);
        throw new Error('taken, but the answer was lost');
      });
    await jordan.post(`${maya}/texts`, { body: 'Third time lucky' });
    await arrives('+16175550111', 'Third time lucky');
    await wait(800);
    expect((await bodies('+16175550111')).filter((body) => body === 'Third time lucky').length).toBe(1);
  });

  test('several texts of one telephone stay in their order', async () => {
    const words = Array.from({ length: 8 }, (_, n) => `part ${n}`);
    for (const body of words) await jordan.post(`${maya}/texts`, { body });
    await arrives('+16175550111', 'part 7');
    expect((await bodies('+16175550111')).slice(-8)).toEqual(words);
  });
});

describe('which telephones there are', () => {
  test('those used last come first, and every contact’s can be found', async () => {
    const { text } = await jordan.get('/phones');
    expect(text.indexOf('Maya Lindqvist')).toBeGreaterThan(0);
    expect(text.indexOf('Maya Lindqvist')).toBeLessThan(text.indexOf('Leo Marchetti'));
    const found = (await jordan.get('/phones?q=marchetti')).text;
    expect([found.includes('Leo'), found.includes('Maya')]).toEqual([true, false]);
    for (const q of ['0112', 'tel:+16175550112', 'Marchetti Leo'])
      expect((await jordan.get(`/phones?q=${encodeURIComponent(q)}`)).text).toContain('Leo');
    expect((await jordan.get('/phones?q=%25')).text).toContain('No such phone');
    expect((await (await parley.as('olive')).get('/phones')).text).toContain('No phones yet');
  });

  test('any number can be opened, as people write it', async () => {
    for (const written of ['(303) 555-0123', '+13035550123', '303.555.0123'])
      expect(await jordan.get(`/phones/open?number=${encodeURIComponent(written)}`)).toMatchObject({
        status: 303,
        location: '/phones/13035550123',
      });
    const answer = await jordan.get('/phones/open?number=hello');
    expect([answer.status, answer.text.includes('“hello” is not a phone number')]).toEqual([422, true]);
    expect((await jordan.get('/phones/open')).status).toBe(422);
    expect((await jordan.get('/phones/13035550123')).text).toContain('No texts yet');
  });

  test('an unknown sender’s text goes to Unknown senders', async () => {
    await jordan.post('/phones/13035550123/texts', { body: 'Who are you?', to: ourNumber });
    const page = await until(
      async () => (await jordan.get('/unknown-senders')).text,
      (text) => text.includes('Who are you?'),
    );
    expect(page).toContain('Who are you?');
  });

  test.each(['/phones/abc', '/phones/1', '/phones/123456789012345678', '/phones/%2B16175550111'])(
    '%s is none',
    async (path) => {
      expect((await jordan.get(path)).status).toBe(404);
      expect((await jordan.post(`${path}/texts`, { body: 'x', to: ourNumber })).status).toBe(404);
      expect((await jordan.post(`${path}/power`, { off: '1' })).status).toBe(404);
    },
  );

  test.each([
    ['nothing', ''],
    ['only spaces', '   '],
    ['1,601 characters', 'x'.repeat(1601)],
  ])('a text of %s is refused', async (_, body) => {
    expect((await jordan.post(`${maya}/texts`, { body, to: ourNumber })).status).toBe(422);
  });

  test('a text to another program’s number is refused', async () => {
    expect((await jordan.post(`${maya}/texts`, { body: 'Hello', to: theirNumber })).status).toBe(422);
  });
});

describe('who may use them', () => {
  test('Riley may, who sees all conversations; Sam may not, nor somebody who is not signed in', async () => {
    expect((await (await parley.as('riley')).get('/phones')).status).toBe(200);
    const sam = await parley.as('sam');
    for (const path of ['/phones', maya, '/phones/open?number=1']) expect((await sam.get(path)).status).toBe(403);
    expect((await sam.post(`${maya}/texts`, { body: 'x' })).status).toBe(403);
    expect((await sam.post(`${maya}/power`, { off: '1' })).status).toBe(403);
    expect((await parley.stranger().get('/phones')).location).toContain('/login');
  });

  test('Olive of another program sees nothing that Northfield and Maya said to each other', async () => {
    const olive = await parley.as('olive');
    const page = await screen(maya, olive);
    expect(page).not.toContain('Is there still room?');
    expect(page).not.toContain('Maya');
    expect((await olive.get('/phones')).text).not.toContain('Maya');
  });
});

test('with Vonage configured there are no telephones at all', async () => {
  const vonage = await StandInVonage.start();
  const real = await Parley.start({ env: vonage.environment() });
  try {
    const avery = await real.as('avery');
    for (const path of ['/phones', maya, '/phones/open?number=2025550123'])
      expect((await avery.get(path)).status).toBe(404);
    for (const path of [`${maya}/texts`, `${maya}/power`])
      expect((await avery.post(path, { body: 'x', to: ourNumber })).status).toBe(404);
    expect((await avery.get('/conversations')).text).not.toContain('href="/phones"');
  } finally {
    await real.close();
    await vonage.stop();
  }
});
