import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Counting } from '../../src/reports/counting.js';
import { Keeping } from '../../src/reports/keeping.js';
import { patience } from '../../src/reports/bookmark.js';
import { Deliveries } from '../../src/sending/deliveries.js';
import { Outbox } from '../../src/sending/outbox.js';
import { ConsentChange } from '../../src/consent/consent-change.js';
import { Event } from '../../src/events/event.js';
import type { Client } from '../support/client.js';
import { isOnMysql } from '../support/database.js';
import { inbound, Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';

// Ten in the morning in New York, on a Friday.
const clock = new SetClock();
const [mayas, leos] = ['+16175550111', '+16175550112'];
const minute = 60_000;
let parley: Parley;
let jordan: Client;

beforeAll(async () => {
  parley = await Parley.start({ clock });
  await parley.app.get(Counting).beforeApplicationShutdown();
  await parley.app.get(Outbox).stop();
  jordan = await parley.as('jordan');
});
afterAll(() => parley?.close());

const texts = (from: string, body: string) =>
  parley.webhook('inbound', inbound(from, body, { timestamp: clock.now().toISOString() }), {
    iat: Math.floor(clock.now().getTime() / 1000),
  });
const reply = async (id: number, who: 'jordan' | 'dana', body: string) =>
  (await parley.as(who)).post(`/conversations/${id}/messages`, { body });
const countAll = async () => {
  while (await parley.app.get(Counting).round());
};

/** What a page says, without its tags. */
const read = (html: string) => html.replaceAll(/<(script|svg)[^]*?<\/\1>|<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
const tiles = (html: string) =>
  [...html.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)]
    .slice(0, 8)
    .map(([, label, said]) => `${label}: ${read(said!).trim()}`);
async function lineOf(name: string, address = '/reports') {
  const { text } = await jordan.get(address);
  const row = [...text.matchAll(/<tr>\s*<th scope="row">[^]*?<\/tr>/g)].find(([found]) => found.includes(name));
  return row && read(row[0]).trim();
}

test('before anything is texted the page says what to do', async () => {
  const { status, text } = await jordan.get('/reports');
  expect([status, read(text)]).toEqual([200, expect.stringContaining('No texts in this time')]);
  expect(text).toContain('href="/quick-messages/new"');
  expect(read(text)).toContain('Counted up to 10:00 AM.');
});

test('an office sees how much was texted, how fast it was answered, and by whom', async () => {
  await texts(mayas, 'Hello');
  const maya = await parley.conversationWith(mayas);
  await jordan.post(`/conversations/${maya}/assignment`, { assignee: String(parley.cast.dana.id) });
  clock.pass(12 * minute);
  await reply(maya, 'dana', 'Hello Maya');
  await reply(maya, 'dana', 'Anything else?');
  await texts(leos, 'Is it too late?');
  const leo = await parley.conversationWith(leos);
  clock.pass(90 * minute);
  await reply(leo, 'jordan', 'No');
  await jordan.post(`/conversations/${leo}/resolution`);
  await texts('+13125550199', 'Who is this?');
  await texts(leos, 'STOP');
  await countAll();
  const { text } = await jordan.get('/reports');
  expect(tiles(text)).toEqual([
    'Texts received: 3',
    'Replies sent: 3',
    'Quick Messages and Campaigns: 0',
    'Conversations opened: 2',
    'Conversations resolved: 1',
    'Median first reply: 51 min 50% within an hour',
    'Texts that failed: 0',
    'Opt-outs: 1',
  ]);
  expect(await lineOf('Dana')).toBe(
    'Dana Whitfield Assigned: 1 Replies: 2 Resolved: 0 First reply: 12 min Open now: 1',
  );
  expect(await lineOf('Jordan')).toBe(
    'Jordan Reyes Assigned: 0 Replies: 1 Resolved: 1 First reply: 1 h 30 min Open now: 0',
  );
  expect(read(text)).toContain('Most came on Friday from 10 AM to 11 AM.');
  expect(await lineOf('10 AM')).toBe('10 AM 0 0 0 0 2 0 0');
});

test('the same as files for a spreadsheet', async () => {
  const days = await jordan.get('/reports/days.csv?days=7');
  expect(days.headers.get('content-disposition')).toBe(
    'attachment; filename=reports-days-2026-11-14-to-2026-11-20.csv',
  );
  const lines = days.text.trim().split('\r\n');
  expect([lines.length, lines[0]]).toEqual([8, expect.stringContaining('Day,Texts received,Replies sent')]);
  expect(lines.slice(6)).toEqual(['2026-11-19,0,0,0,0,0,0,0,0', '2026-11-20,3,3,0,1,2,1,0,1']);
  await parley.write('UPDATE users SET name = ? WHERE id = ?', ['=SUM(A1)', parley.cast.sam.id]);
  const { text } = await jordan.get('/reports/people.csv');
  expect(text).toContain(`'=SUM(A1),0,0,0,0,,0\r\n`);
  expect(text).toContain('Dana Whitfield,1,2,0,1,12.0,1\r\n');
});

test('a text that fails counts on its day, and no longer when it arrives after all', async () => {
  const [sent] = await parley.rows<{ id: number }>(`SELECT MIN(id) AS id FROM messages WHERE source = 'reply'`);
  const report = (status: 'undeliverable' | 'delivered') => parley.app.get(Deliveries).report(sent!.id, { status });
  clock.pass(26 * 60 * minute);
  await report('undeliverable');
  await countAll();
  expect(tiles((await jordan.get('/reports?from=2026-11-20&to=2026-11-20')).text)[6]).toBe(
    'Texts that failed: 1 25% of those sent',
  );
  await report('delivered');
  await countAll();
  expect(tiles((await jordan.get('/reports')).text)[6]).toBe('Texts that failed: 0');
});

test('a day is compared with as much of the day before', async () => {
  const { text } = await jordan.get('/reports?from=2026-11-21');
  expect(tiles(text)[0]).toBe('Texts received: 0 −100% was 3');
  expect(read(text)).toContain('Nov 21, compared with the day before.');
});

test('days are those of the program, also when it moves to another time zone', async () => {
  const ofDay = async (day: string) => tiles((await jordan.get(`/reports?from=${day}&to=${day}`)).text)[0];
  expect(await ofDay('2026-11-20')).toBe('Texts received: 3');
  await (
    await parley.as('avery')
  ).post('/settings/general', { name: 'Northfield', country: 'US', timeZone: 'Asia/Tokyo' });
  expect([await ofDay('2026-11-20'), await ofDay('2026-11-21')]).toEqual(['Texts received: 0', 'Texts received: 3']);
  expect(await lineOf('12 AM')).toBe('12 AM 0 0 0 0 0 2 0');
  await parley.write('UPDATE programs SET time_zone = ?', ['America/New_York']);
});

test('somebody who works here no longer is there as long as they did something', async () => {
  await parley.write('UPDATE memberships SET is_active = 0 WHERE user_id = ?', [parley.cast.dana.id]);
  expect(await lineOf('Dana')).toContain('Dana Whitfield no longer here Assigned: 1 Replies: 2');
  expect(await lineOf('Dana', '/reports?from=2026-11-01&to=2026-11-02')).toBeUndefined();
  await parley.write('UPDATE memberships SET is_active = 1 WHERE user_id = ?', [parley.cast.dana.id]);
});

test('when contacts are erased the figures stay', async () => {
  const before = tiles((await jordan.get('/reports')).text);
  expect((await jordan.post(`/contacts/${parley.cast.leo.id}/erasure`, { confirmation: 'erase' })).status).toBe(303);
  await countAll();
  expect(tiles((await jordan.get('/reports')).text)).toEqual(before);
});

test('another program has its own figures', async () => {
  await parley.write("UPDATE roles SET permissions = 'view-reports' WHERE name = 'Viewer'");
  const [olive, riley] = [await parley.as('olive'), await parley.again('riley')];
  expect(tiles((await olive.get('/reports')).text)[0]).toBe('Texts received: 0');
  // Whoever sees no conversations sees the figures, and no way to them.
  const { text } = await riley.get('/reports');
  expect(tiles(text)[0]).toBe('Texts received: 3');
  expect(text).not.toContain('?assignee&#x3D;');
  expect((await jordan.get('/reports')).text).toContain(`/conversations?assignee&#x3D;${parley.cast.dana.id}"`);
});

test('days that can’t be are said beside their field, and what was typed is kept', async () => {
  for (const path of ['/reports', '/reports/days.csv', '/reports/people.csv']) {
    const { status, text } = await jordan.get(`${path}?from=2026-11-05&to=2026-11-04`);
    expect([status, text]).toEqual([422, expect.stringContaining('This day is before the first one.')]);
    expect(text).toMatch(/name="from" type="date" value="2026-11-05"[^]*name="to" type="date" value="2026-11-04"/);
    expect(read(text)).not.toContain('Counted up to');
  }
});

test('what could not be saved is counted again, and once', async () => {
  await texts(mayas, 'One more thing');
  const keep = jest.spyOn(Keeping.prototype, 'add').mockImplementationOnce(async () => {
    await parley.database.run('UPDATE report_quarter_hours SET received = received + 1');
    throw new Error('The power is gone');
  });
  await expect(parley.app.get(Counting).round()).rejects.toThrow('The power is gone');
  keep.mockRestore();
  await countAll();
  expect(tiles((await jordan.get('/reports')).text)[0]).toBe('Texts received: 4');
});

test('what is missing between two events is waited for, ten minutes at most', async () => {
  const [{ id }] = (await parley.rows<{ id: number }>('SELECT MAX(id) AS id FROM events')) as [{ id: number }];
  const { id: programId } = parley.cast.program;
  const insert = (own: object) =>
    parley.database.manager.insert(Event, Event.of('unknown-text', { programId, at: clock.now(), ...own }) as never);
  const received = async () => tiles((await jordan.get('/reports')).text)[0]!.slice(0, 17);
  await parley.database.transaction(() => insert({ id: id + 2 }));
  clock.pass(minute / 2);
  await countAll();
  expect(await received()).toBe('Texts received: 4');
  await parley.database.transaction(() => insert({ id: id + 1 }));
  await countAll();
  expect(await received()).toBe('Texts received: 6');
  await parley.database.transaction(() => insert({ id: id + 9 }));
  await countAll();
  clock.pass(patience);
  await countAll();
  clock.pass(patience);
  await countAll();
  expect(await received()).toBe('Texts received: 7');
});

test('what is not counted yet is said', async () => {
  await texts(mayas, 'Still there?');
  const said = async () => read((await jordan.get('/reports')).text);
  clock.pass(11 * minute);
  expect(await said()).toMatch(/Counted up to 1:\d\d PM\. .* are still being counted/);
  await countAll();
  expect(await said()).not.toContain('still being counted');
  const change = { change: 'opt-out' as const, source: 'staff' as const, number: mayas!, at: clock.now() };
  await parley.database.transaction(() =>
    parley.database.manager.insert(ConsentChange, { programId: parley.cast.program.id, ...change }),
  );
  clock.pass(11 * minute);
  expect(await said()).toContain('still being counted');
  await countAll();
  expect(await said()).not.toContain('still being counted');
});

test('whoever texts before anybody knows whose number it is has waited since then, not since it was linked', async () => {
  const stranger = '+13125550177';
  await texts(stranger, 'It is Friday evening');
  clock.pass(63 * 60 * minute);
  const [sender] = await parley.rows<{ id: number }>('SELECT id FROM conversations WHERE number = ?', [stranger]);
  await jordan.post(`/unknown-senders/${sender!.id}/link`, { contact: String(parley.cast.maya.id) });
  clock.pass(5 * minute);
  await reply(await parley.conversationWith(stranger), 'jordan', 'Good morning');
  await countAll();
  const today = clock.now().toISOString().slice(0, 10);
  expect(tiles((await jordan.get(`/reports?from=${today}&to=${today}`)).text)[5]).toContain('2 d 15 h');
});

test('what a sender of spam writes is left out once it is marked, as the page says', async () => {
  const received = async () => {
    await texts('+13125550188', 'Cheap loans');
    await countAll();
    return tiles((await jordan.get('/reports')).text)[0]!.split(' ', 3)[2];
  };
  expect(await received()).toBe('10');
  const [sender] = await parley.rows<{ id: number }>('SELECT id FROM conversations WHERE number = ?', ['+13125550188']);
  await jordan.post('/unknown-senders/spam', { ids: String(sender!.id) });
  expect(await received()).toBe('10');
  expect(read((await jordan.get('/reports')).text)).toContain('write once they are marked');
});

(isOnMysql ? test : test.skip)('what is committed late is counted', async () => {
  const { id: programId } = parley.cast.program;
  const received = async () =>
    tiles((await jordan.get('/reports')).text)[0]!
      .split(' ', 3)
      .join(' ');
  const insert = () =>
    parley.database.manager.insert(Event, Event.of('unknown-text', { programId, at: clock.now() }) as never);
  const [begun, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const slow = parley.database.transaction(async () => {
    await insert();
    begun.resolve();
    await end.promise;
  });
  await begun.promise;
  await parley.database.transaction(insert);
  await countAll();
  expect(await received()).toBe('Texts received: 10');
  end.resolve();
  await slow;
  await countAll();
  expect(await received()).toBe('Texts received: 12');
});
