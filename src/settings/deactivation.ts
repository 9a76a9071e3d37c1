import { Injectable } from '@nestjs/common';
import { Bulk } from '../conversations/bulk.js';
import type { BulkJob } from '../conversations/bulk-job.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Members } from '../people/members.js';
import { OpenWork } from '../people/open-work.js';
import { SessionStore } from '../people/session-store.js';
import { Staff } from '../people/staff.js';
import { UsersList } from '../people/users-list.js';
import { Refusal } from '../refusal.js';
import { idIn } from '../web/identifier.js';

/** Somebody leaves: they are out at once, and what they had open goes to an heir, or back to unassigned. */
@Injectable()
export class Deactivation {
  constructor(
    private readonly database: Database,
    private readonly staff: Staff,
    private readonly members: Members,
    private readonly users: UsersList,
    private readonly sessions: SessionStore,
    private readonly bulk: Bulk,
    private readonly work: OpenWork,
  ) {}

  /** What becomes of theirs, for the page that asks. */
  async page(userId: number, by: Member, heir = '') {
    const colleague = await this.staff.find(userId, by);
    const [openCount, coveredBy, heirs] = await Promise.all([
      this.users.openOf(userId, by),
      this.staff.coveredBy(userId, by),
      this.members.assignable(by.programId),
    ]);
    return {
      user: {
        name: colleague.name,
        url: `/settings/users/${userId}`,
        isActive: colleague.isActive,
        isSelf: userId === by.userId,
        isEditable: colleague.isEditableBy(by),
      },
      openCount,
      coveredBy: coveredBy.map(({ name }) => name).join(', '),
      heirs: [
        { value: 'none', label: 'Nobody: back to unassigned' },
        ...heirs.filter((one) => one.userId !== userId).map((one) => ({ value: String(one.userId), label: one.name })),
      ].map((option) => ({ ...option, isSelected: option.value === heir })),
    };
  }

  /** Deactivates them, if they aren’t already; the job that passes on what they have open, if there is anything. */
  carryOut(userId: number, heir: unknown, by: Member): Promise<BulkJob | null> {
    return this.staff.change(by, async (now) => {
      const colleague = await this.staff.find(userId, now);
      colleague.deactivate(now);
      const heirId = (await this.users.openOf(userId, now)) ? await this.heirId(heir, userId, now) : null;
      await this.staff.save(colleague);
      await this.clearStandIns(userId, now);
      await this.endSessions(userId, now);
      return this.bulk.handOver([userId], heirId, now, '/settings/users');
    });
  }

  /** Lets them in again. What was passed on stays where it is; what was not goes, if their role handles none by now. */
  undo(userId: number, by: Member): Promise<void> {
    return this.staff.change(by, async (now) => {
      const colleague = await this.staff.find(userId, now);
      colleague.reactivate(now);
      await this.staff.save(colleague);
      if (!colleague.role.handlesConversations) await this.work.letGo([userId], now);
    });
  }

  // Nothing is the default: an unclear wish would put everything back to unassigned.
  private async heirId(said: unknown, leaverId: number, { programId }: Member): Promise<number | null> {
    if (said === 'none') return null;
    const heir = await this.members.hold(idIn(said), programId);
    if (!heir?.handlesConversations || heir.userId === leaverId)
      throw new Refusal('Choose who gets them, or send them back to unassigned.', 'heir');
    return heir.userId;
  }

  private clearStandIns(userId: number, { programId }: Member) {
    return this.database.run('UPDATE memberships SET stand_in_id = NULL WHERE program_id = ? AND stand_in_id = ?', [
      programId,
      userId,
    ]);
  }

  // Who works in another program too stays signed in there.
  private async endSessions(userId: number, { programId }: Member) {
    const elsewhere = await this.database.query(
      'SELECT 1 AS one FROM memberships WHERE user_id = ? AND program_id <> ? AND is_active = 1 LIMIT 1',
      [userId, programId],
    );
    if (!elsewhere.length) await this.sessions.end(userId);
  }
}
