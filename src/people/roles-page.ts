import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Member } from './member.js';
import { allPermissions, explanations, permissions as names } from './permissions.js';
import type { Role } from './role.js';
import { Roles } from './roles.js';

interface Holders {
  active: number;
  all: number;
}

/** The roles of a program side by side, with how many have each. */
@Injectable()
export class RolesPage {
  constructor(
    private readonly database: Database,
    private readonly roles: Roles,
  ) {}

  async of(member: Member) {
    const [roles, holders] = await Promise.all([this.roles.of(member), this.holders(member)]);
    return {
      roles: roles.map((role) => ({ ...shape(role, member), ...peopleOf(role, holders) })),
      permissions: allPermissions.map((permission) => ({
        name: names[permission],
        explanation: explanations[permission],
        cells: roles.map((role) => ({ role: role.name, allows: role.permissions.includes(permission) })),
      })),
    };
  }

  /** One role, who has it, and whether they have conversations to lose with it. */
  async one(role: Role, member: Member) {
    const [own, people] = [shape(role, member), peopleOf(role, await this.holders(member))];
    const handsBack = own.isEditable && people.active > 0 && role.handlesConversations;
    return { ...own, ...people, handsBack };
  }

  private async holders({ programId }: Member): Promise<Map<number, Holders>> {
    const rows = await this.database.query<{ role_id: number; active: number | string; everybody: number | string }>(
      `SELECT role_id, SUM(CASE WHEN is_active = 1 THEN 1 ELSE 0 END) AS active, COUNT(*) AS everybody
       FROM memberships WHERE program_id = ? GROUP BY role_id`,
      [programId],
    );
    return new Map(rows.map((row) => [row.role_id, { active: Number(row.active), all: Number(row.everybody) }]));
  }
}

const shape = (role: Role, member: Member) => ({
  id: role.id,
  name: role.name,
  url: `/settings/roles/${role.id}`,
  copyUrl: `/settings/roles/new?from=${role.id}`,
  isBuiltIn: role.isBuiltIn,
  isEditable: role.isEditableBy(member),
  count: role.permissions.length,
});

function peopleOf({ id }: Role, holders: Map<number, Holders>) {
  const { active, all } = holders.get(id) ?? { active: 0, all: 0 };
  return { active, deactivated: all - active, peopleUrl: `/settings/users?role=${id}${active ? '' : '&status=all'}` };
}
