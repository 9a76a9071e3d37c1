import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { root } from '../../src/root.js';
import { linkTo, mailsTo } from '../support/mails.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';

let parley: Parley;
const clock = new SetClock();
const minute = 60_000;
const better = 'three quiet words';

beforeAll(async () => {
  parley = await Parley.start({ clock });
});
beforeEach(() => parley.write('DELETE FROM mails'));
afterAll(() => parley?.close());

const ask = (email: string) => parley.stranger().post('/forgotten', { email });

test('Dana gets a link, chooses a new password, once, and whoever was signed in as her is out', async () => {
  const elsewhere = await parley.again('dana');
  // She tried in vain until she might try no more.
  for (let tries = 0; tries < 11; tries += 1)
    await parley.stranger().post('/login', { email: 'dana@n.example', password: 'forgotten' });
  expect((await ask(' Dana@N.example ')).location).toBe('/forgotten?asked=1');
  const link = await linkTo(parley, 'dana@n.example');
  const dana = parley.stranger();
  const shown = await dana.get(link);
  expect(shown.status).toBe(200);
  expect(shown.headers.get('referrer-policy')).toBe('strict-origin');
  for (const [password, words] of [
    ['short', 'at least 10'],
    ['dana@n.example', 'can’t be your password'],
    ['', 'Choose a password'],
  ] as const) {
    const refused = await dana.post(link, { password });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(words);
  }
  expect((await elsewhere.get('/conversations')).status).toBe(200);
  const changed = await dana.post(link, { password: better });
  expect(changed.location).toBe('/login?changed=password');
  expect((await dana.get(changed.location!)).text).toContain('Your password is changed');
  expect((await elsewhere.get('/conversations')).status).toBe(303);
  await parley.stranger().signIn('dana@n.example', better);
  await expect(parley.stranger().signIn('dana@n.example')).rejects.toThrow('422');
  for (const again of [await dana.get(link), await dana.post(link, { password: 'another good one' })]) {
    expect(again.status).toBe(410);
    expect(again.text).toContain('has been used, or it has expired');
  }
  await parley.stranger().signIn('dana@n.example', better);
});

test('an address that nobody has gets the same answer, and no e-mail', async () => {
  const known = await ask('jordan@n.example');
  const unknown = await ask('nobody@n.example');
  expect([unknown.status, unknown.location, unknown.text]).toEqual([known.status, known.location, known.text]);
  expect(await mailsTo(parley, 'nobody@n.example')).toEqual([]);
  expect((await mailsTo(parley, 'jordan@n.example')).length).toBe(1);
});

test('a link works for an hour', async () => {
  await ask('riley@n.example');
  const link = await linkTo(parley, 'riley@n.example');
  clock.pass(60 * minute - 1);
  expect((await parley.stranger().get(link)).status).toBe(200);
  clock.pass(1);
  expect((await parley.stranger().post(link, { password: better })).status).toBe(410);
});

test('a newer link ends the older one', async () => {
  await ask('sam@n.example');
  const older = await linkTo(parley, 'sam@n.example');
  await ask('sam@n.example');
  expect((await parley.stranger().get(older)).status).toBe(410);
  expect((await parley.stranger().get(await linkTo(parley, 'sam@n.example'))).status).toBe(200);
});

test('somebody who is deactivated gets none', async () => {
  await parley.write('UPDATE memberships SET is_active = 0 WHERE user_id = ?', [parley.cast.riley.id]);
  expect((await ask('riley@n.example')).status).toBe(303);
  await parley.write('UPDATE memberships SET is_active = 1 WHERE user_id = ?', [parley.cast.riley.id]);
  expect(await mailsTo(parley, 'riley@n.example')).toEqual([]);
});

test('somebody who is a member nowhere, but invited, can choose the password that the invitation asks for', async () => {
  const { riley, program } = parley.cast;
  await parley.write('UPDATE memberships SET is_active = 0 WHERE user_id = ?', [riley.id]);
  const [{ id } = { id: 0 }] = await parley.rows<{ id: number }>(
    "SELECT id FROM roles WHERE program_id = ? AND name = 'Viewer'",
    [program.id],
  );
  await (await parley.as('avery')).post('/settings/users/invitations', { email: 'riley@n.example', role: String(id) });
  const invitation = await linkTo(parley, 'riley@n.example');
  clock.pass(30 * minute);
  await ask('riley@n.example');
  const link = await linkTo(parley, 'riley@n.example');
  expect(link).toContain('/passwords/');
  expect((await parley.stranger().post(link, { password: better })).status).toBe(303);
  expect((await parley.stranger().post(invitation, { password: better })).location).toBe('/conversations');
});

test('a letter box is not filled by others, whether or not there is such an account', async () => {
  for (const email of ['avery@n.example', 'ghost@n.example']) {
    for (let count = 0; count < 3; count += 1) expect((await ask(email)).status).toBe(303);
    const tooMany = await ask(email);
    expect(tooMany.status).toBe(422);
    expect(tooMany.text).toMatch(/asked for too often. Try again in \d+ minutes/);
    expect(tooMany.text).toContain(`value="${email}"`);
  }
  expect((await mailsTo(parley, 'avery@n.example')).length).toBe(3);
});

test('without an address there is a sentence; unknown links are said to be unknown', async () => {
  expect((await parley.stranger().post('/forgotten', {})).text).toContain('Enter your e-mail address');
  const unknown = await parley.stranger().get(`/passwords/${'A'.repeat(43)}`);
  expect(unknown.status).toBe(404);
  expect(unknown.text).toContain('Parley does not know this link');
  expect((await parley.stranger().get('/login')).text).toContain('href="/forgotten"');
});

test('on the outbox page nobody finds a link into an account that allows more than theirs, or one of other programs', async () => {
  const { program, other, dana, jordan } = parley.cast;
  // By now many have asked; what counts is who may read.
  await parley.write('DELETE FROM mails');
  const letter = (address: string) =>
    parley.write(
      `INSERT INTO mails (program_id, kind, to_address, to_name, subject, body, status, attempts, due_at, created_at)
       VALUES (?, 'password-reset', ?, 'X', 'A new password', ?, 'kept', 0, ?, ?)`,
      [program.id, address, `http://localhost/passwords/of-${address.split('@')[0]}`, clock.now(), clock.now()],
    );
  for (const name of ['avery', 'jordan', 'dana', 'gone']) await letter(`${name}@n.example`);
  const [counselor] = await parley.rows<{ id: number }>(
    "SELECT id FROM roles WHERE program_id = ? AND name = 'Counselor'",
    [program.id],
  );
  await parley.write(
    "UPDATE roles SET permissions = 'manage-assigned-conversations,send-quick-messages,manage-users' WHERE id = ?",
    [counselor!.id],
  );
  const shown = async (page: Promise<{ text: string }>) =>
    [...(await page).text.matchAll(/>http:\/\/localhost\/passwords\/of-(\w+)</g)].map(([, name]) => name).sort();
  const avery = await parley.as('avery');
  const asDana = await parley.stranger().signIn('dana@n.example', better);
  expect(await shown(avery.get('/settings/mail'))).toEqual(['avery', 'dana', 'jordan']);
  expect(await shown(asDana.get('/settings/mail'))).toEqual(['dana']);
  expect((await asDana.get('/settings/mail')).text).toContain('avery@n.example');
  expect((await avery.get('/settings/mail')).text).toContain('There is no mail server');
  expect((await (await parley.as('jordan')).get('/settings/mail')).status).toBe(403);

  const [viewer] = await parley.rows<{ id: number }>("SELECT id FROM roles WHERE program_id = ? AND name = 'Viewer'", [
    other.id,
  ]);
  await parley.write(
    'INSERT INTO memberships (user_id, program_id, role_id, is_active, created_at) VALUES (?, ?, ?, 1, ?)',
    [jordan.id, other.id, viewer!.id, clock.now()],
  );
  expect(await shown(avery.get('/settings/mail'))).toEqual(['avery', 'dana']);
  await parley.write('UPDATE memberships SET is_active = 0 WHERE program_id = ? AND user_id = ?', [
    other.id,
    jordan.id,
  ]);
  expect(await shown(avery.get('/settings/mail'))).toEqual(['avery', 'dana']);
  expect(dana.id).toBeGreaterThan(0);
});

const createProgram = (
  PARLEY_PASSWORD: string,
  own: Record<string, string> = {},
  DATABASE_URL = parley.config.databaseUrl,
) => {
  const said = { name: 'Westfield', country: 'US', 'time-zone': 'America/New_York', number: '+1 202 555 0188' };
  const args = Object.entries({ ...said, email: 'Ada@n.example', 'admin-name': 'Ada', ...own }).flatMap(
    ([name, value]) => [`--${name}`, value],
  );
  const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL, PARLEY_PASSWORD };
  return new Promise<string>((resolve) =>
    execFile(process.execPath, [join(root, 'dist/src/create-program.js'), ...args], { env, cwd: root }, (_, out, err) =>
      resolve(out + err),
    ),
  );
};

test('the password of the first Administrator keeps to the same rule, and to the letter', async () => {
  expect(await Promise.all(['123456789', 'ada@N.example'].map((said) => createProgram(said)))).toEqual([
    'A password has at least 10 characters.\n',
    'Your e-mail address can’t be your password.\n',
  ]);
  const withSpace = 'nine char ';
  expect(await createProgram(withSpace)).toContain('Westfield is ready.');
  await parley.stranger().signIn('ada@n.example', withSpace);
});

test('what a program can’t be made of, or in, is said in a sentence', async () => {
  const long = 'x'.repeat(400);
  const address = `${'a'.repeat(60)}@${`${'b'.repeat(60)}.`.repeat(3)}example`;
  const said = await Promise.all([
    createProgram('ten characters', { name: long }),
    createProgram('ten characters', { email: address }),
    createProgram('ten characters', {}, 'mysql://parley@127.0.0.1:1/parley'),
  ]);
  expect(said).toEqual([
    'That is 400 characters; there is room for 100.\n',
    `That is ${address.length} characters; there is room for 190.\n`,
    'No program was made: The database of DATABASE_URL can’t be opened (ECONNREFUSED).\n',
  ]);
});
