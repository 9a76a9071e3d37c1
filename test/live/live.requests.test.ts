import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Listener } from '../support/listener.js';
import { Parley } from '../support/parley.js';

type Name = 'avery' | 'jordan' | 'dana' | 'sam' | 'riley' | 'olive';

let parley: Parley;
let id: number;
let open: Listener[] = [];
const number = '+16175550111';

beforeAll(async () => {
  parley = await Parley.start();
  await parley.text(number, 'Hello');
  id = await parley.conversationWith(number);
});
afterEach(() => {
  for (const listener of open) listener.close();
  open = [];
});
afterAll(() => parley?.close());

async function listening(...names: Name[]) {
  const listeners = await Promise.all(names.map(async (name) => Listener.of(await parley.as(name))));
  open.push(...listeners);
  return Object.fromEntries(names.map((name, place) => [name, listeners[place]!])) as Record<Name, Listener>;
}

const everybody: Name[] = ['avery', 'jordan', 'dana', 'sam', 'riley', 'olive'];

async function heardBy(listeners: Record<Name, Listener>, signal: string, first: Name) {
  expect(await listeners[first].hears(signal)).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 150));
  return everybody.filter((name) => listeners[name].signals.includes(signal));
}

test('a text in an unassigned conversation: those who see all hear of it, and nobody else', async () => {
  const listeners = await listening(...everybody);
  await parley.text(number, 'Anybody there?');
  expect(await heardBy(listeners, `conversation-${id}`, 'jordan')).toEqual(['avery', 'jordan', 'riley']);
  expect(listeners.jordan.signals).toContain('conversations');
});

test('an assignment: the one who gets it hears of it, later the one who loses it too', async () => {
  const jordan = await parley.as('jordan');
  let listeners = await listening(...everybody);
  await jordan.post(`/conversations/${id}/assignment`, { assignee: parley.cast.dana.id });
  expect(await heardBy(listeners, `conversation-${id}`, 'jordan')).toEqual(['avery', 'jordan', 'dana', 'riley']);
  listeners = await listening(...everybody);
  await jordan.post(`/conversations/${id}/assignment`, { assignee: parley.cast.sam.id });
  expect(await heardBy(listeners, `conversation-${id}`, 'jordan')).toEqual(['avery', 'jordan', 'dana', 'sam', 'riley']);
});

test('then only the new assignee hears of texts, notes and delivery states; the former one does not', async () => {
  const jordan = await parley.as('jordan');
  const whom = ['avery', 'jordan', 'sam', 'riley'];
  for (const happen of [
    () => parley.text(number, 'Me again'),
    () => jordan.post(`/conversations/${id}/notes`, { body: 'Call her' }),
    async () => {
      await jordan.post(`/conversations/${id}/messages`, { body: 'Yes' });
      await parley.flush();
    },
    () => jordan.post(`/conversations/${id}/resolution`),
  ]) {
    const listeners = await listening(...everybody);
    await happen();
    expect(await heardBy(listeners, `conversation-${id}`, 'sam')).toEqual(whom);
  }
});

test('an unknown sender: those who edit contacts hear of it', async () => {
  const listeners = await listening(...everybody);
  await parley.text('+13125550177', 'Who are you?');
  expect(await heardBy(listeners, 'unknown-senders', 'jordan')).toEqual(['avery', 'jordan']);
});

test('what is decided for an unknown sender is told to whoever looks after them', async () => {
  await parley.text('+13125550177', 'wrong number');
  const [sender] = await parley.rows<{ id: number }>(`SELECT id FROM conversations WHERE number = '+13125550177'`);
  for (const [verb, path] of [
    ['delete', 'wish'],
    ['post', 'opt-out'],
  ] as const) {
    const listeners = await listening(...everybody);
    await (await parley.as('avery'))[verb](`/unknown-senders/${sender!.id}/${path}`);
    expect(await heardBy(listeners, 'unknown-senders', 'jordan')).toEqual(['avery', 'jordan']);
  }
});

test('who types in a conversation is told to the others who see it', async () => {
  const listeners = await listening(...everybody);
  await (await parley.as('sam')).post(`/conversations/${id}/presence`, { typing: '1' });
  expect(await heardBy(listeners, `presence-${id}`, 'jordan')).toEqual(['avery', 'jordan', 'riley']);
  const jordan = await parley.as('jordan');
  expect((await jordan.get(`/conversations/${id}/watchers`)).text).toContain('Sam Okafor is typing');
  expect((await jordan.get(`/conversations/${id}`)).text).toContain('Sam Okafor is typing');
});

test('signals say where, never what', async () => {
  const { jordan } = await listening('jordan');
  await parley.text(number, 'my very secret words');
  await jordan.hears(`conversation-${id}`);
  expect(JSON.stringify(jordan.told)).not.toContain('secret');
});

test('after a gap: everything that happened since the last known event is told, once, to whom it concerns', async () => {
  const since = Number((await parley.rows<{ id: number }>('SELECT MAX(id) AS id FROM events'))[0]!.id);
  await parley.text('+16175550112', 'While you were away');
  const leo = await parley.conversationWith('+16175550112');
  await (await parley.as('jordan')).post(`/conversations/${id}/notes`, { body: 'Also while you were away' });
  const wanted = [`conversation-${id}`, `conversation-${leo}`];

  const caughtUp = new Listener(await parley.as('jordan'), since);
  open.push(caughtUp);
  for (const signal of wanted) expect(await caughtUp.hears(signal)).toBe(true);
  expect(caughtUp.signals.filter((signal) => signal === wanted[1])).toHaveLength(1);

  const poll = async (name: Name) =>
    JSON.parse((await (await parley.as(name)).get(`/live/changes?since=${since}`)).text) as {
      id: number;
      signals: string[];
    };
  expect((await poll('jordan')).signals).toEqual(expect.arrayContaining(wanted));
  expect((await poll('sam')).signals).not.toContain(wanted[1]);
  expect((await poll('olive')).signals).toEqual([]);
  const again = (await poll('jordan')).id;
  expect(again).toBeGreaterThan(since);
});

test('a page from before the first event of all misses nothing either', async () => {
  const first = new Listener(await parley.as('jordan'), 0);
  expect(await first.hears('conversations')).toBe(true);
  first.close();
});

test('too much to tell is told as: look at everything again', async () => {
  await parley.database.transaction(async () => {
    for (let some = 0; some < 501; some += 1)
      await parley.database.run(
        'INSERT INTO events (program_id, conversation_id, kind, is_line, at) VALUES (?, ?, ?, 0, ?)',
        [parley.cast.program.id, id, 'delivery', new Date()],
      );
  });
  const { text } = await (await parley.as('jordan')).get('/live/changes?since=1');
  expect(JSON.parse(text)).toMatchObject({ reset: true, signals: [] });
});

test('counts are small numbers of what the lists hold, for each as they may', async () => {
  const counts = async (name: Name) =>
    JSON.parse((await (await parley.as(name)).get('/live/counts')).text) as Record<string, string>;
  await parley.text('+16175550112', 'Unread');
  expect(await counts('jordan')).toMatchObject({ unknown: '1' });
  const rows = async (name: Name, query: string) =>
    ((await (await parley.as(name)).get(`/conversations?${query}`)).text.match(/name="ids"/g) ?? []).length;
  for (const name of ['avery', 'jordan'] as const) {
    expect(Number((await counts(name)).unread || 0)).toBe(await rows(name, 'unread=1'));
    expect(Number((await counts(name)).unassigned || 0)).toBe(await rows(name, 'assignee=none'));
    const { text } = await (await parley.as(name)).get('/conversations?status=resolved');
    expect(text).toMatch(
      new RegExp(`data-count="unassigned" >\\s*<span>${(await counts(name)).unassigned}</span> unassigned`),
    );
  }
  expect(await counts('olive')).toEqual({ unread: '', unassigned: '', unknown: '', notifications: '', wishes: '' });
  expect((await counts('dana')).unassigned).toBe('');
});

test('the open page of somebody who is deactivated hears nothing from then on', async () => {
  const { sam } = await listening('sam');
  const avery = await parley.as('avery');
  const { status } = await avery.post(`/settings/users/${parley.cast.sam.id}/deactivation`, { heir: 'none' });
  expect(status).toBe(303);
  for (let tries = 0; tries < 100 && !sam.hasEnded; tries += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(sam.hasEnded).toBe(true);
});
