import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Invitations } from '../../src/people/invitations.js';
import { Members } from '../../src/people/members.js';
import { StaffChanges } from '../../src/people/staff-changes.js';
import { refused } from '../../src/refusal.js';
import { linkTo, mailsTo } from '../support/mails.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';

let parley: Parley;
let roles: Record<string, number>;
const clock = new SetClock();
const day = 86_400_000;
const password = 'three quiet words';

beforeAll(async () => {
  parley = await Parley.start({ clock, env: { PUBLIC_URL: 'http://texts.n.example' } });
  const rows = await parley.rows<{ id: number; name: string }>('SELECT id, name FROM roles WHERE program_id = ?', [
    parley.cast.program.id,
  ]);
  roles = Object.fromEntries(rows.map(({ id, name }) => [name, id]));
});
afterAll(() => parley?.close());

type Person = 'avery' | 'olive' | 'jordan' | 'dana';
const member = async (name: Person) => (await parley.app.get(Members).find(parley.cast[name].id))!;
const invitations = () => parley.app.get(Invitations);
const invite = async (email: string, role = 'Counselor', by: Person = 'avery') =>
  invitations().invite({ email, name: 'Kim Tran', role: String(roles[role]) }, await member(by));
const problems = (work: Promise<unknown>) => work.then(() => ({}), refused);
const open = async () => (await invitations().openFor(parley.cast.program.id)).map(({ email }) => email);

test('somebody new chooses a name and a password, and is in, once', async () => {
  const told: number[] = [];
  const listening = parley.app.get(StaffChanges).changed.subscribe(({ programId }) => told.push(programId));
  await invite('kim@n.example');
  expect(await open()).toEqual(['kim@n.example']);
  const [mail] = await mailsTo(parley, 'kim@n.example');
  expect(mail).toMatchObject({ status: 'kept', subject: 'Avery Collins invites you to Northfield' });
  expect(mail!.body).toContain('http://texts.n.example/invitations/');
  const link = await linkTo(parley, 'kim@n.example');

  const kim = parley.stranger();
  const shown = await kim.get(link);
  expect(shown.status).toBe(200);
  expect(shown.headers.get('referrer-policy')).toBe('strict-origin');
  for (const words of ['Northfield', 'Counselor', 'Avery Collins invites you', 'kim@n.example', 'value="Kim Tran"'])
    expect(shown.text).toContain(words);
  const answer = await kim.post(link, { name: ' Kim  Tran ', password });
  expect(answer).toMatchObject({ status: 303, location: '/conversations' });
  expect((await kim.get('/conversations')).text).toContain('Kim Tran');
  expect((await kim.get('/settings/users')).status).toBe(403);
  await parley.stranger().signIn('kim@n.example', password);
  expect(told).toContain(parley.cast.program.id);
  listening.unsubscribe();

  for (const again of [await kim.get(link), await parley.stranger().post(link, { name: 'Eve', password })]) {
    expect(again.status).toBe(410);
    expect(again.text).toContain('has been accepted already. Sign in');
  }
  expect(await open()).toEqual([]);
});

test('of two who press the button at once, one joins', async () => {
  await invite('twin@n.example');
  const link = await linkTo(parley, 'twin@n.example');
  const join = () => parley.stranger().post(link, { name: 'Twin', password });
  const statuses = (await Promise.all([join(), join(), join()])).map(({ status }) => status);
  expect(statuses.filter((status) => status === 303)).toEqual([303]);
  expect(statuses.every((status) => [303, 410, 422].includes(status))).toBe(true);
  const users = await parley.rows('SELECT id FROM users WHERE email = ?', ['twin@n.example']);
  expect(users.length).toBe(1);
});

test.each([
  [{ name: '', password }, 'Enter your name'],
  [{ name: 'x'.repeat(101), password }, 'at most 100'],
  [{ name: 'Lou', password: 'short' }, 'at least 10'],
  [{ name: 'Lou', password: 'x'.repeat(201) }, 'at most 200'],
  [{ name: 'Lou', password: 'Lou-Lewis@n.example' }, 'can’t be your password'],
  [{ name: 'Lou', password: '' }, 'Choose a password'],
])('%j is refused with a sentence, and the name stays', async (fields, words) => {
  await invite('lou-lewis@n.example');
  const link = await linkTo(parley, 'lou-lewis@n.example');
  const answer = await parley.stranger().post(link, fields);
  expect(answer.status).toBe(422);
  expect(answer.text).toContain(words);
  expect(answer.text).toContain(`value="${fields.name}"`);
});

test('somebody who has an account gives its password; a wrong one, or only the link, is not enough', async () => {
  const { olive, program } = parley.cast;
  await invite('olive@o.example', 'Viewer');
  const link = await linkTo(parley, 'olive@o.example');
  const someone = parley.stranger();
  expect((await someone.get(link)).text).toContain('You already have an account with this address');
  for (const wrong of ['', 'a new password'])
    expect((await someone.post(link, { name: 'Eve', password: wrong })).status).toBe(422);
  expect((await someone.post(link, { password: 'correct horse' })).location).toBe('/conversations');
  // In the program that invited, though it is not her first one.
  expect((await someone.get('/conversations')).text).toContain('Northfield');
  expect((await someone.get('/contacts')).text).toContain('Lindqvist');
  await parley.write('DELETE FROM memberships WHERE user_id = ? AND program_id = ?', [olive.id, program.id]);
});

test('an invitation is for its address alone: Riley, who opens it, gives nothing to her own account', async () => {
  await invite('pat@n.example', 'Lead');
  const riley = await parley.again('riley');
  expect((await riley.post(await linkTo(parley, 'pat@n.example'), { name: 'Pat Ito', password })).status).toBe(303);
  const page = (await riley.get('/account')).text;
  expect(page).toContain('pat@n.example');
  expect(page).not.toContain('riley@n.example');
  expect((await (await parley.again('riley')).get('/account')).text).toContain('Viewer');
});

test('guessing the password of an account is slowed down as it is at the door', async () => {
  await invite('olive@o.example', 'Viewer');
  const link = await linkTo(parley, 'olive@o.example');
  let last = '';
  for (let tries = 0; tries < 11; tries += 1)
    last = (await parley.stranger().post(link, { password: `guess ${tries}` })).text;
  expect(last).toContain('Too many tries');
});

test('who was deactivated and is invited comes back with the new role, present and without a limit', async () => {
  const { sam } = parley.cast;
  await parley.write('UPDATE memberships SET is_active = 0, away_from = ?, open_limit = 3 WHERE user_id = ?', [
    clock.now(),
    sam.id,
  ]);
  await invite('sam@n.example', 'Viewer');
  const link = await linkTo(parley, 'sam@n.example');
  expect((await parley.stranger().post(link, { password: 'correct horse' })).status).toBe(303);
  const [place] = await parley.rows(
    'SELECT is_active, role_id, away_from, open_limit FROM memberships WHERE user_id = ?',
    [sam.id],
  );
  expect(place).toEqual({ is_active: 1, role_id: roles['Viewer'], away_from: null, open_limit: null });
});

test('an invitation runs out after seven days, and can be sent again', async () => {
  const { id } = await invite('late@n.example');
  const link = await linkTo(parley, 'late@n.example');
  clock.pass(7 * day - 1);
  expect((await parley.stranger().get(link)).status).toBe(200);
  clock.pass(1);
  const late = await parley.stranger().post(link, { name: 'Late', password });
  expect(late.status).toBe(410);
  expect(late.text).toContain('has expired. Ask the person who invited you to send it again.');
  expect((await invitations().openFor(parley.cast.program.id))[0]).toMatchObject({
    email: 'late@n.example',
    isExpired: true,
  });
  await invitations().again(id, await member('avery'));
  expect(await linkTo(parley, 'late@n.example')).not.toBe(link);
  expect((await parley.stranger().get(await linkTo(parley, 'late@n.example'))).status).toBe(200);
});

test('a newer invitation takes the place of the older one, and one that is taken back is of no use', async () => {
  await invite('twice@n.example');
  const first = await linkTo(parley, 'twice@n.example');
  const { id } = await invite('Twice@N.example ', 'Viewer');
  const second = await linkTo(parley, 'twice@n.example');
  const stranger = parley.stranger();
  expect((await stranger.get(first)).text).toContain('was taken back, or replaced by a newer one');
  expect((await stranger.get(second)).text).toContain('Viewer');
  expect((await open()).filter((email) => email === 'twice@n.example').length).toBe(1);
  await invitations().withdraw(id, await member('avery'));
  const dead = await stranger.post(second, { name: 'Twice', password });
  expect([dead.status, (await stranger.get(second)).status]).toEqual([410, 410]);
  expect(await open()).not.toContain('twice@n.example');
  expect(await problems(invitations().withdraw(id, await member('avery')))).toEqual({
    form: 'This invitation was taken back already.',
  });
});

test('a link that nobody sent is said to be unknown', async () => {
  for (const token of ['x', 'A'.repeat(43), '😀', '..%2f..%2fetc']) {
    const answer = await parley.stranger().get(`/invitations/${token}`);
    expect(answer.status).toBe(404);
    expect(answer.text).toContain('Parley does not know this invitation');
  }
});

test('members, odd addresses and roles of others are refused beside the field', async () => {
  const avery = await member('avery');
  const typed = { email: 'new@n.example', name: '', role: String(roles['Viewer']) };
  const wrong = (own: Record<string, unknown>) => problems(invitations().invite({ ...typed, ...own }, avery));
  const [foreign] = await parley.rows<{ id: number }>('SELECT id FROM roles WHERE program_id = ?', [
    parley.cast.other.id,
  ]);
  expect(await wrong({ email: ' Dana@N.example' })).toEqual({ email: 'dana@n.example is in Northfield already.' });
  expect(await wrong({ email: 'no address' })).toHaveProperty('email');
  expect(await wrong({ email: 'a@n.example\r\nBcc: b@n.example' })).toHaveProperty('email');
  expect(await wrong({ email: `${'x'.repeat(60)}@${'y'.repeat(200)}.example` })).toHaveProperty('email');
  expect(await wrong({ email: ['a@n.example', 'b@n.example'], role: undefined })).toEqual({
    email: expect.any(String),
    role: 'Choose a role.',
  });
  expect(await wrong({ role: String(foreign!.id) })).toEqual({ role: 'Choose a role.' });
  expect(await wrong({ name: 'x'.repeat(101) })).toHaveProperty('name');
});

test('nobody offers what they do not hold, nor touches invitations of another program', async () => {
  const { dana, program } = parley.cast;
  await parley.write("UPDATE roles SET permissions = 'manage-users,view-reports' WHERE id = ?", [roles['Counselor']]);
  const by = (await parley.app.get(Members).find(dana.id, program.id))!;
  const wish = (role: string) =>
    invitations().invite({ email: 'friend@n.example', name: '', role: String(roles[role]) }, by);
  expect(await problems(wish('Administrator'))).toEqual({ role: expect.stringContaining('does not') });
  await wish('Counselor');
  const { id } = await invite('boss@n.example', 'Administrator');
  expect(await problems(invitations().again(id, by))).toHaveProperty('role');
  const olive = await member('olive');
  await expect(invitations().again(id, olive)).rejects.toMatchObject({ status: 404 });
  await expect(invitations().withdraw(id, olive)).rejects.toMatchObject({ status: 404 });
  expect(await invitations().openFor(parley.cast.other.id)).toEqual([]);

  // The link of the Administrator's invitation would make Dana one.
  const page = (await (await parley.as('dana')).get('/settings/mail')).text;
  expect(page).toContain('boss@n.example');
  expect(page).not.toContain(await linkTo(parley, 'boss@n.example'));
  expect(page).toContain(await linkTo(parley, 'friend@n.example'));
  expect((await (await parley.as('avery')).get('/settings/mail')).text).toContain(
    await linkTo(parley, 'boss@n.example'),
  );
});

test('an invitation is worth nothing once whoever sent it has left, or may do less', async () => {
  await invite('late@n.example');
  const link = await linkTo(parley, 'late@n.example');
  const { avery } = parley.cast;
  const demoted = (role: string) =>
    parley.write('UPDATE memberships SET role_id = ? WHERE user_id = ?', [roles[role], avery.id]);
  await demoted('Lead');
  const { status, text } = await parley.stranger().post(link, { name: 'Late', password });
  expect(status).toBe(410);
  expect(text).toContain('Ask somebody else on the team for a new invitation.');
  await demoted('Administrator');
  expect((await parley.stranger().post(link, { name: 'Late', password })).status).toBe(303);
});
