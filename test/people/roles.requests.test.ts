import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Bulk } from '../../src/conversations/bulk.js';
import { StaffChanges } from '../../src/people/staff-changes.js';
import type { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
let avery: Client;

beforeAll(async () => {
  parley = await Parley.start();
  avery = await parley.as('avery');
});
afterAll(() => parley?.close());

const roles = () =>
  parley.rows<{ id: number; name: string; permissions: string }>(
    'SELECT id, name, permissions FROM roles WHERE program_id = ? ORDER BY id',
    [parley.cast.program.id],
  );
const idOf = async (name: string) => (await roles()).find((role) => role.name === name)!.id;
const urlOf = async (name: string) => `/settings/roles/${await idOf(name)}`;
const permissionsOf = async (name: string) => (await roles()).find((role) => role.name === name)!.permissions;
const put = async (name: 'jordan' | 'sam', role: string) =>
  parley.write('UPDATE memberships SET role_id = ? WHERE user_id = ?', [await idOf(role), parley.cast[name].id]);

test('the roles stand side by side, each permission with a sentence, and who has each', async () => {
  const { text } = await avery.get('/settings/roles');
  for (const words of [
    'Administrator',
    'Counselor',
    'Manage All Conversations',
    'See on the Reports page how much is texted, how fast it is answered, and by whom.',
    '2 people',
    '9 of 9',
  ])
    expect(text).toContain(words);
  expect((await avery.get(await urlOf('Counselor'))).text).toContain('2 people have this role');
  const one = (await avery.get(await urlOf('Administrator'))).text;
  expect(one).toContain('Built in');
  expect(one).not.toContain('Delete this role');
});

test('a role is added, copied, renamed and deleted', async () => {
  await avery.post('/settings/roles', { name: 'Front desk', 'permissions[]': ['edit-contacts', 'view-reports'] });
  expect(await permissionsOf('Front desk')).toBe('edit-contacts,view-reports');
  const copy = (await avery.get(`/settings/roles/new?from=${await idOf('Front desk')}`)).text;
  expect(copy).toContain('value="Front desk (copy)"');
  expect(copy.match(/ checked/g)).toHaveLength(2);
  await avery.post(await urlOf('Front desk'), { name: 'Reception', permissions: 'view-reports' });
  expect(await permissionsOf('Reception')).toBe('view-reports');
  await avery.delete(await urlOf('Reception'));
  expect((await roles()).map(({ name }) => name)).toEqual(['Administrator', 'Lead', 'Counselor', 'Viewer']);
});

test('a change holds at the next request of those who have the role, and is told', async () => {
  const told: number[] = [];
  const hearing = parley.app.get(StaffChanges).changed.subscribe(({ programId }) => told.push(programId));
  const riley = await parley.as('riley');
  expect((await riley.get('/contacts/new')).status).toBe(403);
  await avery.post(await urlOf('Viewer'), { name: 'Viewer', permissions: ['view-all-conversations', 'edit-contacts'] });
  expect((await riley.get('/contacts/new')).status).toBe(200);
  await avery.post(await urlOf('Viewer'), { name: 'Viewer', permissions: ['view-all-conversations'] });
  expect((await riley.get('/contacts/new')).status).toBe(403);
  hearing.unsubscribe();
  expect(told).toEqual([parley.cast.program.id, parley.cast.program.id]);
});

test('a name is there once, in whatever case, and what was typed stays', async () => {
  for (const name of ['lead', ' LEAD ', '']) {
    const answer = await avery.post('/settings/roles', { name, 'permissions[]': ['view-reports'] });
    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(name ? /Another role has this name/ : /Enter a name/);
    expect(answer.text).toMatch(/value="view-reports"[^>]*checked/);
  }
  const renamed = await avery.post(await urlOf('Viewer'), { name: 'Counselor', permissions: [] });
  expect(renamed.status).toBe(422);
  const [one, other] = await Promise.all(['Twin', 'twin'].map((name) => avery.post('/settings/roles', { name })));
  expect([one!.status, other!.status].sort()).toEqual([303, 422]);
  const same = await parley.as('olive');
  expect((await same.post('/settings/roles', { name: 'Twin' })).status).toBe(303);
  await avery.delete(await urlOf((await roles()).at(-1)!.name));
});

test('a form older than the role is refused with what changed, and holds when it is sent again', async () => {
  const form = (await avery.get(await urlOf('Viewer'))).text;
  const was = /name="was" value="([^"]*)"/.exec(form)![1]!;
  await avery.post(await urlOf('Viewer'), {
    name: 'Viewer',
    permissions: ['view-all-conversations', 'view-reports'],
    was,
    wasNamed: 'Viewer',
  });
  const mine = { name: 'Viewer', permissions: ['edit-contacts'] };
  const stale = await avery.post(await urlOf('Viewer'), { ...mine, was, wasNamed: 'Viewer' });
  expect(stale.status).toBe(422);
  expect(stale.text).toContain('it now also allows View Reports');
  expect(stale.text).toMatch(/value="edit-contacts"[^>]*checked/);
  expect(await permissionsOf('Viewer')).toBe('view-all-conversations,view-reports');
  const now = /name="was" value="([^"]*)"/.exec(stale.text)![1]!;
  expect((await avery.post(await urlOf('Viewer'), { ...mine, was: now, wasNamed: 'Viewer' })).status).toBe(303);
  expect(await permissionsOf('Viewer')).toBe('edit-contacts');
  await avery.post(await urlOf('Viewer'), { name: 'Viewer', permissions: ['view-all-conversations'] });
});

test('of two who save the same form at once, one is told', async () => {
  const was = { was: 'view-all-conversations', wasNamed: 'Viewer', name: 'Viewer' };
  const answers = await Promise.all([
    avery.post(await urlOf('Viewer'), { ...was, permissions: ['view-reports'] }),
    avery.post(await urlOf('Viewer'), { ...was, permissions: ['edit-contacts'] }),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
  await avery.post(await urlOf('Viewer'), { name: 'Viewer', permissions: ['view-all-conversations'] });
});

test('a role that nobody has may lose its conversations', async () => {
  await avery.post('/settings/roles', { name: 'Empty', permissions: ['manage-assigned-conversations'] });
  const { status } = await avery.post(await urlOf('Empty'), { name: 'Empty', permissions: ['view-reports'] });
  expect(status).toBe(303);
  expect((await avery.delete(await urlOf('Empty'))).status).toBe(303);
});

test('a role that somebody has, or is invited with, stays; it says who', async () => {
  const held = await avery.delete(await urlOf('Counselor'));
  expect(held.status).toBe(422);
  expect(held.text).toContain('Dana Whitfield and Sam Okafor have this role');
  await parley.write('UPDATE memberships SET is_active = 0 WHERE user_id = ?', [parley.cast.riley.id]);
  expect((await avery.delete(await urlOf('Viewer'))).text).toContain('Riley Brooks has this role');
  await parley.write('UPDATE memberships SET is_active = 1 WHERE user_id = ?', [parley.cast.riley.id]);
  await avery.post('/settings/roles', { name: 'Guest' });
  await avery.post('/settings/users/invitations', {
    email: 'guest@n.example',
    name: 'Guest',
    role: await idOf('Guest'),
  });
  expect((await avery.delete(await urlOf('Guest'))).text).toContain('guest@n.example is invited with this role');
  await parley.write('UPDATE invitations SET withdrawn_at = ?', [new Date()]);
  expect((await avery.delete(await urlOf('Guest'))).status).toBe(303);
});

test('Administrator can’t be changed or deleted, by nobody', async () => {
  const url = await urlOf('Administrator');
  expect((await avery.post(url, { name: 'Boss', permissions: [] })).status).toBe(403);
  expect((await avery.delete(url)).status).toBe(403);
  expect((await permissionsOf('Administrator')).split(',')).toHaveLength(9);
});

test('nobody makes, copies or changes a role into more than they hold', async () => {
  await avery.post('/settings/roles', { name: 'Clerk', 'permissions[]': ['manage-users', 'send-quick-messages'] });
  await put('jordan', 'Clerk');
  const jordan = await parley.as('jordan');
  expect((await jordan.post('/settings/roles', { name: 'Spy', permissions: ['view-all-conversations'] })).status).toBe(
    422,
  );
  expect(
    (await jordan.post(await urlOf('Clerk'), { name: 'Clerk', permissions: ['manage-users', 'manage-settings'] }))
      .status,
  ).toBe(422);
  expect((await jordan.post(await urlOf('Lead'), { name: 'Lead', permissions: [] })).status).toBe(403);
  expect((await jordan.delete(await urlOf('Lead'))).status).toBe(403);
  const copy = (await jordan.get(`/settings/roles/new?from=${await idOf('Lead')}`)).text;
  expect(copy.match(/ checked/g)).toHaveLength(1);
  expect(copy).toContain('Left out');
  expect((await jordan.post('/settings/roles', { name: 'Sender', permissions: ['send-quick-messages'] })).status).toBe(
    303,
  );
  expect(await permissionsOf('Clerk')).toBe('send-quick-messages,manage-users');
  // Whoever takes Manage Users from their own role is led away.
  expect((await jordan.post(await urlOf('Clerk'), { name: 'Clerk', permissions: [] })).location).toBe('/');
  expect((await jordan.get('/settings/roles')).status).toBe(403);
  await put('jordan', 'Lead');
});

test('unread counts stay right when somebody loses View All Conversations, and gets it back', async () => {
  await parley.text('+16175550111', 'Hello from Maya');
  const riley = await parley.as('riley');
  const unread = async () => (JSON.parse((await riley.get('/live/counts')).text) as { unread: string }).unread;
  expect(await unread()).toBe('1');
  await avery.post(await urlOf('Viewer'), { name: 'Viewer', permissions: ['view-reports'] });
  expect(await unread()).toBe('');
  expect((await riley.get('/conversations?unread=1')).text).not.toContain('Maya');
  await avery.post(await urlOf('Viewer'), { name: 'Viewer', permissions: ['view-all-conversations'] });
  expect(await unread()).toBe('1');
});

test('a role that handles conversations no longer leaves those of its people unassigned, with a line that says why', async () => {
  const { dana, jordan } = parley.cast;
  for (const number of ['+16175550111', '+16175550112']) await parley.text(number, 'Whose am I?');
  const [mayas, leos] = [await parley.conversationWith('+16175550111'), await parley.conversationWith('+16175550112')];
  const owner = async (id: number) =>
    (await parley.rows<{ assignee_id: number | null }>('SELECT assignee_id FROM conversations WHERE id = ?', [id]))[0]!
      .assignee_id;
  const lead = await parley.as('jordan');
  const give = (id: number, assignee: number) => lead.post(`/conversations/${id}/assignment`, { assignee });
  await give(mayas, dana.id);
  await give(leos, jordan.id);
  const url = await urlOf('Counselor');
  expect((await avery.get(url)).text).toContain('what they have open goes back to unassigned');
  await avery.post(url, { name: 'Counselor', permissions: ['manage-all-conversations'] });
  expect(await owner(mayas)).toBe(dana.id);
  // At once, while somebody gives them one more.
  await Promise.all([avery.post(url, { name: 'Counselor', permissions: ['view-reports'] }), give(leos, dana.id)]);
  for (const { id } of await parley.rows<{ id: number }>('SELECT id FROM bulk_jobs'))
    await parley.app.get(Bulk).finished(id);
  expect(await owner(mayas)).toBe(null);
  expect(await owner(leos)).not.toBe(dana.id);
  expect((await avery.get(`/conversations/${mayas}`)).text).toContain(
    'Dana Whitfield no longer handles conversations: Avery Collins changed their role',
  );
  await avery.post(url, { name: 'Counselor', permissions: ['manage-assigned-conversations', 'send-quick-messages'] });
});
