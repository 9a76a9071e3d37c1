import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Conversation } from '../../src/conversations/conversation.js';
import { Conversations } from '../../src/conversations/conversations.js';
import { Deliveries } from '../../src/sending/deliveries.js';
import { inbound, Parley } from '../support/parley.js';

type Name = 'avery' | 'jordan' | 'dana' | 'sam' | 'riley' | 'olive';
const everybody: Name[] = ['avery', 'jordan', 'dana', 'sam', 'riley', 'olive'];
const number = '+16175550111';

let parley: Parley;
let id: number;

beforeAll(async () => {
  parley = await Parley.start();
  await parley.text(number, 'Hello');
  id = await parley.conversationWith(number);
});
afterAll(() => parley?.close());

// Before each, nobody has been told of anything.
beforeEach(async () => {
  await parley.write('DELETE FROM notifications');
  await parley.write('DELETE FROM notification_choices');
});

const give = (name: Name | null) =>
  parley.write('UPDATE conversations SET assignee_id = ? WHERE id = ?', [name && parley.cast[name].id, id]);
const post = async (name: Name, path: string, fields: Record<string, string | string[]> = {}) =>
  (await parley.as(name)).post(path, fields);
const assign = (by: Name, to: Name) =>
  post(by, `/conversations/${id}/assignment`, { assignee: String(parley.cast[to].id) });
const text = (body = 'Anybody there?') => parley.text(number, body);

/** Who was told what, in the order of the cast. */
async function told(): Promise<string[]> {
  const rows = await parley.rows<{ user_id: number; kind: string }>(
    'SELECT user_id, kind FROM notifications ORDER BY id',
  );
  return everybody.flatMap((name) =>
    rows.filter((row) => row.user_id === parley.cast[name].id).map(({ kind }) => `${name}: ${kind}`),
  );
}

/** The sentences that the list shows. */
async function list(name: Name, query = ''): Promise<string[]> {
  const { text: html } = await (await parley.as(name)).get(`/notifications${query}`);
  return [...html.matchAll(/<a class="notification-link"[^>]*>(.*?)<\/a>/gs)].map(([, line]) =>
    line!.replace(/<[^>]+>/g, ''),
  );
}

const counted = async (name: Name) =>
  (JSON.parse((await (await parley.as(name)).get('/live/counts')).text) as { notifications: string }).notifications;

describe('who hears of what', () => {
  test('a text that nobody has: those who can assign', async () => {
    await give(null);
    await text();
    expect(await told()).toEqual(['avery: unassigned-text', 'jordan: unassigned-text']);
  });

  test('a text in an assigned conversation: its assignee, and after a reassignment the next one', async () => {
    await give('dana');
    await text();
    expect(await told()).toEqual(['dana: text']);
    await assign('jordan', 'sam');
    await text('And now?');
    expect(await told()).toEqual(['dana: text', 'sam: assigned', 'sam: text']);
  });

  test('what was news to Dana is none once Sam has the conversation: neither in her bell nor in an e-mail', async () => {
    await give('dana');
    await text();
    await assign('jordan', 'sam');
    const due = 'SELECT user_id FROM notifications WHERE mail_due_at IS NOT NULL AND read_at IS NULL';
    expect((await parley.rows<{ user_id: number }>(due)).map(({ user_id: user }) => user)).not.toContain(
      parley.cast.dana.id,
    );
    await parley.write('UPDATE conversations SET assignee_id = ? WHERE id = ?', [parley.cast.dana.id, id]);
    expect(await counted('dana')).toBe('');
    expect(await list('dana')).toEqual(['Maya Lindqvist texted']);
    expect(await counted('sam')).toBe('');
  });

  test('a text that nobody had is no longer news to those who assign, once somebody has it', async () => {
    await give(null);
    await text();
    expect(await counted('avery')).toBe('1');
    await assign('jordan', 'dana');
    expect(await counted('avery')).toBe('');
  });

  test('who takes a conversation knows it already', async () => {
    await give(null);
    await assign('jordan', 'jordan');
    expect(await told()).toEqual([]);
  });

  test('a mention: whom it names and who can see it; of the others the thread says that they were not told', async () => {
    await give('sam');
    await post('jordan', `/conversations/${id}/notes`, { body: '@Sam, @riley brooks, @Dana and @Jordan: look' });
    expect(await told()).toEqual(['sam: mention', 'riley: mention']);
    const thread = (await (await parley.as('jordan')).get(`/conversations/${id}`)).text;
    expect(thread).toContain('Dana Whitfield can’t see this conversation and was not told of the note');
    expect(thread).toContain('<mark>@riley brooks</mark>');
    expect(await list('sam')).toEqual(['Unread: Jordan Reyes mentioned you in a note on Maya Lindqvist']);
  });

  test('the same text delivered ten times: once', async () => {
    await give('dana');
    const once = inbound(number, 'Just once');
    await Promise.all(Array.from({ length: 10 }, () => parley.webhook('inbound', once)));
    expect(await told()).toEqual(['dana: text']);
  });

  test('a text of mine that failed: its author, once, whatever else is heard of it', async () => {
    await give('dana');
    await post('dana', `/conversations/${id}/messages`, { body: 'Good news' });
    await parley.flush();
    const [{ id: message }] = (await parley.rows<{ id: number }>('SELECT MAX(id) AS id FROM messages')) as [
      { id: number },
    ];
    await parley.write("UPDATE messages SET status = 'sending' WHERE id = ?", [message]);
    const deliveries = parley.app.get(Deliveries);
    await deliveries.report(message, { status: 'unconfirmed' });
    expect(await list('dana')).toEqual(['Unread: Your text to Maya Lindqvist may not have been sent']);
    await deliveries.report(message, { status: 'undeliverable', failure: { code: '1180' } });
    expect(await told()).toEqual(['dana: failed']);
    expect(await list('dana')).toEqual(['Unread: Your text to Maya Lindqvist was not delivered']);
    await deliveries.report(message, { status: 'delivered' });
    expect(await list('dana')).toEqual(['Unread: Your text to Maya Lindqvist got through after all']);
  });

  test('who can no longer see their conversation hears of nothing in it, not even of their own text', async () => {
    await give('dana');
    await post('dana', `/conversations/${id}/messages`, { body: 'My last words' });
    await parley.flush();
    await give('sam');
    const [{ id: message }] = (await parley.rows<{ id: number }>('SELECT MAX(id) AS id FROM messages')) as [
      { id: number },
    ];
    await parley.write("UPDATE messages SET status = 'sending' WHERE id = ?", [message]);
    await parley.app.get(Deliveries).report(message, { status: 'failed', failure: { code: '1180' } });
    expect(await told()).toEqual([]);
  });

  test('a conversation that waits too long: its assignee, and those who can assign', async () => {
    await give('dana');
    await parley.database.transaction(async () => {
      const conversation = await parley.database.manager.findOneByOrFail(Conversation, { id });
      conversation.record('overdue', new Date());
      await parley.app.get(Conversations).save(conversation);
    });
    expect(await told()).toEqual(['avery: waiting', 'jordan: waiting', 'dana: waiting']);
  });

  test('somebody who left hears of nothing: it is unassigned now, for those who assign', async () => {
    await give('dana');
    const active = (is: number) =>
      parley.write('UPDATE memberships SET is_active = ? WHERE user_id = ?', [is, parley.cast.dana.id]);
    await active(0);
    await text();
    await active(1);
    expect(await told()).toEqual(['avery: unassigned-text', 'jordan: unassigned-text']);
  });

  test('what does not happen is not told', async () => {
    await give(null);
    await expect(
      parley.database.transaction(async () => {
        const conversation = await parley.database.manager.findOneByOrFail(Conversation, { id });
        conversation.record('overdue', new Date());
        await parley.app.get(Conversations).save(conversation);
        throw new Error('Never mind');
      }),
    ).rejects.toThrow('Never mind');
    expect(await told()).toEqual([]);
  });
});

describe('the list and its count', () => {
  test('agree, and are of what one still may see', async () => {
    await give('dana');
    await text('Is my transcript there?');
    expect(await list('dana')).toEqual(['Unread: Maya Lindqvist texted']);
    expect((await (await parley.as('dana')).get('/notifications')).text).toContain('Is my transcript there?');
    expect(await counted('dana')).toBe('1');
    await give('sam');
    expect(await list('dana')).toEqual([]);
    expect(await counted('dana')).toBe('');
  });

  test('whoever opens the conversation has read what it was about; nobody else has', async () => {
    await give('dana');
    await text();
    await assign('jordan', 'sam');
    await text();
    await (await parley.as('avery')).get(`/conversations/${id}`);
    expect(await counted('sam')).toBe('2');
    await (await parley.as('sam')).get(`/conversations/${id}`);
    expect(await counted('sam')).toBe('');
    expect(await list('sam')).toEqual(['Maya Lindqvist texted', 'Jordan Reyes assigned Maya Lindqvist to you']);
    await text();
    await post('sam', `/conversations/${id}/reading`);
    expect(await counted('sam')).toBe('');
  });

  test('marks one as read, and nobody else’s', async () => {
    await give('dana');
    await text();
    const [{ id: one }] = (await parley.rows<{ id: number }>('SELECT id FROM notifications')) as [{ id: number }];
    for (const name of ['sam', 'jordan', 'olive'] as const)
      expect((await post(name, `/notifications/${one}/reading`)).status).toBe(404);
    expect(await counted('dana')).toBe('1');
    expect((await post('dana', `/notifications/${one}/reading`)).location).toBe('/notifications');
    expect(await counted('dana')).toBe('');
  });

  test('marks all as read that were shown, and not what came since', async () => {
    await give('dana');
    await text('One');
    await text('Two');
    const { text: html } = await (await parley.as('dana')).get('/notifications');
    const upTo = /name="upTo" value="(\d+)"/.exec(html)![1]!;
    await text('Three');
    await post('jordan', '/notifications/reading', { upTo: '999999999' });
    expect(await counted('dana')).toBe('3');
    await post('dana', '/notifications/reading', { upTo });
    expect(await counted('dana')).toBe('1');
    expect((await list('dana')).map((line) => line.startsWith('Unread'))).toEqual([true, false, false]);
  });

  test('goes on page by page', async () => {
    await give('dana');
    await Promise.all(Array.from({ length: 31 }, (_, place) => text(`Text ${place}`)));
    const { text: html } = await (await parley.as('dana')).get('/notifications');
    const next = /href="\/notifications\?before[^"]*?(\d+)"/.exec(html)![1]!;
    expect(await list('dana')).toHaveLength(30);
    expect(await list('dana', `?before=${next}`)).toHaveLength(1);
    expect(await counted('dana')).toBe('31');
  });
});

describe('everybody chooses', () => {
  const due = async () =>
    (
      await parley.rows<{ in_app: number; mail_due_at: unknown }>(
        'SELECT in_app, mail_due_at FROM notifications ORDER BY id',
      )
    ).map((row) => [Boolean(row.in_app), row.mail_due_at !== null]);
  const boxes = async (name: Name) =>
    [
      ...(await (await parley.as(name)).get('/account/notifications')).text.matchAll(
        /value="([\w.-]+)"[^>]*?( checked)?>/g,
      ),
    ]
      .filter(([, value]) => value!.includes('.'))
      .map(([, value, isOn]) => (isOn ? `${value} on` : value));

  test('what they hear of, and how', async () => {
    await give('dana');
    await text();
    expect(await due()).toEqual([[true, true]]);
    const saved = await post('dana', '/account/notifications', {
      on: ['text.email', 'nonsense', 'unassigned-text.app'],
    });
    expect(saved.location).toBe('/account/notifications?saved=1');
    expect((await boxes('dana')).filter((box) => box!.endsWith(' on'))).toEqual(['text.email on']);
    await text();
    expect((await due()).slice(1)).toEqual([[false, true]]);
    expect(await counted('dana')).toBe('1');
    await post('dana', '/account/notifications');
    await text();
    expect(await due()).toHaveLength(2);
    expect(await parley.rows('SELECT id FROM notification_choices WHERE user_id <> ?', [parley.cast.dana.id])).toEqual(
      [],
    );
  });

  test('and are offered what can concern them', async () => {
    expect(await boxes('riley')).toEqual(['mention.app on', 'mention.email on', 'mention.push on']);
    expect(await boxes('jordan')).toEqual([
      ...['text.app on', 'text.email on', 'text.push on', 'assigned.app on', 'assigned.email on', 'assigned.push on'],
      ...['mention.app on', 'mention.email on', 'mention.push on'],
      ...['unassigned-text.app on', 'unassigned-text.email', 'unassigned-text.push'],
      ...['waiting.app on', 'waiting.email on', 'waiting.push', 'failed.app on', 'failed.email', 'failed.push'],
      ...['campaign.app on', 'campaign.email on', 'campaign.push'],
    ]);
  });
});
