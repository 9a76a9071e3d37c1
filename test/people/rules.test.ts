import { expect, test } from '@jest/globals';
import { Member } from '../../src/people/member.js';
import { Membership } from '../../src/people/membership.js';
import { allPermissions, explanations, type Permission, startingRoles } from '../../src/people/permissions.js';
import { Role } from '../../src/people/role.js';
import { mustBeUnchanged, roleDetailsFrom, roleFormFor } from '../../src/people/role-form.js';
import { Colleague } from '../../src/people/staff-colleague.js';
import { openLimitIn } from '../../src/people/users.js';
import { NotAllowed, Refusal } from '../../src/refusal.js';

const roles = Object.fromEntries(
  startingRoles.map((role, place) => [role.name, Object.assign(new Role(), { ...role, id: place + 1, programId: 1 })]),
) as Record<'Administrator' | 'Lead' | 'Counselor' | 'Viewer', Role>;

const member = (userId: number, permissions: Permission[]) =>
  Member.from({
    user_id: userId,
    program_id: 1,
    name: 'Somebody',
    email: 'somebody@n.example',
    enter_sends: 0,
    role: 'Some',
    permissions: permissions.join(','),
    program: 'Northfield',
    is_demo: 0,
    country: 'US',
    time_zone: 'America/New_York',
    waiting_limit_minutes: 60,
  } as never);

const avery = member(1, allPermissions);
// Manages users, and counsels: holds less than a Lead.
const clerk = member(2, ['manage-users', 'manage-assigned-conversations', 'send-quick-messages']);

const colleague = (userId: number, role: Role, { isLast = false, isActive = true } = {}) =>
  new Colleague(
    Object.assign(new Membership(), { userId, programId: 1, roleId: role.id, isActive, standInId: 9, openLimit: null }),
    'Dana Whitfield',
    'dana@n.example',
    role,
    isLast,
  );

test('every permission has a sentence of its own', () => {
  expect(new Set(Object.values(explanations)).size).toBe(allPermissions.length);
});

test('nobody gives a role that allows more than they hold, to others or to themself', () => {
  for (const somebody of [colleague(5, roles.Counselor), colleague(clerk.userId, roles.Counselor)]) {
    expect(() => somebody.giveRole(roles.Lead, clerk)).toThrow(/View All Conversations/);
    expect(somebody.membership.roleId).toBe(roles.Counselor.id);
    somebody.giveRole(roles.Lead, avery);
    expect(somebody.membership.roleId).toBe(roles.Lead.id);
  }
});

test('nobody touches somebody who holds what they don’t', () => {
  const lead = colleague(5, roles.Lead);
  for (const verb of [
    () => lead.giveRole(roles.Counselor, clerk),
    () => lead.deactivate(clerk),
    () => lead.reactivate(clerk),
    () => lead.limit(3, clerk),
    () => lead.leave({ awayFrom: null, awayUntil: null, standInId: null }, clerk),
  ])
    expect(verb).toThrow(NotAllowed);
  expect(lead.membership).toMatchObject({ isActive: true, openLimit: null, standInId: 9, roleId: roles.Lead.id });
});

test('the last Administrator stays one, and active; one of two may go', () => {
  const last = colleague(5, roles.Administrator, { isLast: true });
  expect(() => last.giveRole(roles.Lead, avery)).toThrow(/the last Administrator/);
  expect(() => last.deactivate(avery)).toThrow(/the last Administrator/);
  last.giveRole(roles.Administrator, avery);
  const other = colleague(5, roles.Administrator);
  other.deactivate(avery);
  expect(other.isActive).toBe(false);
});

test('nobody deactivates themself; whoever is deactivated has no stand-in any more', () => {
  expect(() => colleague(avery.userId, roles.Counselor).deactivate(avery)).toThrow(/yourself/);
  const dana = colleague(5, roles.Counselor);
  dana.deactivate(avery);
  expect(dana.membership).toMatchObject({ isActive: false, standInId: null });
  dana.reactivate(avery);
  expect(dana.isActive).toBe(true);
});

test('a role allows at most what its maker holds, in the order of the table', () => {
  const made = Role.of({ name: 'Desk', permissions: ['send-quick-messages', 'manage-assigned-conversations'] }, clerk);
  expect(made).toMatchObject({
    programId: 1,
    isBuiltIn: false,
    permissions: ['manage-assigned-conversations', 'send-quick-messages'],
  });
  expect(() => Role.of({ name: 'Spy', permissions: ['view-all-conversations'] }, clerk)).toThrow(Refusal);
  expect(() => made.describe({ name: 'Desk', permissions: allPermissions }, clerk)).toThrow(/you don’t hold/);
});

test('nobody changes a role that allows more than theirs, not even to less; and Administrator nobody at all', () => {
  const lead = Object.assign(new Role(), { ...roles.Lead });
  expect(() => lead.describe({ name: 'Lead', permissions: [] }, clerk)).toThrow(NotAllowed);
  lead.describe({ name: 'Chief', permissions: ['view-reports'] }, avery);
  expect(lead).toMatchObject({ name: 'Chief', permissions: ['view-reports'] });
  expect(() => roles.Administrator.describe({ name: 'A', permissions: [] }, avery)).toThrow(/built in/);
  expect(() => roles.Administrator.mustBeEditableBy(avery)).toThrow(NotAllowed);
});

test('the form of a role is read with care', () => {
  expect(roleDetailsFrom({ name: '  Front \n desk ', permissions: 'view-reports' })).toEqual({
    name: 'Front desk',
    permissions: ['view-reports'],
  });
  expect(roleDetailsFrom({ name: 'Nothing' }).permissions).toEqual([]);
  expect(() => roleDetailsFrom({ name: ['a', 'b'] })).toThrow('Enter a name.');
  expect(() => roleDetailsFrom({ name: 'x'.repeat(61) })).toThrow(/room for 60/);
  expect(() => roleDetailsFrom({ name: 'A', permissions: ['fly'] })).toThrow(/permissions below/);
});

test('a copy leaves out what the one who copies does not hold, and says so', () => {
  const form = roleFormFor(null, clerk, { copied: roles.Lead });
  expect(form.name).toBe('Lead (copy)');
  expect(form.permissions.filter(({ isChosen }) => isChosen).map(({ value }) => value)).toEqual([
    'send-quick-messages',
  ]);
  expect(form.left).toContain('View All Conversations');
});

test('a form older than the role says what has changed', () => {
  const was = { was: 'view-reports,edit-contacts', wasNamed: 'Desk' };
  const role = Object.assign(new Role(), { name: 'Desk', permissions: ['edit-contacts', 'view-reports'] });
  mustBeUnchanged(role, was);
  mustBeUnchanged(role, {});
  Object.assign(role, { name: 'Counter', permissions: ['view-reports', 'manage-users'] });
  expect(() => mustBeUnchanged(role, was)).toThrow(
    'it is called Counter now; it now also allows Manage Users; it no longer allows Edit Contacts',
  );
});

test('a limit is a number from one on, or none', () => {
  expect(openLimitIn('')).toBe(null);
  expect(openLimitIn(' 20 ')).toBe(20);
  expect(openLimitIn('10000')).toBe(10_000);
  for (const odd of ['0', '-1', '10001', '1.5', 'many', ['1', '2']]) expect(() => openLimitIn(odd)).toThrow(Refusal);
});
