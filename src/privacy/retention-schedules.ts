import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.js';
import type { AuditKind, AuditParticulars } from '../audit/audit-line.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Refusals } from '../refusal.js';
import { type Typed, word } from '../contacts/typed.js';
import { RetentionSchedule } from './retention-schedule.js';

export const fewestMonths = 6;
export const mostMonths = 240;

/** How long each program keeps what it has. */
@Injectable()
export class RetentionSchedules {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async of(programId: number): Promise<RetentionSchedule> {
    const known = await this.database.manager.findOneBy(RetentionSchedule, { programId });
    return known ?? RetentionSchedule.of(programId);
  }

  /** Takes what the form says. Saved as it was, it puts nothing off. */
  async keep(typed: Typed, by: Member): Promise<void> {
    const [conversations, contacts] = [months(typed, 'conversationMonths'), months(typed, 'contactMonths')];
    const problems = Object.fromEntries([conversations, contacts].flatMap(({ problem }) => (problem ? [problem] : [])));
    if (Object.keys(problems).length) throw new Refusals(problems);
    const [conversationMonths, contactMonths] = [conversations.count, contacts.count];
    await this.change(by, (schedule, now) => {
      if (schedule.conversationMonths === conversationMonths && schedule.contactMonths === contactMonths) return null;
      schedule.keep(conversationMonths, contactMonths, now, by.timeZone);
      return ['retention-changed', { conversationMonths, contactMonths }];
    });
  }

  pause(reason: string, by: Member): Promise<void> {
    return this.change(by, (schedule, now) => {
      if (schedule.pausedAt) return null;
      schedule.pause(reason, by, now);
      return ['erasing-paused', { reason }];
    });
  }

  resume(by: Member): Promise<void> {
    return this.change(by, (schedule, now) => {
      if (!schedule.pausedAt) return null;
      schedule.resume(now, by.timeZone);
      return ['erasing-resumed', {}];
    });
  }

  // The row is held, so that a night's run that is under way has it or sees the change before it erases more.
  private async change(by: Member, verb: (schedule: RetentionSchedule, now: Date) => Told | null): Promise<void> {
    const { programId } = by;
    await this.database.transaction(async () => {
      await this.database.insertOnce(RetentionSchedule, RetentionSchedule.of(programId));
      const { id } = await this.database.manager.findOneByOrFail(RetentionSchedule, { programId });
      const schedule = (await this.database.hold(RetentionSchedule, id))!;
      const told = verb(schedule, this.clock.now());
      if (!told) return;
      await this.database.manager.save(schedule);
      await this.audit.write(told[0], programId, by, { particulars: told[1] });
    });
  }
}

type Told = [AuditKind, AuditParticulars];

function months(typed: Typed, field: string): { count: number | null; problem?: [string, string] } {
  const said = word(typed[field]);
  // Spaces are nothing; a field that did not come, or is no text, does not ask for forever.
  if (typeof typed[field] === 'string' && !said) return { count: null };
  const count = /^\d{1,4}$/.test(said) ? Number(said) : 0;
  if (count >= fewestMonths && count <= mostMonths) return { count };
  const sentence = `Enter a number of months from ${fewestMonths} to ${mostMonths}, or nothing to keep them forever.`;
  return { count: null, problem: [field, sentence] };
}
