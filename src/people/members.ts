import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Member, type MemberRow } from './member.js';
import { Membership } from './membership.js';

const select = `
  SELECT member.user_id, member.program_id, user.name, user.email, user.enter_sends, role.name AS role, role.permissions,
    program.name AS program, program.is_demo, program.country, program.time_zone, program.waiting_limit_minutes,
    member.away_from, member.away_until
  FROM memberships member
  JOIN users user ON user.id = member.user_id
  JOIN roles role ON role.id = member.role_id
  JOIN programs program ON program.id = member.program_id
  WHERE member.is_active = 1`;

/** The active staff of programs. */
@Injectable()
export class Members {
  constructor(private readonly database: Database) {}

  /** This user in this program; in their first program when none is named. Nobody if they are not active there. */
  async find(userId: number, programId?: number): Promise<Member | null> {
    const [row] =
      programId === undefined
        ? await this.database.query<MemberRow>(`${select} AND member.user_id = ? ORDER BY member.id LIMIT 1`, [userId])
        : await this.database.query<MemberRow>(`${select} AND member.user_id = ? AND member.program_id = ?`, [
            userId,
            programId,
          ]);
    return row ? Member.from(row) : null;
  }

  /** The same, held until the transaction under way ends, so that nobody deactivates them meanwhile. */
  async hold(userId: number, programId: number): Promise<Member | null> {
    const place = this.database.manager
      .createQueryBuilder(Membership, 'member')
      .where('member.userId = :userId AND member.programId = :programId', { userId, programId });
    await this.database.locked(place).getOne();
    return this.find(userId, programId);
  }

  /** Everybody active in a program, by name. */
  async of(programId: number): Promise<Member[]> {
    const rows = await this.database.query<MemberRow>(
      `${select} AND member.program_id = ? ORDER BY user.name, user.id`,
      [programId],
    );
    return rows.map((row) => Member.from(row));
  }

  /** Who can be assigned conversations in a program, by name. */
  assignable(programId: number): Promise<{ userId: number; name: string }[]> {
    return this.database.query(
      `SELECT member.user_id AS userId, user.name FROM memberships member JOIN users user ON user.id = member.user_id
       JOIN roles role ON role.id = member.role_id WHERE member.is_active = 1 AND member.program_id = ?
         AND (role.permissions LIKE '%manage-all-conversations%' OR role.permissions LIKE '%manage-assigned-conversations%')
       ORDER BY user.name, user.id`,
      [programId],
    );
  }

  /** The programs that a user can switch to. */
  programsOf(userId: number): Promise<{ id: number; name: string }[]> {
    return this.database.query(
      `SELECT program.id, program.name FROM memberships member JOIN programs program ON program.id = member.program_id
       WHERE member.user_id = ? AND member.is_active = 1 ORDER BY program.name`,
      [userId],
    );
  }

  /** Whether anybody could sign in at all, and whether the demo's people could. */
  async exist(): Promise<boolean> {
    return (await this.database.query(`${select} LIMIT 1`)).length > 0;
  }

  async inDemo(): Promise<boolean> {
    return (await this.database.query(`${select} AND program.is_demo = 1 LIMIT 1`)).length > 0;
  }
}
