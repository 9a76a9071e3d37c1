import { Injectable } from '@nestjs/common';
import { Clock } from '../programs/clock.js';
import { Refusal } from '../refusal.js';
import { inDigits } from '../web/digits.js';
import { absenceFields, absenceFrom, absenceInWords, type TypedAbsence } from './absence.js';
import type { Member } from './member.js';
import { Members } from './members.js';
import { OpenWork } from './open-work.js';
import { Roles } from './roles.js';
import { Staff } from './staff.js';
import type { Colleague } from './staff-colleague.js';
import { UsersList } from './users-list.js';

export interface TypedUser extends TypedAbsence {
  role?: unknown;
  openLimit?: unknown;
}

/** Somebody of the staff: what they are allowed, how much they get, when they are away. */
@Injectable()
export class Users {
  constructor(
    private readonly staff: Staff,
    private readonly roles: Roles,
    private readonly members: Members,
    private readonly list: UsersList,
    private readonly work: OpenWork,
    private readonly clock: Clock,
  ) {}

  edit(userId: number, typed: TypedUser, by: Member) {
    return this.staff.change(by, async (now) => {
      const colleague = await this.staff.find(userId, now);
      const was = colleague.role;
      if (typed.openLimit !== undefined) colleague.limit(openLimitIn(typed.openLimit), now);
      if (typed.role !== undefined) colleague.giveRole(await this.roles.chosen(typed.role, now), now);
      await this.staff.save(colleague);
      const isOther = colleague.role !== was && colleague.isActive;
      if (isOther && !colleague.role.handlesConversations) await this.work.letGo([userId], now);
    });
  }

  leave(userId: number, typed: TypedUser, by: Member) {
    return this.staff.change(by, async (now) => {
      const colleague = await this.staff.find(userId, now);
      const standIns = await this.standIns(colleague, now);
      colleague.leave(absenceFrom(typed, now.timeZone, this.clock.now(), standIns), now);
      await this.staff.save(colleague);
    });
  }

  /** Their page: what is stored, or what was typed when that was refused. */
  async page(userId: number, by: Member, { place, absence }: { place?: TypedUser; absence?: TypedUser } = {}) {
    const colleague = await this.staff.find(userId, by);
    const now = this.clock.now();
    const [standIns, roles, openCount, coveredBy] = await Promise.all([
      this.standIns(colleague, by),
      this.roles.options(shown(place?.role) || String(colleague.role.id), by),
      this.list.openOf(userId, by),
      this.staff.coveredBy(userId, by),
    ]);
    const { membership, role, name, email, isActive } = colleague;
    return {
      isSaved: false,
      user: {
        id: userId,
        url: `/settings/users/${userId}`,
        name,
        email,
        isActive,
        isSelf: userId === by.userId,
        isEditable: colleague.isEditableBy(by),
        role: role.name,
        roleUrl: `/settings/roles/${role.id}`,
        away: absenceInWords(membership, by.timeZone, now),
        openLimit: place ? shown(place.openLimit) : shown(membership.openLimit),
        openCount,
        openUrl: by.seesAll ? `/conversations?assignee=${userId}` : null,
        coveredBy: coveredBy.map((one) => one.name).join(', '),
      },
      roles,
      absence: absenceFields(membership, standIns, by.timeZone, now, absence),
    };
  }

  private async standIns({ id }: Colleague, { programId }: Member): Promise<{ userId: number; name: string }[]> {
    return (await this.members.assignable(programId)).filter(({ userId }) => userId !== id);
  }
}

const most = 10_000;

/** A number of conversations; null for no limit. */
export function openLimitIn(said: unknown): number | null {
  const typed = String(said).trim();
  if (typed === '') return null;
  const limit = /^\d{1,6}$/.test(typed) ? Number(typed) : 0;
  if (limit < 1 || limit > most)
    throw new Refusal(`Enter a number from 1 to ${inDigits(most)}, or nothing for no limit.`, 'openLimit');
  return limit;
}

const shown = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
