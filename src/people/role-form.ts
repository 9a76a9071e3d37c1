import { Refusal, Refusals } from '../refusal.js';
import type { Member } from './member.js';
import { allPermissions, explanations, type Permission, permissions as names } from './permissions.js';
import { named, type Role, type RoleDetails } from './role.js';

export interface TypedRole {
  name?: unknown;
  permissions?: unknown;
  /** What the role was when the form was made: its permissions, joined by commas, and its name. */
  was?: unknown;
  wasNamed?: unknown;
}

const longest = 60;

/** What was typed into the form of a role. */
export function roleDetailsFrom(typed: TypedRole): RoleDetails {
  const problems: Record<string, string> = {};
  const name = word(typed.name).trim().replace(/\s+/g, ' ');
  if (!name) problems['name'] = 'Enter a name.';
  if (name.length > longest) problems['name'] = `That is ${name.length} characters; there is room for ${longest}.`;
  const chosen = several(typed.permissions);
  const permissions = allPermissions.filter((permission) => chosen.includes(permission));
  if (chosen.some((each) => !(allPermissions as string[]).includes(each)))
    problems['permissions'] = 'Choose among the permissions below.';
  if (Object.keys(problems).length) throw new Refusals(problems);
  return { name, permissions };
}

/** Refuses a form that was made before somebody else changed the role, and says what they changed. */
export function mustBeUnchanged(role: Role, typed: TypedRole) {
  if (typed.was === undefined && typed.wasNamed === undefined) return;
  const was = word(typed.was).split(',');
  const more = role.permissions.filter((permission) => !was.includes(permission));
  const fewer = allPermissions.filter(
    (permission) => was.includes(permission) && !role.permissions.includes(permission),
  );
  const changes = [
    word(typed.wasNamed) === role.name ? '' : `it is called ${role.name} now`,
    more.length ? `it now also allows ${named(more)}` : '',
    fewer.length ? `it no longer allows ${named(fewer)}` : '',
  ].filter(Boolean);
  if (changes.length)
    throw new Refusal(
      `Somebody changed this role in the meantime: ${changes.join('; ')}. Save again to keep your version.`,
      'form',
    );
}

/** What the form shows: what was typed, else what the role (or the one that is copied) has. */
export function roleFormFor(
  role: Role | null,
  by: Member,
  { copied, typed }: { copied?: Role; typed?: TypedRole } = {},
) {
  const source = role ?? copied;
  const chosen = typed
    ? several(typed.permissions)
    : (source?.permissions ?? []).filter((each) => role || by.can(each));
  return {
    action: role ? `/settings/roles/${role.id}` : '/settings/roles',
    heading: role?.name ?? 'New role',
    submitLabel: role ? 'Save' : 'Add role',
    name: typed ? word(typed.name) : (role?.name ?? (copied ? `${copied.name} (copy)`.slice(0, longest) : '')),
    was: role ? role.permissions.join(',') : '',
    wasNamed: role?.name ?? '',
    isEditable: role?.isEditableBy(by) ?? true,
    left: !role && copied ? named(copied.beyond(by)) : '',
    permissions: boxes(chosen, by),
  };
}

function boxes(chosen: readonly string[], by: Member) {
  const first = allPermissions.find((permission) => by.can(permission));
  return allPermissions.map((permission: Permission) => ({
    value: permission,
    name: names[permission],
    explanation: explanations[permission],
    isChosen: chosen.includes(permission),
    isHeld: by.can(permission),
    /** What is wrong with all of them is said of the first that can be ticked. */
    isFirst: permission === first,
  }));
}

const word = (value: unknown) => (typeof value === 'string' ? value : '');
const several = (value: unknown) => (value === undefined ? [] : [value].flat().map(String));
