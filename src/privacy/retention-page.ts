import { Injectable } from '@nestjs/common';
import { type Typed, word } from '../contacts/typed.js';
import { asDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { inDigits } from '../web/digits.js';
import { mostCounted, Overdue } from './overdue.js';
import { RetentionRun } from './retention-run.js';
import type { RetentionSchedule } from './retention-schedule.js';
import { fewestMonths, mostMonths, RetentionSchedules } from './retention-schedules.js';

const fewRuns = 10;
const pageLength = 25;

/** Settings › Contacts › Privacy: how long things are kept, what would go next, what went, and what is held. */
@Injectable()
export class RetentionPage {
  constructor(
    private readonly database: Database,
    private readonly schedules: RetentionSchedules,
    private readonly overdue: Overdue,
    private readonly clock: Clock,
  ) {}

  async of(member: Member, typed: Typed | null = null, before = 0) {
    const { programId } = member;
    const schedule = await this.schedules.of(programId);
    // A field that did not come shows what holds: empty, it would mean forever when it is saved again.
    const months = (field: 'conversationMonths' | 'contactMonths') =>
      typed?.[field] === undefined ? String(schedule[field] ?? '') : word(typed[field]);
    const [next, pause, runs, holds] = await Promise.all([
      this.next(schedule),
      this.pause(schedule),
      this.database.manager.find(RetentionRun, { where: { programId }, order: { id: 'DESC' }, take: fewRuns }),
      this.holds(programId, before),
    ]);
    return {
      ...{ fewestMonths, mostMonths, next, pause, ...holds },
      form: {
        conversationMonths: months('conversationMonths'),
        contactMonths: months('contactMonths'),
        reason: word(typed?.['reason']),
      },
      isRunning: runs.some(({ status }) => status === 'running'),
      runs: runs.map((run) => ({ ...run, state: states[run.status], isRunning: run.status === 'running' })),
    };
  }

  // By what had happened until then if nothing more happens.
  private async next(schedule: RetentionSchedule) {
    if (!schedule.nextRunAt || schedule.pausedAt) return null;
    const now = this.clock.now();
    const at = schedule.nextRunAt > now ? schedule.nextRunAt : now;
    const { conversationsBefore, contactsBefore } = schedule.cutoffs(at);
    const counts = await this.overdue.counts(schedule.programId, conversationsBefore, contactsBefore);
    const { conversations, contacts } = counts;
    return { at, conversations: upTo(conversations), contacts: upTo(contacts), isNothing: !conversations && !contacts };
  }

  private async pause({ pausedAt, pausedById, pauseReason }: RetentionSchedule) {
    if (!pausedAt) return null;
    const [user] = await this.database.query<{ name: string }>('SELECT name FROM users WHERE id = ?', [pausedById]);
    return { at: pausedAt, by: user?.name ?? 'somebody who has left', reason: pauseReason };
  }

  private async holds(programId: number, before: number) {
    const rows = await this.database.query<HoldRow>(
      `SELECT hold.id, hold.contact_id, hold.reason, hold.at, contact.first_name, contact.last_name
       FROM contact_holds hold JOIN contacts contact ON contact.id = hold.contact_id
       WHERE hold.program_id = ? AND hold.id < ? ORDER BY hold.id DESC LIMIT ${pageLength + 1}`,
      [programId, before || 2 ** 31 - 1],
    );
    const shown = rows.slice(0, pageLength);
    return {
      holds: shown.map((row) => ({
        name: `${row.first_name} ${row.last_name}`.trim(),
        url: `/contacts/${row.contact_id}/privacy`,
        reason: row.reason,
        at: asDate(row.at),
      })),
      olderUrl: rows.length > pageLength ? `/settings/privacy?before=${shown.at(-1)!.id}` : null,
    };
  }
}

interface HoldRow {
  id: number;
  contact_id: number;
  reason: string;
  at: string | Date;
  first_name: string;
  last_name: string;
}

const upTo = (count: number) => (count > mostCounted ? `more than ${inDigits(mostCounted)}` : String(count));

const states: Record<RetentionRun['status'], string> = { running: 'Under way', done: 'Done', stopped: 'Stopped' };
