import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { OldMails } from '../../src/mail/old-mails.js';
import { Postman } from '../../src/mail/postman.js';
import { Post } from '../../src/mail/post.js';
import { isOnMysql } from '../support/database.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';
import { StandInSmtp } from '../support/stand-in-smtp.js';

let smtp: StandInSmtp;
let parley: Parley;
let beside: Parley;
const clock = new SetClock();
const minute = 60_000;

beforeAll(async () => {
  smtp = await StandInSmtp.start();
  const env = { SMTP_URL: smtp.url, PUBLIC_URL: 'http://texts.n.example', MAIL_FROM: 'Parley <texts@n.example>' };
  parley = await Parley.start({ clock, env });
  beside = await Parley.start({ clock, env, beside: parley });
  // The tests say when it goes round.
  await Promise.all([parley, beside].map(({ app }) => app.get(Postman).stop()));
});
beforeEach(async () => {
  await parley.write('DELETE FROM mails');
  smtp.received.length = 0;
  smtp.heard = 0;
});
afterAll(async () => {
  await beside?.close();
  await parley?.close();
  await smtp?.stop();
});

const write = (subject: string, { database } = parley) =>
  database.transaction(() =>
    parley.app.get(Post).write({
      programId: parley.cast.program.id,
      kind: 'invitation',
      to: { name: 'Kim', address: 'kim@n.example' },
      subject,
      body: 'https://texts.n.example/invitations/secret',
    }),
  );
const flush = (at = parley) => at.app.get(Postman).flush();
interface Row {
  id: number;
  subject: string;
  status: string;
  body: string | null;
  error: string | null;
  attempts: number;
}
const mails = () => parley.rows<Row>('SELECT id, subject, status, body, error, attempts FROM mails ORDER BY id');
const subjects = () => smtp.received.map(({ head }) => head.find((line) => line.startsWith('Subject:'))!.slice(9));

test('what was posted leaves, and its words are forgotten', async () => {
  await write('Welcome');
  await flush();
  expect(subjects()).toEqual(['Welcome']);
  expect(await mails()).toMatchObject([{ status: 'sent', body: null, error: null }]);
});

test('what is rolled back is not sent', async () => {
  const rolledBack = parley.database.transaction(async () => {
    await write('Never');
    throw new Error('No');
  });
  await expect(rolledBack).rejects.toThrow('No');
  await flush();
  expect(smtp.received).toEqual([]);
});

test('two processes that look at once send each e-mail once', async () => {
  for (let count = 0; count < 12; count += 1) await write(`Number ${count}`);
  // On SQLite two processes within one would wait for each other's lock.
  await Promise.all([flush(parley), flush(isOnMysql ? beside : parley), flush(parley)]);
  expect(subjects().sort()).toEqual(Array.from({ length: 12 }, (_, count) => `Number ${count}`).sort());
  expect((await mails()).every(({ status, attempts }) => status === 'sent' && attempts === 1)).toBe(true);
});

test('asked to come back later, it does, and tells why in the meantime', async () => {
  smtp.next = [{ refuses: '451 Busy', at: 'RCPT' }];
  await write('Patience');
  await flush();
  expect(await mails()).toMatchObject([{ status: 'queued', error: 'The mail server said: 451 Busy' }]);
  await flush();
  expect(smtp.received).toEqual([]);
  const page = await (await parley.as('avery')).get('/settings/mail');
  expect(page.text).toContain('451 Busy');
  clock.pass(minute);
  await flush();
  expect(await mails()).toMatchObject([{ status: 'sent', error: null, attempts: 2 }]);
});

test('after six tries it has failed, and is sent again when somebody says so, once', async () => {
  smtp.next = Array.from({ length: 6 }, () => ({ refuses: '421 Not now', at: 'MAIL' as const }));
  await write('Stubborn');
  for (let tries = 0; tries < 6; tries += 1) {
    await flush();
    clock.pass(60 * minute);
  }
  const [mail] = await mails();
  expect(mail).toMatchObject({ status: 'failed', attempts: 6, body: expect.stringContaining('https://') });
  const avery = await parley.as('avery');
  expect((await avery.get('/settings/mail')).text).toContain('Send again');
  const press = () => avery.post(`/settings/mail/${mail!.id}/again`);
  expect((await Promise.all([press(), press()])).map(({ status }) => status)).toEqual([303, 303]);
  await flush();
  await press();
  await flush();
  expect(subjects()).toEqual(['Stubborn']);
});

test('refused for good it has failed at once, with what the server said', async () => {
  smtp.next = [{ refuses: '550 No such person', at: 'RCPT' }];
  await write('Nobody');
  await flush();
  expect(await mails()).toMatchObject([
    { status: 'failed', attempts: 1, error: 'The mail server refused it: 550 No such person' },
  ]);
});

test('when the line is cut after the letter nobody knows, so it is not sent again by itself', async () => {
  smtp.next = [{ cuts: 'after the letter' }];
  await write('Perhaps');
  await flush();
  clock.pass(60 * minute);
  await flush();
  expect(smtp.heard).toBe(1);
  expect(await mails()).toMatchObject([{ status: 'failed', error: expect.stringContaining('not known whether') }]);
});

test('what a process had in hand when it died is not sent again by itself either', async () => {
  await write('Orphan');
  await parley.write("UPDATE mails SET status = 'sending', attempts = 1, lease_until = ?", [clock.now()]);
  clock.pass(1000);
  await flush(beside);
  expect(smtp.received).toEqual([]);
  expect(await mails()).toMatchObject([{ status: 'failed', error: expect.stringContaining('not known whether') }]);
});

test('a stop waits for the e-mail in hand', async () => {
  let taken = () => {};
  const atServer = new Promise<void>((resolve) => (taken = resolve));
  smtp.onAccepted = () => {
    taken();
    return new Promise((resolve) => setTimeout(resolve, 60));
  };
  await write('In hand');
  const postman = parley.app.get(Postman);
  const flushing = postman.flush();
  await atServer;
  await postman.stop();
  smtp.onAccepted = () => undefined;
  expect(await mails()).toMatchObject([{ status: 'sent' }]);
  await flushing;
});

test('the list goes on page by page, and Olive of another program sees nothing and sends nothing', async () => {
  for (let count = 0; count < 27; count += 1) await write(`Letter ${count}`);
  await parley.write("UPDATE mails SET status = 'failed'");
  const avery = await parley.as('avery');
  const first = await avery.get('/settings/mail');
  expect(first.text).toContain('Letter 26');
  expect(first.text).not.toContain('Letter 1<');
  expect(first.text).not.toContain('invitations/secret');
  const older = /\?before&#x3D;(\d+)/.exec(first.text)![1]!;
  expect((await avery.get(`/settings/mail?before=${older}`)).text).toContain('Letter 0');
  const olive = await parley.as('olive');
  expect((await olive.get('/settings/mail')).text).not.toContain('Letter');
  expect((await olive.post(`/settings/mail/${(await mails())[0]!.id}/again`)).status).toBe(404);
});

test('after three months e-mails are forgotten, but none that is still to be sent', async () => {
  const longAgo = new Date(clock.now().getTime() - 91 * 24 * 60 * minute);
  for (const subject of ['Old', 'Old and waiting', 'New']) await write(subject);
  await parley.write("UPDATE mails SET created_at = ?, status = 'sent' WHERE subject = 'Old'", [longAgo]);
  await parley.write("UPDATE mails SET created_at = ? WHERE subject = 'Old and waiting'", [longAgo]);
  await parley.write("UPDATE mails SET status = 'failed' WHERE subject = 'New'");
  await parley.app.get(OldMails).round();
  expect((await mails()).map(({ subject }) => subject)).toEqual(['Old and waiting', 'New']);
});
