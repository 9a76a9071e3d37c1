import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Rounds } from '../programs/rounds.js';
import { kindOf } from './intake.js';
import { Sorter } from './sorter.js';
import { Webhook } from './webhook.js';

const second = 1000;
const orphansFor = 10 * 60 * second;
const longestWait = 3600 * second;
const mostAttempts = 40;

/** Tries again what could not be taken when it came: after a fault of ours, and receipts that overtook their texts. */
@Injectable()
export class Backlog implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds = new Rounds('Backlog', () => this.round());

  constructor(
    private readonly database: Database,
    private readonly sorter: Sorter,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap() {
    this.rounds.start();
  }

  beforeApplicationShutdown() {
    return this.rounds.stop();
  }

  /** Tries everything that is due; whether there may be more. */
  async round(): Promise<boolean> {
    const due = await this.database.query<{ id: number }>(
      "SELECT id FROM webhooks WHERE state IN ('failed', 'orphan') AND due_at <= ? ORDER BY due_at LIMIT 50",
      [this.clock.now()],
    );
    for (const { id } of due) await this.retry(id);
    return due.length === 50;
  }

  /** Tries one again now, whatever it is due. */
  async retry(id: number): Promise<void> {
    try {
      await this.database.transaction(() => this.sortAgain(id));
    } catch (error) {
      await this.database.transaction(() => this.putOff(id, kindOf(error)));
    }
  }

  private async sortAgain(id: number) {
    const webhook = await this.database.hold(Webhook, id);
    if (!webhook || webhook.state === 'done') return;
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

  private async putOff(id: number, problem: string) {
    const webhook = await this.database.hold(Webhook, id);
    if (!webhook || webhook.state === 'done') return;
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
