import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Bundling } from '../../src/notifications/bundling.js';
import { OldNotifications } from '../../src/notifications/old-notifications.js';
import { isOnMysql } from '../support/database.js';
import { Parley } from '../support/parley.js';

interface MailRow {
  to_address: string;
  subject: string;
  body: string;
}

let one: Parley;
let two: Parley | null = null;
let maya: number;
let leo: number;
const [mayas, leos] = ['+16175550111', '+16175550112'];

beforeAll(async () => {
  one = await Parley.start({ env: { PUBLIC_URL: 'http://texts.example.edu' } });
  // On one SQLite file two processes within one would wait for each other without end.
  if (isOnMysql) two = await Parley.start({ beside: one, env: { PUBLIC_URL: 'http://texts.example.edu' } });
  await one.text(mayas, 'Hello');
  await one.text(leos, 'Hello');
  maya = await one.conversationWith(mayas);
  leo = await one.conversationWith(leos);
});
afterAll(async () => {
  await two?.close();
  await one?.close();
});

beforeEach(async () => {
  await one.write('DELETE FROM notifications');
  await one.write('DELETE FROM mails');
  await give(one.cast.dana.id);
});

const give = (assigneeId: number) => one.write('UPDATE conversations SET assignee_id = ?', [assigneeId]);
const round = (parley = one) => parley.app.get(Bundling).round();
const mails = () => one.rows<MailRow>('SELECT to_address, subject, body FROM mails ORDER BY id');
/** Lets the minute pass for whatever is older than this. */
const aMinuteLater = () =>
  one.write('UPDATE notifications SET mail_due_at = ? WHERE mail_due_at IS NOT NULL', [new Date(Date.now() - 1)]);

test('several texts within a minute make one e-mail, after a minute', async () => {
  await one.text(mayas, 'Is my transcript there?');
  await one.text(leos, 'When is the open day?');
  await one.text(mayas, 'I sent it in October.');
  await round();
  expect(await mails()).toEqual([]);
  const oldest = 'SELECT id FROM (SELECT MIN(id) AS id FROM notifications) first';
  await one.write(`UPDATE notifications SET mail_due_at = ? WHERE id = (${oldest})`, [new Date(Date.now() - 1)]);
  await round();
  const [mail, ...others] = await mails();
  expect(others).toEqual([]);
  expect(mail).toMatchObject({ to_address: 'dana@n.example', subject: '3 new texts for you' });
  for (const words of [
    'Maya Lindqvist texted',
    'Is my transcript there?',
    'I sent it in October.',
    'Leo Marchetti texted',
  ])
    expect(mail!.body).toContain(words);
  for (const id of [maya, leo]) expect(mail!.body).toContain(`http://texts.example.edu/conversations/${id}\n`);
});

test('two processes mail once, and a second round nothing again', async () => {
  await one.text(mayas, 'Just once');
  await one.text(leos, 'Just once');
  await aMinuteLater();
  await Promise.all([round(one), round(two ?? one), round(one), round(two ?? one)]);
  await round();
  expect((await mails()).map(({ subject }) => subject)).toEqual(['2 new texts for you']);
});

test('what was read meanwhile is not mailed', async () => {
  await one.text(mayas, 'Read at once');
  await one.text(leos, 'Not read');
  expect((await (await one.as('dana')).get(`/conversations/${maya}`)).status).toBe(200);
  await aMinuteLater();
  await round();
  const [mail] = await mails();
  expect(mail!.subject).toBe('A new text for you');
  expect(mail!.body).not.toContain('Read at once');
});

test('nor what one may no longer see, nor to somebody who left', async () => {
  await one.text(mayas, 'Hers until now');
  await give(one.cast.sam.id);
  await aMinuteLater();
  await round();
  await give(one.cast.dana.id);
  await one.text(mayas, 'Goodbye');
  const active = (is: number) =>
    one.write('UPDATE memberships SET is_active = ? WHERE user_id = ?', [is, one.cast.dana.id]);
  await active(0);
  await aMinuteLater();
  await round();
  await active(1);
  await round();
  expect(await mails()).toEqual([]);
});

test('notifications are forgotten after ninety days', async () => {
  await one.text(mayas, 'Old');
  await one.text(mayas, 'New');
  const oldest = 'SELECT id FROM (SELECT MIN(id) AS id FROM notifications) first';
  await one.write(`UPDATE notifications SET at = ? WHERE id = (${oldest})`, [
    new Date(Date.now() - 91 * 24 * 3600_000),
  ]);
  await one.app.get(OldNotifications).round();
  expect(await one.rows('SELECT id FROM notifications')).toHaveLength(1);
});
