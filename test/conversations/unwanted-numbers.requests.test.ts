import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { Parley, Remembering } from '../support/parley.js';

let parley: Parley;
let jordan: Client;
const carrier = new Remembering();

beforeAll(async () => {
  parley = await Parley.start({ carrier });
  jordan = await parley.as('jordan');
});
afterAll(() => parley?.close());

let last = 10;
let number: string;
let sender: number;
beforeEach(async () => {
  number = `+131255501${(last += 1)}`;
  await parley.text(number, `Cheap pills ${last}`);
  sender = await parley.conversationWith(number);
});

const words = () => `Cheap pills ${last}`;
const waiting = async () => (await jordan.get('/unknown-senders')).text;
const spam = async () => (await jordan.get('/unknown-senders/spam')).text;
const blocked = async () => (await jordan.get('/unknown-senders/blocked')).text;
const block = (reason = '') => jordan.post(`/unknown-senders/${sender}/block`, { reason });
const mark = (...ids: number[]) => jordan.post('/unknown-senders/spam', { ids: ids.map(String) });
const counted = async () => (JSON.parse((await jordan.get('/live/counts')).text) as { unknown: string }).unknown;
const signals = async () =>
  (await parley.rows<{ kind: string }>('SELECT kind FROM events WHERE conversation_id = ? ORDER BY id', [sender])).map(
    ({ kind }) => kind,
  );
const typeId = () => String(parley.cast.maya.contactTypeId);

describe('spam', () => {
  test('goes to its own list, with all that the number texts from then on, and nobody is told', async () => {
    const before = Number(await counted());
    expect(await mark(sender)).toMatchObject({ status: 303, location: '/unknown-senders' });
    await parley.text(number, 'Cheaper still');
    expect(await waiting()).not.toContain(words());
    const listed = await spam();
    for (const each of [words(), 'Cheaper still', 'Marked as spam', 'Jordan Reyes']) expect(listed).toContain(each);
    expect(Number(await counted())).toBe(before - 1);
    expect(await signals()).toEqual(['unknown-text', 'spam', 'unwanted-text']);
  });

  test('comes back whole when it was none', async () => {
    await mark(sender);
    await parley.text(number, 'I really am an applicant');
    expect((await jordan.post('/unknown-senders/spam', { _method: 'DELETE', ids: String(sender) })).status).toBe(303);
    expect(await waiting()).toContain('I really am an applicant');
    expect(await spam()).not.toContain(words());
    await parley.text(number, 'Thank you');
    expect(await waiting()).toContain('Thank you');
  });

  test('of several senders is marked at once, those who are known by now passed over', async () => {
    const other = `+131255502${last}`;
    await parley.text(other, 'More pills');
    const second = await parley.conversationWith(other);
    expect((await mark(sender, second, 999_999)).status).toBe(303);
    expect(await spam()).toContain('More pills');
    const nothing = await jordan.post('/unknown-senders/spam');
    expect(nothing).toMatchObject({ status: 422, text: expect.stringContaining('Select a sender first.') });
    expect(nothing.text).toContain('data-address="/unknown-senders"');
    const none = await jordan.delete('/unknown-senders/spam');
    expect(none).toMatchObject({ status: 422, text: expect.stringContaining('Select a sender first.') });
    expect(none.text).toContain('More pills');
  });
});

describe('a blocked number', () => {
  test('is heard of by nobody, and its texts are kept: who blocked it, when and why', async () => {
    await block('Sells pills');
    await parley.text(number, 'Still here');
    expect(await waiting()).not.toContain(words());
    const listed = await blocked();
    for (const each of ['Still here', 'Blocked by Jordan Reyes', 'Sells pills']) expect(listed).toContain(each);
    expect(await signals()).toEqual(['unknown-text', 'blocked', 'unwanted-text']);
  });

  test('is blocked on every number of ours, and unblocked on every one', async () => {
    const second = '+12025550155';
    const avery = await parley.as('avery');
    await avery.post('/settings/numbers', {
      ...{ number: second, label: 'Aid', optOutAnswers: 'parley', segmentsPerMinute: '60' },
    });
    await parley.text(number, 'To the aid office', { to: second.slice(1) });
    expect(await waiting()).toContain('To the aid office');
    await block();
    expect(await waiting()).not.toContain('To the aid office');
    await jordan.delete(`/unknown-senders/${sender}/block`);
    expect(await waiting()).toContain('To the aid office');
    expect(await waiting()).toContain(words());
  });

  test('may still opt out, and is told so', async () => {
    await block();
    await parley.text(number, 'STOP');
    await parley.flush();
    expect(carrier.to(number)).toHaveLength(1);
    expect(await parley.rows('SELECT id FROM opt_outs WHERE number = ?', [number])).toHaveLength(1);
  });

  test('takes a reason of two hundred characters, and keeps what was typed when it is longer', async () => {
    const answer = await block('x'.repeat(201));
    expect(answer).toMatchObject({ status: 422, text: expect.stringContaining('x'.repeat(201)) });
    expect(await waiting()).toContain(words());
  });

  test('of one program is nothing to another', async () => {
    await block();
    await parley.text(number, 'Hello Otherton', { to: '12025550200' });
    const olive = await parley.as('olive');
    expect((await olive.get('/unknown-senders')).text).toContain('Hello Otherton');
    expect((await olive.delete(`/unknown-senders/${sender}/block`)).status).toBe(404);
    expect(await blocked()).toContain(words());
  });
});

describe('somebody who was put aside turns out to be a contact', () => {
  test.each(['spam', 'blocked'])('%s: the past texts come along, and nothing is kept of it', async (kind) => {
    if (kind === 'spam') await mark(sender);
    else await block();
    await parley.text(number, 'My transcript is on its way');
    const made = await jordan.post(`/unknown-senders/${sender}/contact`, {
      ...{ firstName: 'Nadia', lastName: 'Petrova', contactTypeId: typeId() },
      ...{ numbers: [number], labels: ['Mobile'] },
    });
    const shown = (await jordan.get(made.location!)).text;
    expect(shown).toContain(words());
    expect(shown).toContain('My transcript is on its way');
    expect(await parley.rows('SELECT id FROM unwanted_numbers WHERE number = ?', [number])).toEqual([]);
  });

  test('a contact who got the number since gets what it texts, and the list says so', async () => {
    await block();
    await jordan.post('/contacts', {
      ...{ firstName: 'Owen', lastName: 'Hart', contactTypeId: typeId() },
      ...{ numbers: [number], labels: ['Mobile'] },
    });
    await parley.text(number, 'This is Owen');
    expect((await jordan.get('/conversations')).text).toContain('This is Owen');
    expect(await blocked()).toContain('Link to Owen Hart');
    await jordan.delete(`/unknown-senders/${sender}/block`);
    const refused = await block();
    expect(refused).toMatchObject({ status: 422, text: expect.stringContaining('now belongs to Owen Hart') });
  });
});

describe('who is no telephone', () => {
  const card = async (name: string) =>
    (await waiting()).split('<article').find((each) => each.includes(`<bdi>${name}</bdi>`)) ?? '';
  const idOf = (article: string) => /sender-(\d+)/.exec(article)![1];

  test.each([
    ['a short code', '12345', '12345'],
    ['one that begins like another country', '72645', '72645'],
    ['a company', 'MYBANK', 'MYBANK'],
  ])('%s is shown as it is, without a link, and nobody is offered to answer it', async (_, from, name) => {
    await parley.text(from, 'Your code is 4711', { from });
    const article = await card(name);
    expect(article).toContain('Not a phone number, so it can’t be answered.');
    expect(article).toContain('Your code is 4711');
    for (const each of ['tel:', 'Create contact', 'Link to a contact']) expect(article).not.toContain(each);
    const link = await jordan.post(`/unknown-senders/${idOf(article)}/link`, { contact: String(parley.cast.maya.id) });
    expect(link).toMatchObject({ status: 422, text: expect.stringContaining('is not a phone number') });
  });

  test('gets no automatic answer, and its STOP holds all the same', async () => {
    await parley.text('66777', 'HELP', { from: '66777' });
    await parley.text('66777', 'STOP', { from: '66777' });
    await parley.flush();
    expect(carrier.to('66777')).toEqual([]);
    expect(await parley.rows("SELECT number FROM opt_outs WHERE number = '66777'")).toHaveLength(1);
  });
});
