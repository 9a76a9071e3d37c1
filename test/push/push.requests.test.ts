import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { SessionData } from 'express-session';
import { Pushing } from '../../src/notifications/pushing.js';
import { SessionStore } from '../../src/people/session-store.js';
import { Courier } from '../../src/push/courier.js';
import { OldPushes } from '../../src/push/old-pushes.js';
import { PushKeys } from '../../src/push/push-keys.js';
import { PushQueue } from '../../src/push/push-queue.js';
import { PushServices } from '../../src/push/push-services.js';
import type { Client } from '../support/client.js';
import { isOnMysql } from '../support/database.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';
import { type StandInBrowser, StandInPush } from '../support/stand-in-push.js';

const second = 1000;
const minute = 60 * second;
const mayas = '+16175550111';
const leos = '+16175550112';
/** Of Ada 60 to Ada 64. */
const numbers = Array.from({ length: 5 }, (_, index) => `+1617555016${index}`);
const page = '/account/notifications';
const onWindows = { 'User-Agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36' };

let standIn: StandInPush;
let parley: Parley;
let beside: Parley;
let dana: Client;
let maya: number;
const clock = new SetClock(new Date());

beforeAll(async () => {
  standIn = await StandInPush.start();
  const push = new PushServices({ trusted: [standIn.url], patience: 2000 });
  const env = { PUBLIC_URL: 'http://texts.n.example' };
  parley = await Parley.start({ clock, env, push });
  beside = await Parley.start({ clock, env, push, beside: parley });
  // The tests say when it goes round.
  for (const { app } of [parley, beside]) {
    await app.get(Courier).stop();
    await app.get(Pushing).beforeApplicationShutdown();
  }
  await parley.text(mayas, 'Hello');
  await parley.text(leos, 'Hello');
  maya = await parley.conversationWith(mayas);
  const avery = await parley.as('avery');
  const contactTypeId = parley.cast.maya.contactTypeId;
  for (const number of numbers) {
    await avery.post('/contacts', { firstName: 'Ada', lastName: number.slice(-2), contactTypeId, numbers: number });
    await parley.text(number, 'Hello');
  }
});
beforeEach(async () => {
  for (const table of ['pushes', 'push_browsers', 'notifications', 'notification_choices'])
    await parley.write(`DELETE FROM ${table}`);
  await give(parley.cast.dana.id);
  dana = await parley.again('dana');
  Object.assign(standIn, { next: [], onTaken: () => undefined });
  standIn.asked.length = 0;
});
afterEach(() => expect(standIn.faults).toEqual([]));
afterAll(async () => {
  await beside?.close();
  await parley?.close();
  await standIn?.stop();
});

const give = (assigneeId: number | null) => parley.write('UPDATE conversations SET assignee_id = ?', [assigneeId]);
const spoken = ({ endpoint, p256dh, auth }: StandInBrowser) => ({ endpoint, p256dh, auth });
/** Somebody turns notifications on, in a browser of their own unless it is named. */
async function turnsOn(client: Client, browser?: StandInBrowser): Promise<StandInBrowser> {
  const theirs = browser ?? (await standIn.browser());
  expect((await client.post(`${page}/browsers`, spoken(theirs), onWindows)).location).toBe(`${page}?saved=browser`);
  return theirs;
}
const renews = (client: Client, browser: StandInBrowser, own: object = {}) =>
  client.post(`${page}/browsers/renewal`, { ...spoken(browser), ...own });
const handOn = ({ app } = parley) => app.get(Pushing).round();
const flush = ({ app } = parley) => app.get(Courier).flush();
/** Lets so much time pass that whatever was told by now rings. */
async function rings() {
  clock.pass(4 * second);
  await handOn();
  await flush();
}
const titles = ({ shown }: StandInBrowser) => shown.map(({ title }) => title);
const pushes = () =>
  parley.rows<{ id: number; status: string; attempts: number; error: string | null }>(
    'SELECT id, status, attempts, error FROM pushes ORDER BY id',
  );
const statuses = async () => (await pushes()).map(({ status }) => status);

describe('who is told what', () => {
  test('a text rings in each browser of whoever has the conversation: who it is, and not a word of it', async () => {
    const office = await turnsOn(dana);
    const phone = await turnsOn(await parley.again('dana'));
    const others = await Promise.all(
      (['jordan', 'sam', 'olive'] as const).map(async (name) => turnsOn(await parley.again(name))),
    );
    await parley.text(mayas, 'My grandmother has died');
    await handOn();
    expect(await pushes()).toEqual([]);
    await rings();
    const expected = {
      title: 'Maya Lindqvist texted',
      body: 'Northfield',
      url: `/conversations/${maya}`,
      tag: `conversations-${maya}`,
    };
    expect([office.shown, phone.shown]).toMatchObject([[expected], [expected]]);
    expect(JSON.stringify(office.shown)).not.toContain('grandmother');
    expect(others.flatMap(({ shown }) => shown)).toEqual([]);
    expect(standIn.asked[0]).toMatchObject({ ttl: '14400', topic: `conversations-${maya}`, urgency: 'high' });
    expect(await statuses()).toEqual(['sent', 'sent']);
    expect((await dana.get(page)).text).toMatch(/Chrome on Windows.*This browser[^]*last used/);
  });

  test('several of one conversation ring once; another conversation rings beside it', async () => {
    const browser = await turnsOn(dana);
    for (const body of ['One', 'Two', 'Three']) await parley.text(mayas, body);
    await parley.text(leos, 'Me too');
    await rings();
    expect(browser.shown.map(({ title, body }) => `${title}, ${body}`).sort()).toEqual([
      'Leo Marchetti texted, Northfield',
      'Maya Lindqvist texted, 3 new texts · Northfield',
    ]);
  });

  test('much at once rings once; and after much, the rest comes together a minute later', async () => {
    const browser = await turnsOn(dana);
    for (const number of numbers) await parley.text(number, 'Are you there?');
    await rings();
    const { program } = parley.cast;
    expect(browser.shown).toMatchObject([
      {
        title: 'Ada 64 texted',
        body: 'And 4 more · Northfield',
        url: `/notifications/in/${program.id}`,
        tag: `notifications-${program.id}`,
      },
    ]);
    expect((await dana.get(browser.shown[0]!.url)).location).toBe('/notifications');
    for (let count = 1; count < 5; count += 1) {
      await parley.text(mayas, `Number ${count}`);
      await rings();
    }
    expect(browser.shown).toHaveLength(5);
    await parley.text(mayas, 'Number 5');
    await parley.text(leos, 'Hello');
    await rings();
    expect(browser.shown).toHaveLength(5);
    clock.pass(minute);
    await rings();
    expect(titles(browser).slice(5).sort()).toEqual(['Leo Marchetti texted', 'Maya Lindqvist texted']);
  });

  test('much at once counts what is unread when it leaves, and leads to the program that it is of', async () => {
    const browser = await turnsOn(dana);
    for (const number of numbers) await parley.text(number, 'Are you there?');
    clock.pass(4 * second);
    await handOn();
    await dana.get(`/conversations/${await parley.conversationWith(numbers[0]!)}`);
    await flush();
    for (const number of numbers.slice(1)) await parley.text(number, 'Still there?');
    await parley.text(mayas, 'Me too');
    await rings();
    expect(browser.shown.map(({ body }) => body)).toEqual(['And 3 more · Northfield', 'And 4 more · Northfield']);
    // Olive works elsewhere: there it is not, but whoever works in both is offered the way.
    const { olive, program } = parley.cast;
    const url = `/notifications/in/${program.id}`;
    expect((await (await parley.as('olive')).get(url)).text).not.toContain('Look in Northfield');
    await parley.write(
      `INSERT INTO memberships (user_id, program_id, role_id, is_active, created_at)
       SELECT ?, program_id, role_id, 1, created_at FROM memberships WHERE user_id = ?`,
      [olive.id, parley.cast.dana.id],
    );
    const { status, text } = await (await parley.as('olive')).get(url);
    expect([status, text.includes('Look in Northfield'), text.includes(`value="${url}"`)]).toEqual([404, true, true]);
    await parley.write('DELETE FROM memberships WHERE user_id = ? AND program_id = ?', [olive.id, program.id]);
  });

  test('much at once leads to the conversations for whoever does not want to see it in the bell', async () => {
    await dana.post(page, { on: ['text.push', 'mention.app', 'mention.push'] });
    const browser = await turnsOn(dana);
    for (const number of numbers) await parley.text(number, 'Are you there?');
    await (await parley.as('jordan')).post(`/conversations/${maya}/notes`, { body: 'Look, @Dana Whitfield' });
    await rings();
    const leadsTo = async () => (await dana.get(browser.shown[0]!.url)).location;
    expect(await leadsTo()).toBe('/conversations?view=mine');
    for (const number of numbers) await dana.get(`/conversations/${await parley.conversationWith(number)}`);
    expect(await leadsTo()).toBe('/notifications');
  });

  test('when the newest of much is read, it rings for the next one, and in the end for nothing', async () => {
    const browser = await turnsOn(dana);
    const reads = async (number: string) => dana.get(`/conversations/${await parley.conversationWith(number)}`);
    const leavesUnread = async (first: number, end: number) => {
      for (const number of numbers) await parley.text(number, 'Are you there?');
      clock.pass(4 * second);
      await handOn();
      for (const number of [...numbers.slice(0, first), ...numbers.slice(end)]) await reads(number);
      await flush();
      for (const number of numbers) await reads(number);
    };
    await leavesUnread(0, 4);
    await leavesUnread(2, 3);
    await leavesUnread(0, 0);
    expect(browser.shown).toMatchObject([
      { title: 'Ada 63 texted', body: 'And 3 more · Northfield' },
      {
        title: 'Ada 62 texted',
        body: 'Northfield',
        url: `/conversations/${await parley.conversationWith(numbers[2]!)}`,
      },
    ]);
    expect(await statuses()).toEqual(['sent', 'sent', 'dropped']);
  });

  test('when the last text of a conversation is ticked off in the bell, it rings for the one before, but not again', async () => {
    const browser = await turnsOn(dana);
    const ticksOffTheLast = async () => {
      clock.pass(4 * second);
      await handOn();
      const [{ id }] = (await parley.rows('SELECT MAX(id) AS id FROM notifications')) as [{ id: number }];
      await dana.post(`/notifications/${id}/reading`);
      await flush();
      return id;
    };
    await parley.text(mayas, 'One');
    await rings();
    await parley.text(mayas, 'Two');
    await ticksOffTheLast();
    expect(browser.shown).toHaveLength(1);
    await parley.text(mayas, 'Three');
    await parley.text(mayas, 'Four');
    const four = await ticksOffTheLast();
    expect(browser.shown).toMatchObject([{}, { title: 'Maya Lindqvist texted', id: four - 1 }]);
  });

  test('what was read meanwhile does not ring, however late it is read', async () => {
    const browser = await turnsOn(dana);
    await parley.text(mayas, 'Read at once');
    await dana.get(`/conversations/${maya}`);
    await rings();
    expect(await pushes()).toEqual([]);
    await parley.text(mayas, 'Read a little later');
    clock.pass(4 * second);
    await handOn();
    await dana.get(`/conversations/${maya}`);
    await flush();
    expect([browser.shown, await statuses()]).toEqual([[], ['dropped']]);
  });

  test('handed on, it rings for the next one, and no longer for the first', async () => {
    const [hers, his] = [await turnsOn(dana), await turnsOn(await parley.again('sam'))];
    await parley.text(mayas, 'Whose am I?');
    clock.pass(4 * second);
    await handOn();
    await (await parley.as('jordan')).post(`/conversations/${maya}/assignment`, { assignee: parley.cast.sam.id });
    await rings();
    await parley.text(mayas, 'Thank you');
    await rings();
    expect(hers.shown).toEqual([]);
    expect(titles(his)).toEqual(['Jordan Reyes assigned Maya Lindqvist to you', 'Maya Lindqvist texted']);
  });

  test('nor does it ring for who may not see it any more, has left, or is signed out', async () => {
    const browser = await turnsOn(dana);
    const waits = async () => {
      await parley.text(mayas, 'Hello?');
      clock.pass(4 * second);
      await handOn();
    };
    await waits();
    await give(parley.cast.sam.id);
    await flush();
    await give(parley.cast.dana.id);
    await waits();
    const active = (is: number) =>
      parley.write('UPDATE memberships SET is_active = ? WHERE user_id = ?', [is, parley.cast.dana.id]);
    await active(0);
    await flush();
    await active(1);
    await waits();
    await parley.write('UPDATE sessions SET expires_at = ? WHERE user_id = ?', [new Date(0), parley.cast.dana.id]);
    await flush();
    expect([browser.shown, await statuses()]).toEqual([[], ['dropped', 'dropped', 'dropped']]);
  });

  test('only of what they chose: at first of what is theirs, and of nothing where no browser is on', async () => {
    await parley.text(mayas, 'No browser yet');
    expect(await parley.rows('SELECT id FROM notifications WHERE push_due_at IS NOT NULL')).toEqual([]);
    const browser = await turnsOn(dana);
    const leads = await turnsOn(await parley.again('jordan'));
    await give(null);
    await parley.text(mayas, 'Anybody?');
    await rings();
    await (await parley.as('jordan')).post(page, { on: ['unassigned-text.push'] });
    await parley.text(leos, 'Anybody at all?');
    await rings();
    await give(parley.cast.dana.id);
    await dana.post(page, { on: ['text.app', 'text.email', 'mention.push'] });
    await parley.text(mayas, 'Not in the browser, please');
    await (await parley.as('jordan')).post(`/conversations/${maya}/notes`, { body: 'Look, @Dana Whitfield' });
    await rings();
    expect(titles(leads)).toEqual(['Leo Marchetti texted, and nobody has the conversation']);
    expect(titles(browser)).toEqual(['Jordan Reyes mentioned you in a note on Maya Lindqvist']);
  });
});

describe('nothing lost, nothing twice', () => {
  test('two processes that look at once send once', async () => {
    const browser = await turnsOn(dana);
    await parley.text(mayas, 'Just once');
    await parley.text(leos, 'Just once');
    clock.pass(4 * second);
    // On SQLite two processes within one would wait for each other's lock.
    const other = isOnMysql ? beside : parley;
    await Promise.all([handOn(), handOn(other), handOn()]);
    await Promise.all([flush(), flush(other), flush()]);
    expect(titles(browser).sort()).toEqual(['Leo Marchetti texted', 'Maya Lindqvist texted']);
  });

  test('what a process had in hand when it died is sent by another once its time is up, under the same number', async () => {
    const browser = await turnsOn(dana);
    await parley.text(mayas, 'Orphan');
    clock.pass(4 * second);
    await handOn();
    expect(await parley.app.get(PushQueue).claim(10)).toHaveLength(1);
    await flush(beside);
    expect(browser.shown).toEqual([]);
    clock.pass(61 * second);
    await flush(beside);
    const [{ id }] = (await parley.rows<{ id: number }>('SELECT id FROM notifications')) as [{ id: number }];
    expect(browser.shown).toMatchObject([{ id }]);
    expect(await pushes()).toMatchObject([{ status: 'sent', attempts: 2 }]);
  });

  test('a busy push service is left alone as long as it asks; a broken one a little longer each time, and then for good', async () => {
    const browser = await turnsOn(dana);
    standIn.next = [{ answers: 429, retryAfter: '120' }];
    await parley.text(mayas, 'Patience');
    await rings();
    expect(await pushes()).toMatchObject([{ status: 'queued', error: 'answered 429' }]);
    expect((await dana.get(page)).text).toContain('Its push service was busy');
    clock.pass(119 * second);
    await flush();
    expect(standIn.asked).toHaveLength(1);
    clock.pass(2 * second);
    await flush();
    expect(titles(browser)).toEqual(['Maya Lindqvist texted']);
    expect((await dana.get(page)).text).not.toContain('busy');

    standIn.next = Array.from({ length: 6 }, () => ({ answers: 500 }));
    await parley.text(leos, 'Stubborn');
    await rings();
    for (let tries = 1; tries < 7; tries += 1) {
      clock.pass(40 * minute);
      await flush();
    }
    expect((await pushes()).at(-1)).toMatchObject({ status: 'failed', attempts: 6 });
    // Nothing is promised that does not happen.
    expect((await dana.get(page)).text).not.toContain('tries again');
    expect(standIn.asked).toHaveLength(8);
  });

  test('what is four hours old is no news', async () => {
    const browser = await turnsOn(dana);
    await parley.text(mayas, 'Yesterday');
    clock.pass(4 * second);
    await handOn();
    clock.pass(4 * 60 * minute);
    await flush();
    expect([browser.shown, await statuses()]).toEqual([[], ['dropped']]);
  });

  test('a browser that is gone is forgotten; one that is refused is not, and its owner reads why', async () => {
    await turnsOn(dana);
    await turnsOn(await parley.again('dana'));
    standIn.next = [{ answers: 410 }, { answers: 403 }];
    await parley.text(mayas, 'Gone');
    await rings();
    expect(await pushes()).toMatchObject([{ status: 'failed', error: 'answered 403' }]);
    expect((await dana.get(page)).text.match(/was refused/g)).toHaveLength(1);
    expect((await parley.stranger().get('/metrics')).text).toContain('parley_pushes_total{outcome="ParcelRefused"}');
  });

  test('all processes have the same keys, and pushes are forgotten after a week', async () => {
    expect(await beside.app.get(PushKeys).get()).toEqual(await parley.app.get(PushKeys).get());
    const { publicKey } = await parley.app.get(PushKeys).get();
    expect([...standIn.senders]).toEqual([`${publicKey} mailto:parley@texts.n.example`]);
    await turnsOn(dana);
    await parley.text(mayas, 'Old');
    await rings();
    await parley.text(mayas, 'New');
    await rings();
    await parley.write('UPDATE pushes SET created_at = ? WHERE id = ?', [
      new Date(clock.now().getTime() - 8 * 24 * 60 * minute),
      (await pushes())[0]!.id,
    ]);
    await parley.app.get(OldPushes).round();
    expect(await pushes()).toHaveLength(1);
  });
});

describe('whose browser it is', () => {
  test('whoever signs out there is told nothing there, until they sign in again', async () => {
    const browser = await turnsOn(dana);
    await dana.post('/logout');
    await parley.text(mayas, 'Are you there?');
    await rings();
    expect(browser.shown).toEqual([]);
    await dana.signIn(parley.cast.dana.email);
    expect((await dana.get(page)).text).not.toContain('Turn off');
    expect((await renews(dana, browser)).status).toBe(204);
    await parley.text(mayas, 'Hello again');
    await rings();
    expect(titles(browser)).toEqual(['Maya Lindqvist texted']);
  });

  test('a sign-in that is still being written down when its answer is here takes nothing away', async () => {
    const browser = await turnsOn(dana);
    const [session] = await parley.rows<{ sid: string; data: string }>(
      'SELECT sid, data FROM sessions WHERE sid = (SELECT session_id FROM push_browsers)',
    );
    const store = parley.app.get(SessionStore);
    const data = JSON.parse(session!.data) as SessionData;
    await new Promise((resolve) => store.set(session!.sid, data, resolve));
    await parley.text(mayas, 'Still there?');
    await rings();
    expect(titles(browser)).toEqual(['Maya Lindqvist texted']);
  });

  test('who signs in there next is told nothing unasked, and what is for others is not shown to them', async () => {
    const browser = await turnsOn(dana);
    await parley.text(mayas, 'For Dana alone');
    clock.pass(4 * second);
    await handOn();
    // Her cookie is gone, but her session is not: she did not sign out.
    const sam = await parley.again('sam');
    expect((await renews(sam, browser)).status).toBe(204);
    await parley.text(leos, 'For Dana alone, too');
    await rings();
    expect(browser.shown).toEqual([]);
    expect(await parley.rows('SELECT user_id FROM push_browsers')).toEqual([{ user_id: parley.cast.dana.id }]);
    await turnsOn(sam, browser);
    await flush();
    await give(parley.cast.sam.id);
    await parley.text(leos, 'For Sam');
    await rings();
    expect(titles(browser)).toEqual(['Leo Marchetti texted']);
  });

  test('turned on twice it is on once; given another address it is found there', async () => {
    const browser = await turnsOn(dana);
    await Promise.all([turnsOn(dana, browser), turnsOn(dana, browser)]);
    const moved = await standIn.browser();
    expect((await renews(dana, moved, { former: browser.endpoint })).status).toBe(204);
    await parley.text(mayas, 'Moved?');
    await rings();
    expect([browser.shown, titles(moved)]).toEqual([[], ['Maya Lindqvist texted']]);
  });

  test('nobody has more than ten; the one that was silent longest goes', async () => {
    const first = await turnsOn(dana);
    for (let count = 0; count < 10; count += 1) {
      clock.pass(second);
      await turnsOn(await parley.again('dana'));
    }
    const kept = await parley.rows<{ endpoint: string }>('SELECT endpoint FROM push_browsers');
    expect(kept).toHaveLength(10);
    expect(kept.map(({ endpoint }) => endpoint)).not.toContain(first.endpoint);
  });

  test('one turns off one’s own, not another’s; a test rings once however often it is asked for', async () => {
    const browser = await turnsOn(dana);
    const [{ id }] = (await parley.rows<{ id: number }>('SELECT id FROM push_browsers')) as [{ id: number }];
    await (await parley.as('sam')).delete(`${page}/browsers/${id}`);
    const press = () => dana.post(`${page}/test`);
    expect((await Promise.all([press(), press()])).map(({ location }) => location)).toEqual([
      `${page}?saved=test`,
      `${page}?saved=test`,
    ]);
    await flush();
    expect(titles(browser)).toEqual(['Notifications work']);
    expect((await dana.delete(`${page}/browsers/${id}`)).status).toBe(303);
    expect((await press()).location).toBe(page);
  });

  test('what says nothing useful is refused, and the page says what to do', async () => {
    const browser = await standIn.browser();
    const answer = await dana.post(`${page}/browsers`, { ...spoken(browser), endpoint: 'https://10.0.0.1/a' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Load this page again');
    expect(await parley.rows('SELECT id FROM push_browsers')).toEqual([]);
  });
});

test('the worker is served for all of Parley, may talk to nobody else, and is never an old one', async () => {
  const worker = await parley.stranger().get('/sw.js');
  expect(worker.headers.get('content-type')).toMatch(/javascript/);
  expect(worker.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(worker.headers.get('cache-control')).toBe('no-cache');
  const manifest = await parley.stranger().get('/manifest.webmanifest');
  expect(manifest.headers.get('content-type')).toMatch(/manifest\+json/);
  for (const { src } of (JSON.parse(manifest.text) as { icons: { src: string }[] }).icons)
    expect((await parley.stranger().get(src)).status).toBe(200);
});
