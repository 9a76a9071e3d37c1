import { Injectable, NotFoundException } from '@nestjs/common';
import { Database } from '../database/database.js';
import { NotAllowed } from '../refusal.js';
import type { Member } from './member.js';
import { Members } from './members.js';
import { Membership } from './membership.js';
import { Role } from './role.js';
import { Colleague } from './staff-colleague.js';
import { StaffChanges } from './staff-changes.js';
import { User } from './user.js';

/** All who work in a program, active or not, and the one way to change them and their roles. */
@Injectable()
export class Staff {
  constructor(
    private readonly database: Database,
    private readonly members: Members,
    private readonly changes: StaffChanges,
  ) {}

  /** Somebody of this person’s program, or 404; inside a change held until its end. */
  async find(userId: number, { programId }: Member): Promise<Colleague> {
    const { manager } = this.database;
    const place = manager
      .createQueryBuilder(Membership, 'member')
      .where('member.userId = :userId AND member.programId = :programId', { userId, programId });
    const membership = await this.database.locked(place).getOne();
    const user = membership && (await manager.findOneBy(User, { id: userId }));
    if (!user) throw new NotFoundException();
    const role = await manager.findOneByOrFail(Role, { id: membership.roleId });
    return new Colleague(membership, user.name, user.email, role, await this.isLast(membership, role));
  }

  /**
   * A change of a program's staff or roles: one after the other, by what the person asking may do by then. Two who demote
   * each other at once would else both succeed.
   */
  change<T>(by: Member, work: (by: Member) => Promise<T>): Promise<T> {
    return this.database.transaction(async () => {
      await this.hold(by.programId);
      const now = await this.members.find(by.userId, by.programId);
      if (!now?.can('manage-users')) throw new NotAllowed('Your role does not allow it any longer.');
      return work(now);
    });
  }

  /** Whether somebody may still be here who changed a colleague or a role, perhaps their own. */
  async isOpenTo({ userId, programId }: Member): Promise<boolean> {
    return (await this.members.find(userId, programId))?.can('manage-users') ?? false;
  }

  /** Saves somebody inside a change, and tells of it afterwards. */
  async save({ membership }: Colleague) {
    const { id, roleId, isActive, openLimit, awayFrom, awayUntil, standInId } = membership;
    await this.database.manager.update(Membership, id, {
      roleId,
      isActive,
      openLimit,
      awayFrom,
      awayUntil,
      standInId,
    });
    this.changes.tell(membership.programId);
  }

  /** Everybody's names for whom this user would stand in. */
  coveredBy(userId: number, { programId }: Member): Promise<{ user_id: number; name: string }[]> {
    return this.database.query(
      `SELECT member.user_id, user.name FROM memberships member JOIN users user ON user.id = member.user_id
       WHERE member.program_id = ? AND member.stand_in_id = ? AND member.is_active = 1 ORDER BY user.name, user.id`,
      [programId, userId],
    );
  }

  /** Who is active with a role, held until the change under way ends, so that nobody gives them anything meanwhile. */
  async holders({ id, programId }: Role): Promise<number[]> {
    const rows = await this.database.query<{ user_id: number }>(
      `SELECT user_id FROM memberships WHERE program_id = ? AND role_id = ? AND is_active = 1 ORDER BY id${this.database.holding}`,
      [programId, id],
    );
    return rows.map((row) => row.user_id);
  }

  // The roles are the one thing that every such change looks at.
  private hold(programId: number) {
    const roles = this.database.manager
      .createQueryBuilder(Role, 'role')
      .where('role.programId = :programId', { programId })
      .orderBy('role.id');
    return this.database.locked(roles).getMany();
  }

  private async isLast({ userId, programId, isActive }: Membership, role: Role): Promise<boolean> {
    if (!role.isBuiltIn || !isActive) return false;
    const others = await this.database.query(
      'SELECT 1 AS one FROM memberships WHERE program_id = ? AND role_id = ? AND is_active = 1 AND user_id <> ? LIMIT 1',
      [programId, role.id, userId],
    );
    return others.length === 0;
  }
}
