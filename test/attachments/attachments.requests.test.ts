import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Fetching } from '../../src/attachments/fetching.js';
import type { Media } from '../../src/attachments/media.js';
import { Attachments } from '../../src/conversations/attachments.js';
import { Conversations } from '../../src/conversations/conversations.js';
import { Clock } from '../../src/programs/clock.js';
import { VonageCarrier } from '../../src/vonage/vonage-carrier.js';
import { ourNumber } from '../support/cast.js';
import type { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';
import { gif, jpeg, png, svg } from '../support/pictures.js';
import { StandInVonage } from '../support/stand-in-vonage.js';

class MovingClock extends Clock {
  ahead = 0;
  override now() {
    return new Date(Date.now() + this.ahead);
  }
}

let vonage: StandInVonage;
let parley: Parley;
let jordan: Client;
let fetching: Fetching;
let thread: number;
const clock = new MovingClock();
const maya = '+16175550111';
const hour = 3600_000;

beforeAll(async () => {
  vonage = await StandInVonage.start();
  const account = { applicationId: vonage.applicationId, privateKey: String(vonage.privateKey), apiHost: vonage.url };
  const env = { ...vonage.environment(), PUBLIC_URL: 'http://parley.example' };
  parley = await Parley.start({ carrier: new VonageCarrier(account, 400), clock, env });
  jordan = await parley.as('jordan');
  fetching = parley.app.get(Fetching);
  // Here the tests say when something is fetched.
  await fetching.beforeApplicationShutdown();
  await text('Hello');
  thread = await parley.conversationWith(maya);
});
afterAll(async () => {
  await parley?.close();
  await vonage?.stop();
});
beforeEach(() => {
  vonage.asked.length = 0;
});

let said = 0;
const text = async (body: string) =>
  expect(await vonage.deliver(parley.url, 'inbound', vonage.text(maya, ourNumber, body))).toBe(200);

/** Somebody sends a picture, or what they say is one; the row that stands for it. */
async function sends(bytes: Buffer, { from = maya, ...own }: { from?: string; name?: string; caption?: string } = {}) {
  const path = `/v3/media/${++said}`;
  vonage.media.set(path, (response) => response.end(bytes));
  return sendsFrom(path, from, own);
}
async function sendsFrom(url: string, from = maya, own: object = {}) {
  expect(await vonage.deliver(parley.url, 'inbound', vonage.picture(from, ourNumber, url, own))).toBe(200);
  const [row] = await parley.rows<{ id: number; state: string }>(
    'SELECT id, state FROM attachments ORDER BY id DESC LIMIT 1',
  );
  return row!.id;
}
const row = async (id: number) =>
  (
    await parley.rows<{ state: string; reason: string | null; attempts: number; due_at: string | null }>(
      'SELECT state, reason, attempts, due_at FROM attachments WHERE id = ?',
      [id],
    )
  )[0]!;
async function fetchAll() {
  while (await fetching.round());
}
async function opened(path: string, client: Client) {
  const headers: Record<string, string> = client.cookies ? { Cookie: client.cookies } : {};
  const response = await fetch(parley.url + path, { headers, redirect: 'manual' });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}
const shown = async (client = jordan) => (await client.get(`/conversations/${thread}`)).text;

describe('a picture that Maya sends', () => {
  test('is promised with the 200, fetched afterwards, and shown in the thread', async () => {
    const id = await sends(png, { caption: 'My school' });
    expect(await row(id)).toMatchObject({ state: 'waiting' });
    expect(await shown()).toContain('Being fetched…');
    await fetchAll();
    expect(await row(id)).toMatchObject({ state: 'stored', reason: null });
    const page = await shown();
    expect(page).toContain(`<img src="/attachments/${id}" alt="Picture “image.png”" width="480" height="320"`);
    expect(page).toContain('<p class="bubble" dir="auto">My school</p>');
    expect((await jordan.get('/conversations')).text).toContain('My school\n(sent a picture)');
    expect(vonage.faults).toEqual([]);
  });

  test('is for those who may see the conversation, and a page of nobody when it is opened', async () => {
    const id = await sends(png);
    await fetchAll();
    const asked = async (name: Parameters<Parley['as']>[0]) =>
      (await opened(`/attachments/${id}`, await parley.as(name))).status;
    expect(await Promise.all((['jordan', 'riley', 'dana', 'olive'] as const).map(asked))).toEqual([200, 200, 404, 404]);
    expect((await parley.stranger().get(`/attachments/${id}`)).location).toMatch(/^\/login/);
    const { headers, bytes } = await opened(`/attachments/${id}`, jordan);
    expect(bytes).toEqual(png);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': `inline; filename="image.png"; filename*=UTF-8''image.png`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=3600',
    });
  });

  test('takes nothing from the words that came with it: they ask for no more texts, or are STOP', async () => {
    const from = '+13125550187';
    await sends(png, { from, caption: 'please stop texting me' });
    expect(await parley.rows('SELECT number FROM opt_out_wishes WHERE number = ?', [from])).toHaveLength(1);
    await sends(png, { from, caption: 'STOP' });
    expect(await parley.rows('SELECT word FROM consent_changes WHERE number = ?', [from])).toEqual([{ word: 'STOP' }]);
  });

  test.each([
    ['a script that calls itself a picture', svg, 'image.png"><script>alert(1)</script>.svg'],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), 'a"b\r\nX-Evil: 1\u202egnp.html'],
    ['a card', Buffer.from('BEGIN:VCARD'), '../../etc/passwd'],
  ])('%s is kept as a file, and never shown', async (_, bytes, name) => {
    const id = await sends(bytes, { name });
    await fetchAll();
    const { headers, status } = await opened(`/attachments/${id}`, jordan);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[\w. -]+"; filename\*=UTF-8''[\w.%-]+$/);
    expect(headers.get('x-evil')).toBeNull();
    const page = await shown();
    expect(page).not.toContain(`<img src="/attachments/${id}"`);
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('\u202e');
  });

  test('is not fetched for anybody who can’t sign', async () => {
    const payload = vonage.picture(maya, ourNumber, '/v3/media/stolen');
    const headers = { authorization: vonage.signed(JSON.stringify(payload), {}, 'x'.repeat(40)) };
    expect(await vonage.deliver(parley.url, 'inbound', payload, headers)).toBe(401);
    expect(await parley.rows("SELECT id FROM attachments WHERE url LIKE '%stolen'")).toEqual([]);
  });

  test.each([
    ['http://169.254.169.254/latest/meta-data/', 'host'],
    ['https://[::ffff:10.0.0.1]/a.png', 'host'],
    ['https://0177.0.0.1/a.png', 'host'],
    ['https://example.com/a.png', 'host'],
  ])('from %s is refused, and the thread says so', async (url, reason) => {
    const id = await sendsFrom(url);
    await fetchAll();
    expect(await row(id)).toMatchObject({ state: 'refused', reason });
    expect(await shown()).toContain('It is not on a server of the provider’s, so Parley did not fetch it.');
  });

  test('that leads on to somewhere else is refused', async () => {
    vonage.media.set('/v3/media/on', (response) => response.writeHead(302, { location: 'http://10.0.0.1/' }).end());
    const id = await sendsFrom('/v3/media/on');
    await fetchAll();
    expect(await row(id)).toMatchObject({ state: 'refused', reason: 'redirect' });
  });

  test('is tried again later and later for half a day, then when somebody asks for it', async () => {
    let isUp = false;
    vonage.media.set('/v3/media/late', (response) => response.writeHead(isUp ? 200 : 503).end(isUp ? gif : ''));
    const id = await sendsFrom('/v3/media/late');
    const began = clock.ahead;
    while ((await row(id)).state === 'waiting' && clock.ahead - began < 48 * hour) {
      await fetchAll();
      clock.ahead += hour;
    }
    expect(await row(id)).toMatchObject({ state: 'failed', reason: 'provider', attempts: 12 });
    expect(clock.ahead - began).toBeLessThan(48 * hour);
    expect(await shown()).toContain(
      'Picture could not be fetched. <span class="faint">The provider had a fault.</span>',
    );
    const url = `/attachments/${id}/fetching`;
    const [riley, olive] = [await parley.as('riley'), await parley.as('olive')];
    expect([(await riley.post(url)).status, (await olive.post(url)).status]).toEqual([403, 404]);
    isUp = true;
    expect(await jordan.post(url)).toMatchObject({ status: 303, location: `/conversations/${thread}` });
    await fetchAll();
    expect(await row(id)).toMatchObject({ state: 'stored', reason: null });
  });

  test('is taken up by another process when one dies over it, and the dead one brings no second', async () => {
    const id = await sends(png);
    let wake: (bytes: Buffer) => void = () => undefined;
    const media = { fetch: () => new Promise<Buffer>((resolve) => (wake = resolve)) } as Media;
    const [conversations, attachments] = [parley.app.get(Conversations), parley.app.get(Attachments)];
    const dying = new Fetching(parley.database, conversations, attachments, media, clock).round();
    while ((await row(id)).attempts === 0) await new Promise(setImmediate);
    await fetchAll();
    expect(await row(id)).toMatchObject({ state: 'waiting', attempts: 1 });
    clock.ahead += 61_000;
    await fetchAll();
    expect(await row(id)).toMatchObject({ state: 'stored', attempts: 2 });
    wake(gif);
    await dying;
    expect((await opened(`/attachments/${id}`, jordan)).bytes).toEqual(png);
  });
});

describe('a picture of somebody unknown', () => {
  const stranger = '+13125550188';

  test('is for those who handle unknown senders, is not shown as spam, and comes along to the contact', async () => {
    const id = await sends(png, { from: stranger });
    await fetchAll();
    const sender = await parley.conversationWith(stranger);
    const asked = async (name: Parameters<Parley['as']>[0]) =>
      (await opened(`/attachments/${id}`, await parley.as(name))).status;
    expect(await Promise.all((['jordan', 'riley', 'dana', 'olive'] as const).map(asked))).toEqual([200, 404, 404, 404]);
    const image = `<img src="/attachments/${id}"`;
    expect((await jordan.get('/unknown-senders')).text).toContain(image);
    await jordan.post('/unknown-senders/spam', { ids: String(sender) });
    const spam = (await jordan.get('/unknown-senders/spam')).text;
    expect(spam).not.toContain(image);
    expect(spam).toContain(`href="/attachments/${id}"`);
    const linked = await jordan.post(`/unknown-senders/${sender}/link`, { contact: String(parley.cast.leo.id) });
    expect((await jordan.get(linked.location!)).text).toContain(image);
    expect(await asked('riley')).toBe(200);
    await parley.write('DELETE FROM conversations WHERE id = ?', [Number(linked.location!.split('/').at(-1))]);
    expect(await parley.rows('SELECT id FROM attachment_contents WHERE attachment_id = ?', [id])).toEqual([]);
  });
});

describe('a picture that Jordan sends', () => {
  async function send(fields: Record<string, string>, bytes: Buffer | null = png, name = 'map.png') {
    const body = new FormData();
    for (const [field, value] of Object.entries(fields)) body.append(field, value);
    if (bytes) body.append('picture', new Blob([new Uint8Array(bytes)]), name);
    const headers = { Cookie: jordan.cookies, 'Sec-Fetch-Site': 'same-origin' };
    const url = `${parley.url}/conversations/${thread}/messages`;
    const response = await fetch(url, { method: 'POST', body, headers, redirect: 'manual' });
    await parley.flush();
    return { status: response.status, text: await response.text() };
  }
  const pathOf = (url = '') => new URL(url).pathname;

  test('goes to Vonage with its words, is fetched there under an address of its own for a day, and by no other', async () => {
    expect((await send({ body: 'Here is the map' })).status).toBe(303);
    const [asked] = vonage.asked;
    expect(asked).toMatchObject({ to: maya.slice(1), text: 'Here is the map' });
    expect(asked!.picture).toMatch(/^http:\/\/parley\.example\/media\//);
    expect(vonage.faults).toEqual([]);
    const path = pathOf(asked!.picture);
    const { status, bytes, headers } = await opened(path, parley.stranger());
    expect([status, bytes]).toEqual([200, png]);
    expect(headers.get('set-cookie')).toBeNull();
    const [id] = path.replace('/media/', '').split('-');
    for (const other of [
      path.slice(0, -1) + (path.endsWith('A') ? 'B' : 'A'),
      path.replace(`/media/${id}-`, '/media/1-'),
      '/media/1',
    ])
      expect((await opened(other, parley.stranger())).status).toBe(404);
    clock.ahead += 25 * hour;
    expect((await opened(path, parley.stranger())).status).toBe(404);
    expect(await shown()).toContain('alt="Picture “map.png”"');
  });

  test('needs no words', async () => {
    expect((await send({ body: ' ' }, jpeg, 'photo.JPG')).status).toBe(303);
    expect(vonage.asked).toMatchObject([{ text: '', picture: expect.stringContaining('/media/') }]);
    expect((await jordan.get('/conversations')).text).toContain('(sent a picture)');
    expect(await shown()).not.toContain('(sent a picture)');
  });

  test.each([
    ['a drawing that holds a script', svg, 'Choose a PNG, JPEG or GIF picture.'],
    ['one that is too large', Buffer.concat([png, Buffer.alloc(2_000_000)]), 'That picture is larger than 2 MB'],
  ])('is not %s: the words are kept, and nothing is sent', async (_, bytes, sentence) => {
    const { status, text: page } = await send({ body: 'These words', token: 'a-token-of-its-own' }, bytes);
    expect(status).toBe(422);
    for (const part of [sentence, '>These words</textarea>', 'value="a-token-of-its-own"'])
      expect(page).toContain(part);
    expect(vonage.asked).toEqual([]);
  });

  test('is to be chosen again when the words were wrong', async () => {
    const { status, text: page } = await send({ body: 'x'.repeat(1001) });
    expect(status).toBe(422);
    for (const part of ['a text can have 1000', 'Choose the picture again.']) expect(page).toContain(part);
  });

  test('is sent once, however often Send is pressed; another picture with the same words is another text', async () => {
    const form = { body: 'Twice?', token: 'pressed-twice-1' };
    await Promise.all([send(form), send(form)]);
    expect(vonage.asked).toHaveLength(1);
    await send(form, gif, 'other.gif');
    expect(vonage.asked).toHaveLength(2);
  });

  test('fails in words when our number can’t send any, and is sent again as it was', async () => {
    const problem = { title: 'Invalid params', invalid_parameters: [{ name: 'from', reason: 'is not MMS capable.' }] };
    vonage.next.push({ does: 'refuse', status: 422, body: problem });
    await send({ body: 'Once more' });
    expect(await shown()).toContain('Our number can’t send pictures to this phone.');
    const [message] = await parley.rows<{ id: number }>(
      "SELECT id FROM messages WHERE status = 'failed' ORDER BY id DESC LIMIT 1",
    );
    await jordan.post(`/messages/${message!.id}/resend`);
    await parley.flush();
    const again = vonage.sent.at(-1)!;
    expect(again).toMatchObject({ text: 'Once more', picture: expect.stringContaining('/media/') });
    expect((await opened(pathOf(again.picture), parley.stranger())).bytes).toEqual(png);
  });

  test('does not go to who has opted out', async () => {
    clock.ahead = 0;
    await text('STOP');
    await parley.flush();
    vonage.asked.length = 0;
    expect((await send({ body: 'Too late' })).status).toBe(422);
    expect(vonage.asked).toEqual([]);
  });
});
