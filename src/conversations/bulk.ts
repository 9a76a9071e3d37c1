import { type Condition, marks } from '../database/condition.js';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  NotFoundException,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Members } from '../people/members.js';
import { befallsAll } from '../programs/befalls-all.js';
import { Clock } from '../programs/clock.js';
import { kindOfFailure } from '../programs/kind-of-failure.js';
import { NotAllowed, Refusal } from '../refusal.js';
import { AutoAssignment } from './auto-assignment.js';
import { type BulkAction, BulkJob } from './bulk-job.js';
import { Conversations } from './conversations.js';
import { Inheritance } from './inheritance.js';
import { seenBy } from './sight.js';

const mostItems = 100_000;
const lease = 30_000;
const lookEvery = 5_000;

/** Changes many conversations, one after the other, where anybody can watch it get on; a restart goes on with it. */
@Injectable()
export class Bulk implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Bulk');
  private readonly running = new Map<number, Promise<void>>();
  private isStopping = false;
  private watch?: NodeJS.Timeout;

  constructor(
    private readonly database: Database,
    private readonly conversations: Conversations,
    private readonly members: Members,
    private readonly autoAssignment: AutoAssignment,
    private readonly inheritance: Inheritance,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap() {
    this.watch = setInterval(
      () => void this.resume().catch((error: unknown) => this.log.error(kindOfFailure(error))),
      lookEvery,
    );
  }

  async beforeApplicationShutdown() {
    this.isStopping = true;
    clearInterval(this.watch);
    await Promise.all(this.running.values());
  }

  /** Notes down what is to be done with the conversations of a condition, and begins. */
  begin(by: Member, action: BulkAction, assigneeId: number | null, which: Condition, backTo: string): Promise<BulkJob> {
    const seen = seenBy(by);
    const seenOnes = { sql: `${which.sql} AND ${seen.sql}`, values: [...which.values, ...seen.values] };
    return this.database.transaction(async () => {
      const job = await this.note(by, action, assigneeId, seenOnes, backTo);
      if (!job.total) throw new Refusal('Select at least one conversation.', 'ids');
      return job;
    });
  }

  /**
   * Notes down, with the change of staff under way, that what people have open goes to an heir or to nobody, and begins after
   * its commit. Whoever may change staff may do this, whatever conversations they see and handle themselves.
   */
  async handOver(userIds: number[], heirId: number | null, by: Member, backTo: string): Promise<BulkJob | null> {
    const sql = `conversation.program_id = ? AND conversation.is_listed = 1 AND conversation.status = 'open' AND conversation.assignee_id IN (${marks(userIds)})`;
    const job = await this.note(by, 'hand-over', heirId, { sql, values: [by.programId, ...userIds] }, backTo);
    if (job.total) return job;
    await this.database.manager.remove(job);
    return null;
  }

  /** How far a job of this person is, or 404. */
  async find(id: number, by: Member): Promise<BulkJob> {
    const job = await this.database.manager.findOneBy(BulkJob, { id, userId: by.userId, programId: by.programId });
    if (!job) throw new NotFoundException();
    return job;
  }

  /** Waits until a job taken up here is done. */
  finished(id: number) {
    return this.running.get(id) ?? Promise.resolve();
  }

  private async note(by: Member, action: BulkAction, assigneeId: number | null, which: Condition, backTo: string) {
    const made = await this.database.manager.save(
      Object.assign(new BulkJob(), {
        programId: by.programId,
        userId: by.userId,
        action,
        assigneeId,
        status: 'running',
        total: 0,
        done: 0,
        skipped: 0,
        backTo: backTo.slice(0, 600),
        leaseUntil: null,
        createdAt: this.clock.now(),
      } satisfies Partial<BulkJob>),
    );
    made.total = await this.database.run(
      `INSERT INTO bulk_items (job_id, conversation_id)
       SELECT ?, conversation.id FROM conversations conversation WHERE ${which.sql}
       ${action === 'route' ? 'ORDER BY conversation.unassigned_since, conversation.id' : ''} LIMIT ${mostItems}`,
      [made.id, ...which.values],
    );
    if (made.total) this.database.afterCommit(() => this.take(made.id));
    return this.database.manager.save(made);
  }

  private async resume() {
    const lost = await this.database.query<{ id: number }>(
      `SELECT id FROM bulk_jobs WHERE status = 'running' AND (lease_until IS NULL OR lease_until < ?)`,
      [this.clock.now()],
    );
    for (const { id } of lost) this.take(id);
  }

  private take(id: number) {
    if (this.running.has(id) || this.isStopping) return;
    const work = this.work(id)
      .catch((error: unknown) => this.log.error(`Bulk job ${id} stopped: ${kindOfFailure(error)}`))
      .finally(() => this.running.delete(id));
    this.running.set(id, work);
  }

  private async work(id: number) {
    if (!(await this.claim(id))) return;
    let heldAt = Date.now();
    for (let items = await this.next(id); items.length && !this.isStopping; items = await this.next(id))
      for (const item of items) {
        if (this.isStopping) return;
        await this.step(id, item);
        if (Date.now() - heldAt < lease / 3) continue;
        await this.hold(id, 'running');
        heldAt = Date.now();
      }
    if (!this.isStopping) await this.hold(id, 'done');
  }

  private async next(id: number): Promise<number[]> {
    const items = await this.database.query<{ conversation_id: number }>(
      'SELECT conversation_id FROM bulk_items WHERE job_id = ? ORDER BY id LIMIT 50',
      [id],
    );
    return items.map((item) => item.conversation_id);
  }

  private async claim(id: number): Promise<boolean> {
    const now = this.clock.now();
    return this.database.transaction(async () => {
      const claimed = await this.database.run(
        `UPDATE bulk_jobs SET lease_until = ? WHERE id = ? AND status = 'running' AND (lease_until IS NULL OR lease_until < ?)`,
        [new Date(now.getTime() + lease), id, now],
      );
      return claimed === 1;
    });
  }

  private hold(id: number, status: BulkJob['status']) {
    const until = new Date(this.clock.now().getTime() + lease);
    return this.database.transaction(() =>
      this.database.run('UPDATE bulk_jobs SET lease_until = ?, status = ? WHERE id = ?', [until, status, id]),
    );
  }

  // The change and its tick are one transaction, so that a crash neither repeats nor forgets one.
  private async step(id: number, conversationId: number) {
    const job = await this.database.manager.findOneByOrFail(BulkJob, { id });
    const by = await this.members.find(job.userId, job.programId);
    try {
      await this.database.transaction(async () => {
        if (!(await this.takeOff(id, conversationId))) return;
        const isDone = await this.apply(job, conversationId, by);
        await this.count(id, isDone ? 'done' : 'skipped');
      });
    } catch (error) {
      if (befallsAll(error)) throw error;
      // What is wrong with one of them must not keep the others waiting.
      if (!isNo(error))
        this.log.error(`Bulk job ${id} leaves conversation ${conversationId} as it is: ${kindOfFailure(error)}`);
      await this.database.transaction(async () => {
        if (await this.takeOff(id, conversationId)) await this.count(id, 'skipped');
      });
    }
  }

  // Whether it did what was asked: routing may find nobody.
  private async apply(job: BulkJob, conversationId: number, by: Member | null): Promise<boolean> {
    if (job.action === 'hand-over') return this.inheritance.pass(conversationId, job);
    if (!by) throw new Refusal('No longer here');
    let isDone = true;
    await this.conversations.change(conversationId, by, async (conversation) => {
      const now = this.clock.now();
      if (job.action === 'resolve') conversation.resolve(by, now);
      else if (job.action === 'assign') conversation.assignTo(await this.assignee(job), by, now);
      else isDone = await this.autoAssignment.assign(conversation, now);
    });
    return isDone;
  }

  private async assignee({ assigneeId, programId }: BulkJob): Promise<Member | null> {
    if (!assigneeId) return null;
    const assignee = await this.members.hold(assigneeId, programId);
    if (assignee?.handlesConversations) return assignee;
    throw new Refusal('They can’t be assigned conversations any longer.');
  }

  // Whoever takes the item off the list counts it: another process may have been faster.
  private async takeOff(id: number, conversationId: number): Promise<boolean> {
    const taken = await this.database.run('DELETE FROM bulk_items WHERE job_id = ? AND conversation_id = ?', [
      id,
      conversationId,
    ]);
    return taken > 0;
  }

  private count(id: number, counter: 'done' | 'skipped') {
    return this.database.run(`UPDATE bulk_jobs SET ${counter} = ${counter} + 1 WHERE id = ?`, [id]);
  }
}

// What this person may not do with it, or it is gone: left as it is, and counted.
const isNo = (error: unknown) =>
  error instanceof Refusal || error instanceof NotAllowed || error instanceof NotFoundException;
