import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Bulk } from '../../src/conversations/bulk.js';
import { StaffChanges } from '../../src/people/staff-changes.js';
import { Role } from '../../src/people/role.js';
import type { Permission } from '../../src/people/permissions.js';
import type { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
let avery: Client;
let roleIds: Record<string, number>;
let mayas: number;
let leos: number;

beforeAll(async () => {
  parley = await Parley.start();
  avery = await parley.as('avery');
  await parley.text('+16175550111', 'Hello from Maya');
  await parley.text('+16175550112', 'Hello from Leo');
  mayas = await parley.conversationWith('+16175550111');
  leos = await parley.conversationWith('+16175550112');
  const rows = await parley.rows<{ id: number; name: string }>('SELECT id, name FROM roles WHERE program_id = ?', [
    parley.cast.program.id,
  ]);
  roleIds = Object.fromEntries(rows.map(({ id, name }) => [name, id]));
});
afterAll(() => parley?.close());

beforeEach(async () => {
  const { avery, jordan, dana, sam, riley } = parley.cast;
  for (const [user, role] of [
    [avery, 'Administrator'],
    [jordan, 'Lead'],
    [dana, 'Counselor'],
    [sam, 'Counselor'],
    [riley, 'Viewer'],
  ] as const)
    await parley.write(
      'UPDATE memberships SET role_id = ?, is_active = 1, stand_in_id = NULL, open_limit = NULL, away_from = NULL, away_until = NULL WHERE user_id = ?',
      [roleIds[role], user.id],
    );
  for (const id of [mayas, leos]) await give(id, dana.id);
});
afterEach(() =>
  parley.write('DELETE FROM memberships WHERE program_id = ? AND user_id <> ?', [
    parley.cast.other.id,
    parley.cast.olive.id,
  ]),
);

const give = (id: number, assignee: number, status = 'open') =>
  parley.write('UPDATE conversations SET status = ?, assignee_id = ? WHERE id = ?', [status, assignee, id]);
const url = (name: 'avery' | 'jordan' | 'dana' | 'sam' | 'riley' | 'olive', rest = '') =>
  `/settings/users/${parley.cast[name].id}${rest}`;
const membership = async (name: 'avery' | 'jordan' | 'dana' | 'sam') =>
  (
    await parley.rows<{
      role_id: number;
      is_active: number;
      open_limit: number | null;
      stand_in_id: number | null;
      away_from: unknown;
    }>(
      'SELECT role_id, is_active, open_limit, stand_in_id, away_from FROM memberships WHERE user_id = ? AND program_id = ?',
      [parley.cast[name].id, parley.cast.program.id],
    )
  )[0]!;
const owners = async () =>
  (
    await parley.rows<{ assignee_id: number | null }>(
      'SELECT assignee_id FROM conversations WHERE id IN (?, ?) ORDER BY id',
      [mayas, leos],
    )
  ).map((row) => row.assignee_id);
const oneMoreRole = async (name: string, permissions: Permission[]) => {
  const row = Object.assign(new Role(), { programId: parley.cast.program.id, name, isBuiltIn: false, permissions });
  await parley.database.transaction(() => parley.database.manager.save(row));
  roleIds[name] = row.id;
  return row.id;
};
const put = (name: 'jordan' | 'dana' | 'sam', role: string) =>
  parley.write('UPDATE memberships SET role_id = ? WHERE user_id = ? AND program_id = ?', [
    roleIds[role],
    parley.cast[name].id,
    parley.cast.program.id,
  ]);

test('the list shows who there is, what they have open, and finds them by name, address, role and status', async () => {
  const all = (await avery.get('/settings/users')).text;
  for (const name of ['Avery Collins', 'Jordan Reyes', 'Dana Whitfield', 'Sam Okafor', 'Riley Brooks'])
    expect(all).toContain(name);
  expect(all).not.toContain('Olive');
  expect(unescaped(all)).toContain(`href="/conversations?assignee=${parley.cast.dana.id}">2<`);
  const named = async (query: string) =>
    [...(await avery.get(`/settings/users?${query}`)).text.matchAll(/row-link" href="\/settings\/users\/(\d+)"/g)].map(
      ([, id]) => Number(id),
    );
  const { dana, sam, riley } = parley.cast;
  expect(await named('q=WHITF')).toEqual([dana.id]);
  expect(await named('q=WH%C3%8DTF')).toEqual([dana.id]);
  expect(await named('q=sam@n')).toEqual([sam.id]);
  expect(await named('q=%25')).toEqual([]);
  const fragment = await avery.get('/settings/users?q=dana', { 'HX-Request': 'true', 'HX-Target': 'users' });
  expect(fragment.text).toMatch(/^<div id="users"/);
  expect(fragment.text).not.toContain('settings-menu');
  expect(await named(`role=${roleIds['Counselor']}`)).toEqual([dana.id, sam.id]);
  await parley.write('UPDATE memberships SET is_active = 0 WHERE user_id = ?', [riley.id]);
  expect(await named('')).not.toContain(riley.id);
  expect(await named('status=deactivated')).toEqual([riley.id]);
  expect((await named('status=all')).length).toBe(5);
});

test('a long list goes on where its page ended', async () => {
  const added: number[] = [];
  await parley.database.transaction(async () => {
    for (let n = 0; n < 55; n += 1) {
      await parley.database.run('INSERT INTO users (email, name, password_hash, created_at) VALUES (?, ?, ?, ?)', [
        `many${n}@n.example`,
        'Zoe Many',
        'x',
        new Date(),
      ]);
      const [row] = await parley.database.query<{ id: number }>('SELECT MAX(id) AS id FROM users');
      added.push(row!.id);
      await parley.database.run(
        'INSERT INTO memberships (user_id, program_id, role_id, is_active, created_at) VALUES (?, ?, ?, 1, ?)',
        [row!.id, parley.cast.program.id, roleIds['Viewer'], new Date()],
      );
    }
  });
  const seen: string[] = [];
  for (let next: string | undefined = '/settings/users'; next;) {
    const { text } = await avery.get(next);
    seen.push(...[...text.matchAll(/id="user-(\d+)"/g)].map(([, id]) => id!));
    next = unescaped(/href="([^"]+)" data-more/.exec(text)?.[1] ?? '');
  }
  expect(new Set(seen).size).toBe(60);
  expect(seen.length).toBe(60);
  await parley.write(`DELETE FROM users WHERE id IN (${added.join(', ')})`);
});

test('a role, a limit and an absence are given, hold at the next request and are told', async () => {
  const told: number[] = [];
  const hearing = parley.app.get(StaffChanges).changed.subscribe(({ programId }) => told.push(programId));
  const sam = await parley.as('sam');
  expect((await sam.get(`/conversations/${mayas}`)).status).toBe(404);
  const saved = await avery.post(url('sam'), { role: roleIds['Lead']!, openLimit: '25' });
  expect(saved.location).toBe(`${url('sam')}?saved=1`);
  expect(await membership('sam')).toMatchObject({ role_id: roleIds['Lead'], open_limit: 25 });
  expect((await sam.get(`/conversations/${mayas}`)).status).toBe(200);
  await avery.post(url('sam'), { role: roleIds['Counselor']!, openLimit: '' });
  expect((await sam.get(`/conversations/${mayas}`)).status).toBe(404);
  expect((await membership('sam')).open_limit).toBe(null);
  await avery.post(url('sam', '/absence'), { away: '1', standIn: parley.cast.dana.id });
  expect(await membership('sam')).toMatchObject({ stand_in_id: parley.cast.dana.id, away_from: expect.anything() });
  expect((await avery.get('/settings/users')).text).toContain('Away');
  expect((await avery.get(url('dana'))).text).toContain('Sam Okafor');
  hearing.unsubscribe();
  expect(told).toEqual([parley.cast.program.id, parley.cast.program.id, parley.cast.program.id]);
});

test('what is wrong stays in the form, beside its field', async () => {
  const answer = await avery.post(url('sam'), { role: '999', openLimit: 'lots' });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('Enter a number from 1 to 10,000');
  expect(answer.text).toContain('value="lots"');
  expect((await avery.post(url('sam'), { role: '999' })).text).toContain('Choose a role.');
  const foreign = await parley.rows<{ id: number }>('SELECT id FROM roles WHERE program_id = ?', [
    parley.cast.other.id,
  ]);
  expect((await avery.post(url('sam'), { role: foreign[0]!.id })).status).toBe(422);
  const absence = await avery.post(url('sam', '/absence'), {
    away: '1',
    awayFrom: '2026-13-45',
    standIn: parley.cast.riley.id,
  });
  expect(absence.status).toBe(422);
  expect(absence.text).toContain('Choose a colleague who handles conversations.');
  expect(await membership('sam')).toMatchObject({ role_id: roleIds['Counselor'], stand_in_id: null });
});

test('nobody is given, by nobody, what the giver does not hold', async () => {
  await oneMoreRole('Clerk', ['manage-users', 'manage-assigned-conversations', 'send-quick-messages']);
  await put('jordan', 'Clerk');
  const jordan = await parley.as('jordan');
  for (const [who, role] of [
    ['jordan', 'Administrator'],
    ['jordan', 'Lead'],
    ['dana', 'Viewer'],
    ['dana', 'Administrator'],
  ] as const) {
    const answer = await jordan.post(url(who), { role: roleIds[role]! });
    expect([who, role, answer.status]).toEqual([who, role, 422]);
    expect(answer.text).toContain('allows what your role does not');
  }
  expect((await jordan.post(url('dana'), { role: roleIds['Clerk']! })).status).toBe(303);
  for (const path of ['', '/absence', '/deactivation'])
    expect((await jordan.post(url('avery', path), { role: roleIds['Clerk']!, heir: 'none' })).status).toBe(403);
  expect((await jordan.post(url('riley', '/deactivation'), {})).status).toBe(403);
  await parley.write('UPDATE memberships SET is_active = 0 WHERE user_id = ?', [parley.cast.riley.id]);
  expect((await jordan.delete(url('riley', '/deactivation'))).status).toBe(403);
  expect((await jordan.get(url('avery'))).text).toContain('permissions that you don’t hold');
  const invite = await jordan.post('/settings/users/invitations', {
    email: 'new@n.example',
    name: 'New',
    role: roleIds['Lead']!,
  });
  expect(invite.status).toBe(422);
  expect(invite.text).toContain('allows what your role does not');
  await put('dana', 'Counselor');
});

test('the last Administrator can’t be demoted; of two who demote each other at once, one is refused', async () => {
  const alone = await avery.post(url('avery'), { role: roleIds['Lead']! });
  expect(alone.status).toBe(422);
  expect(alone.text).toContain('the last Administrator');
  await put('jordan', 'Administrator');
  const jordan = await parley.as('jordan');
  const answers = await Promise.all([
    avery.post(url('jordan'), { role: roleIds['Viewer']! }),
    jordan.post(url('avery'), { role: roleIds['Viewer']! }),
  ]);
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
  const left = await parley.rows('SELECT 1 FROM memberships WHERE program_id = ? AND role_id = ? AND is_active = 1', [
    parley.cast.program.id,
    roleIds['Administrator'],
  ]);
  expect(left).toHaveLength(1);
});

test('an Administrator among two may become something else themself, and is led away from what is not theirs any more', async () => {
  await put('jordan', 'Administrator');
  const jordan = await parley.as('jordan');
  expect((await jordan.post(url('jordan'), { role: roleIds['Lead']! })).location).toBe('/');
  expect((await jordan.get('/settings/users')).status).toBe(403);
});

test('two Administrators who deactivate each other at once: one stays', async () => {
  await put('jordan', 'Administrator');
  const jordan = await parley.again('jordan');
  const avery = await parley.again('avery');
  await Promise.all([avery.post(url('jordan', '/deactivation'), {}), jordan.post(url('avery', '/deactivation'), {})]);
  const left = await parley.rows('SELECT 1 FROM memberships WHERE program_id = ? AND role_id = ? AND is_active = 1', [
    parley.cast.program.id,
    roleIds['Administrator'],
  ]);
  expect(left).toHaveLength(1);
  await parley.write('UPDATE memberships SET is_active = 1 WHERE program_id = ?', [parley.cast.program.id]);
  await signAllInAgain();
});

test('whoever is deactivated is out at once, and their open conversations have an heir, with a line that says why', async () => {
  await give(leos, parley.cast.dana.id, 'resolved');
  await parley.write('UPDATE memberships SET stand_in_id = ? WHERE user_id = ?', [
    parley.cast.dana.id,
    parley.cast.sam.id,
  ]);
  const dana = await parley.again('dana');
  const asked = (await avery.get(url('dana', '/deactivation'))).text;
  expect(asked).toContain('1 open conversation goes to');
  expect(asked).toContain('the stand-in of Sam Okafor');
  expect(asked).not.toContain('Riley Brooks');
  for (const heir of ['', parley.cast.riley.id, parley.cast.dana.id, parley.cast.olive.id, 'x']) {
    const unclear = await avery.post(url('dana', '/deactivation'), { heir });
    expect(unclear.status).toBe(422);
    expect(unclear.text).toContain('Choose who gets them');
  }
  expect((await membership('dana')).is_active).toBeTruthy();
  const done = await avery.post(url('dana', '/deactivation'), { heir: parley.cast.sam.id });
  expect(done.location).toMatch(/^\/conversations\/bulk\/\d+$/);
  expect((await avery.get(done.location!)).text).toContain('1 of 1 conversation assigned');
  expect(await owners()).toEqual([parley.cast.sam.id, parley.cast.dana.id]);
  expect((await avery.get(`/conversations/${mayas}`)).text).toMatch(
    /Assigned to Sam Okafor[\s\S]*Avery Collins deactivated Dana Whitfield/,
  );
  expect((await membership('sam')).stand_in_id).toBe(null);
  expect(await parley.rows('SELECT sid FROM sessions WHERE user_id = ?', [parley.cast.dana.id])).toEqual([]);
  expect((await dana.get('/conversations')).location).toBe('/login?next=%2Fconversations');
  await expect(parley.again('dana')).rejects.toThrow('422');
  expect((await avery.post(`/conversations/${mayas}/assignment`, { assignee: parley.cast.dana.id })).status).toBe(422);

  // Whatever was left over, or fell to them in that very moment, can be handed over still.
  await give(leos, parley.cast.dana.id);
  expect((await avery.get(url('dana'))).text).toContain('Hand over 1 open conversation');
  await avery.post(url('dana', '/deactivation'), { heir: 'none' });
  expect(await owners()).toEqual([parley.cast.sam.id, null]);

  expect((await avery.delete(url('dana', '/deactivation'))).status).toBe(303);
  await dana.signIn('dana@n.example');
  expect((await dana.get('/conversations')).status).toBe(200);
  expect(await owners()).toEqual([parley.cast.sam.id, null]);
});

test('a custom role that only manages users can deactivate too, without seeing or handling a conversation', async () => {
  await oneMoreRole('Registrar', ['manage-users', 'manage-assigned-conversations', 'send-quick-messages']);
  await oneMoreRole('Bursar', ['manage-users']);
  await oneMoreRole('Helper', []);
  await put('jordan', 'Registrar');
  const jordan = await parley.as('jordan');
  expect((await jordan.get(`/conversations/${mayas}`)).status).toBe(404);
  const done = await jordan.post(url('dana', '/deactivation'), { heir: parley.cast.sam.id });
  expect((await jordan.get(done.location!)).text).toContain('2 of 2 conversations assigned');
  expect(await owners()).toEqual([parley.cast.sam.id, parley.cast.sam.id]);

  await put('jordan', 'Bursar');
  await put('sam', 'Helper');
  expect((await jordan.post(url('sam', '/deactivation'), { heir: 'none' })).location).toBe(url('sam'));
  expect(await owners()).toEqual([null, null]);
});

test('whoever gets a role that handles no conversations leaves theirs unassigned, with a line that says why', async () => {
  await give(leos, parley.cast.sam.id);
  expect((await avery.get(url('dana'))).text).toContain('their 1 open conversation goes back to unassigned');
  expect((await avery.post(url('dana'), { role: roleIds['Lead']!, openLimit: '9' })).status).toBe(303);
  expect(await owners()).toEqual([parley.cast.dana.id, parley.cast.sam.id]);
  expect((await avery.post(url('dana'), { role: roleIds['Viewer']!, openLimit: '' })).status).toBe(303);
  expect(await owners()).toEqual([null, parley.cast.sam.id]);
  expect((await avery.get(`/conversations/${mayas}`)).text).toMatch(
    /Unassigned[^]*Dana Whitfield no longer handles conversations: Avery Collins changed their role/,
  );
  const [row] = await parley.rows('SELECT unassigned_since FROM conversations WHERE id = ?', [mayas]);
  expect(row).toEqual({ unassigned_since: expect.anything() });
  expect((await avery.get(url('dana'))).text).not.toContain('back to unassigned');

  // What was left to somebody deactivated is not theirs when they are back with such a role.
  await give(mayas, parley.cast.dana.id);
  await parley.write('UPDATE memberships SET is_active = 0 WHERE user_id = ?', [parley.cast.dana.id]);
  await avery.delete(url('dana', '/deactivation'));
  expect(await owners()).toEqual([null, parley.cast.sam.id]);
});

test('an assignment and a role that handles nothing at once: nothing ends up with whoever may not have it', async () => {
  await give(mayas, parley.cast.sam.id);
  await give(leos, parley.cast.sam.id);
  const jordan = await parley.as('jordan');
  await Promise.all([
    avery.post(url('dana'), { role: roleIds['Viewer']! }),
    jordan.post(`/conversations/${mayas}/assignment`, { assignee: parley.cast.dana.id }),
    jordan.post(`/conversations/${leos}/assignment`, { assignee: parley.cast.dana.id }),
  ]);
  await jobsDone();
  expect(await owners()).not.toContain(parley.cast.dana.id);
});

test('the same form posted twice deactivates once, and hands over once', async () => {
  const { sam, jordan } = parley.cast;
  const before = await parley.rows<{ id: number }>("SELECT id FROM events WHERE kind = 'assigned'");
  await Promise.all([
    avery.post(url('dana', '/deactivation'), { heir: sam.id }),
    avery.post(url('dana', '/deactivation'), { heir: jordan.id }),
  ]);
  await jobsDone();
  const after = await parley.rows<{ id: number }>("SELECT id FROM events WHERE kind = 'assigned'");
  expect(after.length - before.length).toBe(2);
  expect((await owners()).every((id) => id === sam.id || id === jordan.id)).toBe(true);
});

test('an heir who is deactivated meanwhile leaves them unassigned; somebody who is back keeps theirs', async () => {
  const bulk = parley.app.get(Bulk) as unknown as {
    step(job: number, conversation: number): Promise<void>;
    take(id: number): void;
  };
  const take = bulk.take;
  bulk.take = () => undefined;
  const { location } = await avery.post(url('dana', '/deactivation'), { heir: parley.cast.sam.id });
  bulk.take = take;
  const job = Number(location!.split('/').at(-1));
  await parley.write('UPDATE memberships SET is_active = 0 WHERE user_id = ?', [parley.cast.sam.id]);
  await bulk.step(job, mayas);
  await parley.write('UPDATE memberships SET is_active = 1 WHERE user_id = ?', [parley.cast.dana.id]);
  await bulk.step(job, leos);
  expect(await owners()).toEqual([null, parley.cast.dana.id]);
  await parley.write("UPDATE bulk_jobs SET status = 'done' WHERE id = ?", [job]);
  await parley.write('UPDATE memberships SET is_active = 1 WHERE user_id = ?', [parley.cast.sam.id]);
  await signAllInAgain();
});

test('somebody who works in another program too stays signed in there', async () => {
  const [role] = await parley.rows<{ id: number }>("SELECT id FROM roles WHERE program_id = ? AND name = 'Viewer'", [
    parley.cast.other.id,
  ]);
  await parley.write(
    'INSERT INTO memberships (user_id, program_id, role_id, is_active, created_at) VALUES (?, ?, ?, 1, ?)',
    [parley.cast.dana.id, parley.cast.other.id, role!.id, new Date()],
  );
  const dana = await parley.again('dana');
  expect((await dana.get('/conversations')).text).toContain('Northfield');
  await avery.post(url('dana', '/deactivation'), { heir: 'none' });
  const there = await dana.get('/conversations');
  expect(there.status).toBe(200);
  expect(there.text).toContain('Otherton');
  expect(there.text).not.toContain('Northfield');
});

test('nobody deactivates themself', async () => {
  await put('jordan', 'Administrator');
  const answer = await avery.post(url('avery', '/deactivation'), { heir: 'none' });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('You can’t deactivate yourself');
  expect((await membership('avery')).is_active).toBeTruthy();
});

test('an assignment and a deactivation at once: nothing ends up with whoever is gone', async () => {
  await give(mayas, parley.cast.sam.id);
  await give(leos, parley.cast.sam.id);
  const jordan = await parley.as('jordan');
  await Promise.all([
    avery.post(url('dana', '/deactivation'), { heir: 'none' }),
    jordan.post(`/conversations/${mayas}/assignment`, { assignee: parley.cast.dana.id }),
    jordan.post(`/conversations/${leos}/assignment`, { assignee: parley.cast.dana.id }),
  ]);
  await jobsDone();
  expect(await owners()).not.toContain(parley.cast.dana.id);
});

test('without a mail server the form says where the link will be', async () => {
  const { text } = await (await parley.as('avery')).get('/settings/users/invitations/new');
  expect(text).toMatch(/There is no mail server: the link[^]*href="\/settings\/mail"/);
});

test('inviting somebody puts them on the page, where the invitation can be sent again and taken back', async () => {
  const wrong = await avery.post('/settings/users/invitations', { email: 'nobody', name: 'New Person', role: '' });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('value="New Person"');
  expect(
    (
      await avery.post('/settings/users/invitations', {
        email: 'new@n.example',
        name: 'New Person',
        role: roleIds['Viewer']!,
      })
    ).location,
  ).toBe('/settings/users');
  const listed = (await avery.get('/settings/users')).text;
  expect(listed).toContain('new@n.example');
  const again = /action="(\/settings\/users\/invitations\/\d+\/again)"/.exec(listed)![1]!;
  expect((await avery.post(again)).status).toBe(303);
  expect((await avery.post(again)).status).toBe(422);
  const withdraw = /action="(\/settings\/users\/invitations\/\d+)"/.exec(
    (await avery.get('/settings/users')).text,
  )![1]!;
  const olive = await parley.as('olive');
  expect((await olive.delete(withdraw)).status).toBe(404);
  expect((await avery.delete(withdraw)).status).toBe(303);
  expect((await avery.get('/settings/users')).text).not.toContain('new@n.example');
});

const unescaped = (html: string) => html.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&');

async function jobsDone() {
  const bulk = parley.app.get(Bulk);
  for (const { id } of await parley.rows<{ id: number }>('SELECT id FROM bulk_jobs')) await bulk.finished(id);
}

// Their sessions ended with their membership.
async function signAllInAgain() {
  for (const name of ['avery', 'jordan', 'dana', 'sam'] as const)
    if (!(await parley.rows('SELECT sid FROM sessions WHERE user_id = ?', [parley.cast[name].id])).length)
      await (await parley.as(name)).signIn(`${name}@n.example`);
}
