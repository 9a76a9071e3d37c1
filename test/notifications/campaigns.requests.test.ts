import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Control } from '../../src/marketing/control.js';
import { Deliveries } from '../../src/sending/deliveries.js';
import { Campaigning, numberOf, Scripted } from '../support/campaigning.js';
import { Listener } from '../support/listener.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';

type Name = 'avery' | 'jordan' | 'dana' | 'sam' | 'riley' | 'olive';
const everybody: Name[] = ['avery', 'jordan', 'dana', 'sam', 'riley', 'olive'];

let parley: Parley;
let office: Campaigning;
let people: number[];

beforeAll(async () => {
  // Noon in New York on a day of its own.
  const clock = new SetClock(new Date('2026-11-20T17:00:00Z'));
  parley = await Parley.start({ carrier: new Scripted(), clock });
  office = await (await Campaigning.of(parley, clock)).byHand();
  people = await office.many(12);
});
afterAll(() => parley?.close());

beforeEach(async () => {
  await parley.write('DELETE FROM notifications');
  await parley.write('DELETE FROM notification_choices');
});

async function told(): Promise<string[]> {
  const rows = await parley.rows<{ user_id: number; kind: string; mail: number }>(
    'SELECT user_id, kind, mail_due_at IS NOT NULL AS mail FROM notifications ORDER BY id',
  );
  return everybody.flatMap((name) =>
    rows
      .filter((row) => row.user_id === parley.cast[name].id)
      .map(({ kind, mail }) => `${name}: ${kind}${Number(mail) ? ' and mail' : ''}`),
  );
}

async function list(name: Name): Promise<[string, string][]> {
  const { text: html } = await (await parley.as(name)).get('/notifications');
  return [...html.matchAll(/<a class="notification-link" href="([^"]+)">(.*?)<\/a>/gs)].map(([, url, line]) => [
    url!,
    line!.replace(/<[^>]+>/g, ''),
  ]);
}
const words = async (name: Name) => (await (await parley.as(name)).get('/notifications')).text;
const counted = async (name: Name) =>
  (JSON.parse((await (await parley.as(name)).get('/live/counts')).text) as { notifications: string }).notifications;

const messages = (id: number) =>
  parley.rows<{ id: number }>(
    'SELECT message_id AS id FROM campaign_recipients WHERE campaign_id = ? AND message_id IS NOT NULL ORDER BY id',
    [id],
  );
async function fail(id: number, most = 1000) {
  for (const message of (await messages(id)).slice(0, most))
    await parley.app.get(Deliveries).report(message.id, { status: 'undeliverable', failure: { code: '1180' } });
}

describe('a campaign that has finished', () => {
  test('tells whoever sent it, once, with what came of it and where to look', async () => {
    const id = await office.campaign(people, ['Hello'], { name: 'Spring <visit>' });
    await office.settle();
    expect(await office.status(id)).toBe('sent');
    expect(await told()).toEqual(['jordan: campaign and mail']);
    expect(await list('jordan')).toEqual([[`/campaigns/${id}`, 'Unread: Campaign Spring &lt;visit&gt; has finished']]);
    expect(await words('jordan')).toContain('12 sent');
    expect(await counted('jordan')).toBe('1');
  });

  test('is known to who has looked at its results since', async () => {
    const id = await office.quickMessage(people);
    await office.settle();
    expect(await list('jordan')).toEqual([[`/quick-messages/${id}`, 'Unread: Your Quick Message has finished']]);
    await (await parley.as('avery')).get(`/quick-messages/${id}`);
    expect(await counted('jordan')).toBe('1');
    await (await parley.as('jordan')).get(`/quick-messages/${id}`);
    expect(await counted('jordan')).toBe('');
  });

  test('rings the bell of an open page of theirs, and of nobody else', async () => {
    const [hers, his] = [await Listener.of(await parley.as('jordan')), await Listener.of(await parley.as('avery'))];
    await office.quickMessage(people);
    await office.settle();
    // Texts to those who have never answered are on nobody’s page, but for the telephones of the simulator.
    expect([await hers.hears('counts'), await his.hears('texts')]).toEqual([true, true]);
    await pause(150);
    expect(his.signals).not.toContain('counts');
    expect(new Set([...hers.signals, ...his.signals])).toEqual(new Set(['counts', 'texts']));
    expect(his.signals.length).toBeLessThan(5);
    hers.close();
    his.close();
  });

  test('says nothing to who chose to hear of nothing, and only mails who chose that', async () => {
    const post = async (on: string[]) => (await parley.as('jordan')).post('/account/notifications', { on });
    await post(['campaign.email']);
    await office.quickMessage(people);
    await office.settle();
    expect(await told()).toEqual(['jordan: campaign and mail']);
    expect(await list('jordan')).toEqual([]);
    await post([]);
    await office.quickMessage(people);
    await office.settle();
    expect(await told()).toEqual(['jordan: campaign and mail']);
  });

  test('is not told to who may no longer see it', async () => {
    const id = await office.campaign(people);
    await office.settle();
    await parley.write('UPDATE campaigns SET created_by_id = ? WHERE id = ?', [parley.cast.dana.id, id]);
    await parley.write('UPDATE notifications SET user_id = ?', [parley.cast.dana.id]);
    expect(await list('dana')).toEqual([]);
    expect(await counted('dana')).toBe('');
  });
});

describe('a pause', () => {
  test('that it made by itself tells whoever sent it, and why', async () => {
    const id = await office.campaign(people, ['Hello'], { name: 'Deadline' });
    await parley.app.get(Control).brake(id, { because: 'failures', share: 12 });
    await parley.app.get(Control).brake(id, { because: 'failures', share: 12 });
    expect(await told()).toEqual(['jordan: campaign and mail']);
    expect(await list('jordan')).toEqual([
      [`/campaigns/${id}`, 'Unread: Campaign Deadline has paused itself: too many texts did not arrive'],
    ]);
    await office.cancel(id);
  });

  test('of what somebody sent who has left tells those who can resume it', async () => {
    const id = await office.campaign(people, ['Hello'], { name: 'Orphan' });
    const active = (is: number) =>
      parley.write('UPDATE memberships SET is_active = ? WHERE user_id = ?', [is, parley.cast.jordan.id]);
    await active(0);
    await parley.app.get(Control).brake(id, { because: 'no-credit' });
    expect(await told()).toEqual(['avery: campaign and mail']);
    await active(1);
    await office.cancel(id);
  });

  test('by somebody is known to them', async () => {
    const id = await office.campaign(people);
    await office.pause(id);
    expect(await told()).toEqual([]);
    await office.cancel(id);
    expect(await told()).toEqual([]);
  });
});

describe('texts that fail', () => {
  test('of many are the results of what they belong to, also in conversations that are open', async () => {
    for (const place of [0, 1, 2, 3]) await parley.text(numberOf('617', place), 'Hi');
    await office.text(numberOf('617', 0), 'Hi', new Date('2026-11-20T17:00:00Z'));
    await parley.write('UPDATE conversations SET is_listed = 1, status = ?', ['open']);
    const id = await office.quickMessage(people);
    await office.settle();
    await parley.write('DELETE FROM notifications');
    await fail(id);
    expect(await told()).toEqual([]);
    expect((await office.tally(id)).failed).toEqual({ 1180: 12 });
    await parley.write('UPDATE conversations SET is_listed = 0, status = ?', ['unopened']);
  });

  test('of a Quick Message to a few are told, once for all of them; that it finished well is not', async () => {
    const id = await office.quickMessage(people.slice(0, 3));
    await office.settle();
    expect(await office.status(id)).toBe('sent');
    expect(await told()).toEqual([]);
    await fail(id);
    expect(await told()).toEqual(['jordan: campaign and mail']);
    expect(await list('jordan')).toEqual([
      [`/quick-messages/${id}`, 'Unread: Your Quick Message to Ann Lee was not delivered'],
    ]);
  });

  test('nobody is told twice of one to a few that failed before it finished', async () => {
    const carrier = parley.carrier as Scripted;
    carrier.does = async () => Promise.reject(Object.assign(new Error('no'), {}));
    const id = await office.quickMessage(people.slice(0, 2));
    await office.settle();
    carrier.does = async (text) => text.clientRef;
    expect(await office.status(id)).toBe('sent');
    expect(await told()).toEqual(['jordan: campaign and mail']);
    expect((await list('jordan'))[0]![1]).toBe('Unread: Your Quick Message to Ann Lee may not have been sent');
  });
});

test('a text to many ends no waiting in a conversation that is open', async () => {
  const number = numberOf('617', 5);
  await office.text(number, 'Are you there?', new Date('2026-11-20T17:00:00Z'));
  const id = await parley.conversationWith(number);
  const state = async () =>
    (
      await parley.rows('SELECT status, waiting_since, assignee_id, is_escalated FROM conversations WHERE id = ?', [id])
    )[0];
  const before = await state();
  expect((before as unknown as { waiting_since: unknown }).waiting_since).not.toBeNull();
  await office.quickMessage([people[5]!]);
  await office.settle();
  expect(await state()).toEqual(before);
});

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
