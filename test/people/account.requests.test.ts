import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { StaffChanges } from '../../src/people/staff-changes.js';
import { linkTo } from '../support/mails.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';

let parley: Parley;
const clock = new SetClock();

beforeAll(async () => {
  parley = await Parley.start({ clock });
});
afterAll(() => parley?.close());

const place = async (name: 'dana' | 'sam') =>
  (
    await parley.rows<Record<string, unknown>>(
      'SELECT away_from, away_until, stand_in_id FROM memberships WHERE user_id = ?',
      [parley.cast[name].id],
    )
  )[0]!;

test('everybody finds their own page in their menu, with what they are', async () => {
  const dana = await parley.as('dana');
  expect((await dana.get('/conversations')).text).toContain('href="/account"');
  const { text, status } = await dana.get('/account');
  expect(status).toBe(200);
  for (const words of ['value="Dana Whitfield"', 'dana@n.example', 'Counselor', 'href="/account/notifications"'])
    expect(text).toContain(words);
});

test('a name is changed, and not to nothing', async () => {
  const sam = await parley.as('sam');
  const saved = await sam.post('/account', { name: '  Samuel   Okafor ' });
  expect(saved.location).toBe('/account?saved=name');
  expect((await sam.get(saved.location!)).text).toContain('value="Samuel Okafor"');
  for (const name of ['', '  ', 'x'.repeat(101)]) {
    const refused = await sam.post('/account', { name });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('id="name-problem"');
  }
  expect((await sam.get('/account')).text).toContain('value="Samuel Okafor"');
});

test('a new password wants the old one, ends every other session and makes older links void', async () => {
  const here = await parley.again('jordan');
  const there = await parley.again('jordan');
  await parley.stranger().post('/forgotten', { email: 'jordan@n.example' });
  const link = await linkTo(parley, 'jordan@n.example');
  const change = (currentPassword: string, newPassword: string) =>
    here.post('/account/password', { currentPassword, newPassword });
  expect((await change('wrong', 'three quiet words')).text).toContain('This is not your password.');
  expect((await change('correct horse', 'short')).text).toContain('at least 10');
  expect((await change('correct horse', 'jordan@n.example')).text).toContain('can’t be your password');
  expect((await there.get('/conversations')).status).toBe(200);

  const before = here.cookies;
  const changed = await change('correct horse', 'three quiet words');
  expect(changed.location).toBe('/account?saved=password');
  expect(here.cookies).not.toBe(before);
  expect((await here.get('/account')).status).toBe(200);
  expect((await there.get('/conversations')).status).toBe(303);
  expect((await parley.stranger().get(link)).status).toBe(410);
  await parley.stranger().signIn('jordan@n.example', 'three quiet words');
});

test('guessing the old password is slowed down', async () => {
  const riley = await parley.as('riley');
  const guess = () => riley.post('/account/password', { currentPassword: 'guess', newPassword: 'three quiet words' });
  for (let tries = 0; tries < 10; tries += 1) expect((await guess()).text).toContain('This is not your password.');
  expect((await guess()).text).toContain('Too many tries');
});

test('Dana goes away with Sam in her place, is shown as away, and comes back', async () => {
  const told: number[] = [];
  const listening = parley.app.get(StaffChanges).changed.subscribe(({ programId }) => told.push(programId));
  const dana = await parley.as('dana');
  const { sam, program } = parley.cast;
  const saved = await dana.post('/account/absence', { away: '1', awayUntil: '2026-12-03', standIn: sam.id });
  expect(saved.location).toBe('/account?saved=absence');
  expect(await place('dana')).toMatchObject({ stand_in_id: sam.id });
  expect(told).toEqual([program.id]);
  const elsewhere = await dana.get('/conversations');
  expect(elsewhere.text).toContain('Away until Dec 3');
  expect(elsewhere.text).toContain('I’m back');
  expect((await dana.get('/account')).text).toContain('Samuel Okafor stands in');

  const back = await dana.post('/account/absence', { _method: 'DELETE' }, { Referer: `${parley.url}/contacts?q=maya` });
  expect(back.location).toBe('/contacts?q=maya');
  expect(await place('dana')).toEqual({ away_from: null, away_until: null, stand_in_id: null });
  expect(told.length).toBe(2);
  expect((await dana.get('/conversations')).text).not.toContain('I’m back');
  listening.unsubscribe();
});

test('an absence in the future is not one yet, and one that is over is none any more', async () => {
  const dana = await parley.as('dana');
  await dana.post('/account/absence', { away: '1', awayFrom: '2026-11-28', awayUntil: '2026-12-03' });
  expect((await dana.get('/conversations')).text).not.toContain('I’m back');
  expect((await dana.get('/account')).text).toContain('Away from Nov 28 until Dec 3');
  clock.pass(10 * 86_400_000);
  expect((await dana.get('/conversations')).text).toContain('Away until Dec 3');
  clock.pass(10 * 86_400_000);
  expect((await dana.get('/account')).text).not.toContain('Dec 3');
});

test('days that can’t be, and people who can’t stand in, are refused beside the field, and what was typed stays', async () => {
  const dana = await parley.as('dana');
  const { dana: herself, riley, olive } = parley.cast;
  const refused = await dana.post('/account/absence', { away: '1', awayFrom: '2026-12-24', awayUntil: '2026-12-20' });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('must be after the first day away');
  expect(refused.text).toContain('value="2026-12-20"');
  // Riley only looks on, Olive is of another program.
  for (const { id } of [herself, riley, olive])
    expect((await dana.post('/account/absence', { away: '1', standIn: id })).text).toContain('id="standIn-problem"');
});
