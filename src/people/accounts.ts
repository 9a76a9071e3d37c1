import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Refusal, Refusals } from '../refusal.js';
import { absenceFields, absenceFrom, absenceInWords, type Absence, present, type TypedAbsence } from './absence.js';
import { nameIn } from './acceptance.js';
import type { Member } from './member.js';
import { Members } from './members.js';
import { Membership } from './membership.js';
import { PasswordResets } from './password-resets.js';
import { faultOf, hashed } from './passwords.js';
import { SessionStore } from './session-store.js';
import { SignIn } from './sign-in.js';
import { StaffChanges } from './staff-changes.js';
import { User } from './user.js';

export interface TypedAccount extends TypedAbsence {
  name?: unknown;
  currentPassword?: unknown;
  newPassword?: unknown;
}

/** What each user says about themself. */
@Injectable()
export class Accounts {
  constructor(
    private readonly database: Database,
    private readonly members: Members,
    private readonly signIn: SignIn,
    private readonly resets: PasswordResets,
    private readonly sessions: SessionStore,
    private readonly changes: StaffChanges,
    private readonly clock: Clock,
  ) {}

  /** Their page: what is stored, or what was typed when that was refused. */
  async page(member: Member, { name, absence }: { name?: unknown; absence?: TypedAbsence } = {}) {
    const [membership, standIns] = await Promise.all([this.membership(member), this.standIns(member)]);
    const now = this.clock.now();
    return {
      name: typeof name === 'string' ? name : member.name,
      words: absenceInWords(membership, member.timeZone, now),
      standIn: standIns.find(({ userId }) => userId === membership.standInId)?.name ?? '',
      absence: absenceFields(membership, standIns, member.timeZone, now, absence),
    };
  }

  async rename({ userId }: Member, said: unknown): Promise<void> {
    const faults: Record<string, string> = {};
    const name = nameIn(said, faults);
    if (faults['name']) throw new Refusals(faults);
    await this.database.transaction(() => this.database.manager.update(User, userId, { name }));
  }

  /** Asks for the old password, and ends every session of theirs; the caller begins a new one. */
  async changePassword({ userId, email }: Member, typed: TypedAccount, address: string): Promise<void> {
    await this.signIn.identify(email, String(typed.currentPassword ?? ''), address).catch((error: unknown) => {
      throw error instanceof Refusal
        ? new Refusal(error.message.replace(/^The e-mail.*/, notIt), 'currentPassword')
        : error;
    });
    const fault = faultOf(typed.newPassword, email);
    if (fault) throw new Refusal(fault, 'newPassword');
    const passwordHash = await hashed(typed.newPassword as string);
    await this.database.transaction(async () => {
      await this.database.manager.update(User, userId, { passwordHash });
      await this.resets.void(userId, this.clock.now());
      await this.sessions.end(userId);
    });
  }

  /** Says when they are away from this program, and who stands in. */
  async leave(member: Member, typed: TypedAbsence): Promise<void> {
    const standIns = await this.standIns(member);
    await this.change(member, absenceFrom(typed, member.timeZone, this.clock.now(), standIns));
  }

  comeBack(member: Member): Promise<void> {
    return this.change(member, { ...present });
  }

  private change({ userId, programId }: Member, absence: Absence): Promise<void> {
    return this.database.transaction(async () => {
      await this.database.manager.update(Membership, { userId, programId }, absence);
      this.changes.tell(programId);
    });
  }

  private membership({ userId, programId }: Member): Promise<Membership> {
    return this.database.manager.findOneByOrFail(Membership, { userId, programId });
  }

  private async standIns({ userId, programId }: Member): Promise<{ userId: number; name: string }[]> {
    return (await this.members.assignable(programId)).filter((member) => member.userId !== userId);
  }
}

const notIt = 'This is not your password.';
