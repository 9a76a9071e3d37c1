import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Recurring } from '../programs/recurring.js';
import { kindOf } from './intake.js';
import { Sorter } from './sorter.js';
import { Webhook } from './webhook.js';

const second = 1000;
const orphansFor = 10 * 60 * second;
const longestWait = 3600 * second;
const mostAttempts = 40;

/** Tries again what could not be taken when it came: after a fault of ours, and receipts that overtook their texts. */
@Injectable()
export class Backlog extends Recurring {
  constructor(
    private readonly database: Database,
    private readonly sorter: Sorter,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Tries everything that is due; whether there may be more. */
  override async round(): Promise<boolean> {
    const due = await this.database.query<{ id: number }>(
      "SELECT id FROM webhooks WHERE state IN ('failed', 'orphan') AND due_at <= ? ORDER BY due_at LIMIT 50",
      [this.clock.now()],
    );
    for (const { id } of due) await this.again(id, (webhook) => this.isDue(webhook));
    return due.length === 50;
  }

  /** Tries one again now, whatever it is due. */
  retry(id: number): Promise<void> {
    return this.again(id, ({ state }) => state !== 'done');
  }

  private async again(id: number, isWanted: (webhook: Webhook) => boolean): Promise<void> {
    try {
      await this.hold(id, isWanted, (webhook) => this.sort(webhook));
    } catch (error) {
      await this.hold(id, isWanted, (webhook) => this.putOff(webhook, kindOf(error)));
    }
  }

  // Another process may have had it in its round too, and been quicker.
  private hold(id: number, isWanted: (webhook: Webhook) => boolean, work: (webhook: Webhook) => Promise<unknown>) {
    return this.database.transaction(async () => {
      const webhook = await this.database.hold(Webhook, id);
      if (webhook && isWanted(webhook)) await work(webhook);
    });
  }

  private isDue({ state, dueAt }: Webhook): boolean {
    return state !== 'done' && dueAt !== null && dueAt <= this.clock.now();
  }

  private async sort(webhook: Webhook) {
    webhook.settle(await this.sorter.sort(webhook));
    webhook.attempts += 1;
    if (webhook.state === 'orphan') this.waitOn(webhook);
    await this.save(webhook);
  }

  // A receipt without its text is only odd after some minutes; then admins see it.
  private waitOn(webhook: Webhook) {
    const { problem, receivedAt } = webhook;
    const isOld = this.clock.now().getTime() - receivedAt.getTime() > orphansFor;
    webhook.settle(
      isOld
        ? { state: 'misfit', problem: problem! }
        : { state: 'orphan', problem: problem!, dueAt: this.later(webhook) },
    );
  }

  private async putOff(webhook: Webhook, problem: string) {
    webhook.attempts += 1;
    webhook.settle({ state: 'failed', problem, dueAt: webhook.attempts < mostAttempts ? this.later(webhook) : null });
    await this.save(webhook);
  }

  private later({ attempts }: Webhook): Date {
    return new Date(this.clock.now().getTime() + Math.min(longestWait, second * 2 ** Math.min(attempts, 20)));
  }

  private save({ id, state, problem, attempts, dueAt }: Webhook) {
    return this.database.manager.update(Webhook, id, { state, problem, attempts, dueAt });
  }
}
