import { Member } from '../../src/people/member.js';
import { type Permission, startingRoles } from '../../src/people/permissions.js';

/** Somebody with a starting role, or with permissions of their own, without a database. */
export function member(name: string, userId: number, role: string | Permission[] = 'Lead', programId = 1): Member {
  const permissions = Array.isArray(role) ? role : startingRoles.find((each) => each.name === role)!.permissions;
  return Member.from({
    user_id: userId,
    program_id: programId,
    name,
    email: `${name}@n.example`,
    enter_sends: 0,
    role: Array.isArray(role) ? 'Own' : role,
    permissions: permissions.join(','),
    program: 'Northfield',
    is_demo: 0,
    country: 'US',
    time_zone: 'America/New_York',
    waiting_limit_minutes: 240,
    away_from: null,
    away_until: null,
  });
}
