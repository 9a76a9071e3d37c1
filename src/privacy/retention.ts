import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.js';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Recurring } from '../programs/recurring.js';
import { Refusal } from '../refusal.js';
import { Erasure } from './erasure.js';
import { type ContactPlace, Overdue } from './overdue.js';
import { RetentionRun } from './retention-run.js';
import { RetentionSchedule } from './retention-schedule.js';
import { ThreadErasure } from './thread-erasure.js';

const lookEvery = 60_000;
const lease = 2 * 60_000;
/** Few enough that nobody waits for it. */
const threadsAtOnce = 20;
const contactsAtOnce = 200;

/** A run that this process has in hand. */
interface InHand {
  scheduleId: number;
  run: RetentionRun;
}

/** Erases every night what is older than a program keeps it, a little at a time. Of several processes one does it. */
@Injectable()
export class Retention extends Recurring {
  private isStopping = false;

  constructor(
    private readonly database: Database,
    private readonly overdue: Overdue,
    private readonly threads: ThreadErasure,
    private readonly erasure: Erasure,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {
    super(lookEvery);
  }

  override beforeApplicationShutdown() {
    this.isStopping = true;
    return super.beforeApplicationShutdown();
  }

  /** The run of a program that is due, to its end; whether there may be another. */
  override async round(): Promise<boolean> {
    const now = this.clock.now();
    const [due] = await this.database.query<{ id: number }>(
      `SELECT id FROM retention_schedules WHERE next_run_at <= ? AND paused_at IS NULL
         AND (lease_until IS NULL OR lease_until < ?) ORDER BY next_run_at LIMIT 1`,
      [now, now],
    );
    if (!due) return false;
    const inHand = await this.database.patiently(() => this.claim(due.id));
    if (inHand) await this.database.patiently(() => this.carryOut(inHand));
    return !this.isStopping;
  }

  // A run that a killed process began goes on, by what is to be kept now.
  private claim(scheduleId: number): Promise<InHand | null> {
    return this.database.transaction(async () => {
      const schedule = await this.database.hold(RetentionSchedule, scheduleId);
      const now = this.clock.now();
      if (!schedule?.nextRunAt || schedule.nextRunAt > now || schedule.pausedAt) return null;
      if (schedule.leaseUntil && schedule.leaseUntil >= now) return null;
      await this.extend(scheduleId);
      const { programId } = schedule;
      const { manager } = this.database;
      const begun = await manager.findOneBy(RetentionRun, { programId, status: 'running' });
      const fresh = { programId, status: 'running', conversations: 0, contacts: 0, startedAt: now, finishedAt: null };
      const run = Object.assign(begun ?? Object.assign(new RetentionRun(), fresh), schedule.cutoffs(now));
      return { scheduleId, run: await manager.save(run) };
    });
  }

  private async carryOut(inHand: InHand) {
    while (await this.eraseThreads(inHand));
    let last: ContactPlace | null = null;
    do last = await this.eraseContacts(inHand, last);
    while (last);
    if (!this.isStopping) await this.finish(inHand);
  }

  // What goes and the count of it are one transaction; whether there may be more.
  private eraseThreads({ scheduleId, run }: InHand): Promise<boolean> {
    const { programId, conversationsBefore } = run;
    if (!conversationsBefore) return Promise.resolve(false);
    return this.database.transaction(async () => {
      if (!(await this.goesOn(scheduleId))) return false;
      const some = await this.overdue.threads(programId, conversationsBefore, threadsAtOnce);
      await this.threads.erase(programId, some);
      await this.count(run, 'conversations', some.length);
      return some.length > 0;
    });
  }

  private async eraseContacts({ scheduleId, run }: InHand, after: ContactPlace | null): Promise<ContactPlace | null> {
    const { programId, contactsBefore } = run;
    if (!contactsBefore) return null;
    const some = await this.overdue.contacts(programId, contactsBefore, after, contactsAtOnce);
    for (const { id } of some.filter(({ goes }) => goes)) {
      const mayGoOn = await this.database.transaction(async () => {
        if (!(await this.goesOn(scheduleId))) return false;
        if (await this.eraseContact(id, programId, contactsBefore)) await this.count(run, 'contacts', 1);
        return true;
      });
      if (!mayGoOn) return null;
    }
    return some.length === contactsAtOnce ? some.at(-1)! : null;
  }

  private async eraseContact(id: number, programId: number, before: Date): Promise<boolean> {
    try {
      return await this.erasure.erase(id, programId, null, () => this.overdue.has(id, before));
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }

  // Somebody may pause it, or keep things longer, in the middle of it: asked before every step, under the row's lock.
  private async goesOn(scheduleId: number): Promise<boolean> {
    const schedule = await this.database.hold(RetentionSchedule, scheduleId);
    if (this.isStopping || !schedule || schedule.pausedAt || !schedule.nextRunAt) return false;
    if (schedule.nextRunAt > this.clock.now()) return false;
    await this.extend(scheduleId);
    return true;
  }

  private extend(scheduleId: number) {
    const leaseUntil = new Date(this.clock.now().getTime() + lease);
    return this.database.update(RetentionSchedule, scheduleId, { leaseUntil });
  }

  private async count({ id }: RetentionRun, what: 'conversations' | 'contacts', many: number) {
    if (many) await this.database.run(`UPDATE retention_runs SET ${what} = ${what} + ? WHERE id = ?`, [many, id]);
  }

  private finish({ scheduleId, run: { id, programId } }: InHand): Promise<void> {
    return this.database.transaction(async () => {
      const schedule = (await this.database.hold(RetentionSchedule, scheduleId))!;
      const now = this.clock.now();
      const isDone = !schedule.pausedAt && schedule.nextRunAt !== null && schedule.nextRunAt <= now;
      const [program] = await this.database.query<{ time_zone: string }>(
        'SELECT time_zone FROM programs WHERE id = ?',
        [programId],
      );
      if (isDone) schedule.rest(now, program!.time_zone);
      schedule.leaseUntil = null;
      await this.database.manager.save(schedule);
      await this.database.update(RetentionRun, id, { status: isDone ? 'done' : 'stopped', finishedAt: now });
      const { conversations, contacts } = await this.database.manager.findOneByOrFail(RetentionRun, { id });
      if (conversations || contacts)
        await this.audit.write('retention-ran', programId, null, { particulars: { conversations, contacts } });
    });
  }
}
