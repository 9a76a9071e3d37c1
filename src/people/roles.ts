import { Injectable, NotFoundException } from '@nestjs/common';
import { Database } from '../database/database.js';
import { isDuplicate } from '../database/duplicate.js';
import { Refusal } from '../refusal.js';
import { idIn } from '../web/identifier.js';
import type { Member } from './member.js';
import { OpenWork } from './open-work.js';
import { Role } from './role.js';
import { mustBeUnchanged, roleDetailsFrom, type TypedRole } from './role-form.js';
import { Staff } from './staff.js';
import { StaffChanges } from './staff-changes.js';

const most = 40;

/** The roles of a program. */
@Injectable()
export class Roles {
  constructor(
    private readonly database: Database,
    private readonly staff: Staff,
    private readonly changes: StaffChanges,
    private readonly work: OpenWork,
  ) {}

  /** All of them: the built-in one first, then as they were made. */
  of({ programId }: Member): Promise<Role[]> {
    return this.database.manager.find(Role, { where: { programId }, order: { isBuiltIn: 'DESC', id: 'ASC' } });
  }

  async find(id: number, { programId }: Member): Promise<Role> {
    const role = await this.database.manager.findOneBy(Role, { id, programId });
    if (!role) throw new NotFoundException();
    return role;
  }

  /** The role that a form chose for somebody. */
  async chosen(said: unknown, { programId }: Member): Promise<Role> {
    const role = await this.database.manager.findOneBy(Role, { id: idIn(said), programId });
    if (!role) throw new Refusal('Choose a role.', 'role');
    return role;
  }

  /** What a form offers; what one may not give can be seen but not chosen. */
  async options(chosen: string, by: Member) {
    return (await this.of(by)).map((role) => ({
      id: role.id,
      name: role.name,
      isSelected: String(role.id) === chosen,
      isBeyond: role.beyond(by).length > 0,
    }));
  }

  add(typed: TypedRole, by: Member): Promise<Role> {
    return this.staff.change(by, async (now) => {
      const role = Role.of(roleDetailsFrom(typed), now);
      const others = await this.of(now);
      if (others.length >= most) throw new Refusal(`A program can have ${most} roles. Delete one first.`, 'form');
      return this.save(role, others);
    });
  }

  edit(id: number, typed: TypedRole, by: Member): Promise<Role> {
    return this.staff.change(by, async (now) => {
      const role = await this.find(id, now);
      role.mustBeEditableBy(now);
      mustBeUnchanged(role, typed);
      const handled = role.handlesConversations;
      role.describe(roleDetailsFrom(typed), now);
      const saved = await this.save(role, await this.of(now));
      if (handled && !saved.handlesConversations) await this.work.letGo(await this.staff.holders(saved), now);
      return saved;
    });
  }

  remove(id: number, by: Member): Promise<void> {
    return this.staff.change(by, async (now) => {
      const role = await this.find(id, now);
      role.mustBeEditableBy(now);
      await this.mustBeNobodys(role);
      await this.database.manager.delete(Role, { id });
    });
  }

  private async save(role: Role, others: Role[]): Promise<Role> {
    const taken = new Refusal('Another role has this name.', 'name');
    const isSame = (other: Role) => other.id !== role.id && other.name.toLowerCase() === role.name.toLowerCase();
    if (others.some(isSame)) throw taken;
    this.changes.tell(role.programId);
    try {
      return await this.database.manager.save(role);
    } catch (error) {
      // MySQL takes “Zoë” and “Zoe” for one name.
      throw isDuplicate(error) ? taken : error;
    }
  }

  private async mustBeNobodys(role: Role) {
    const holders = await this.names(
      `SELECT user.name FROM memberships member JOIN users user ON user.id = member.user_id
       WHERE member.program_id = ? AND member.role_id = ? ORDER BY user.name, user.id LIMIT 100`,
      role,
    );
    if (holders.length)
      throw new Refusal(
        `${someOf(holders)} ${holders.length === 1 ? 'has' : 'have'} this role. Give ${
          holders.length === 1 ? 'that person' : 'them'
        } another one first.`,
      );
    const invited = await this.names(
      `SELECT email AS name FROM invitations
       WHERE program_id = ? AND role_id = ? AND accepted_at IS NULL AND withdrawn_at IS NULL ORDER BY id LIMIT 100`,
      role,
    );
    if (invited.length)
      throw new Refusal(
        `${someOf(invited)} ${invited.length === 1 ? 'is' : 'are'} invited with this role. Withdraw ${
          invited.length === 1 ? 'the invitation' : 'the invitations'
        } first.`,
      );
  }

  private async names(sql: string, { programId, id }: Role): Promise<string[]> {
    return (await this.database.query<{ name: string }>(sql, [programId, id])).map(({ name }) => name);
  }
}

/** "Dana Whitfield, Sam Okafor and 3 more". */
function someOf(names: string[]): string {
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  return shown.length === 1 ? shown[0]! : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
