import { Injectable } from '@nestjs/common';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Recurring } from '../programs/recurring.js';
import { Pushes } from '../push/pushes.js';
import { Notification } from './notification.js';

const atOnce = 200;

/** Hands on to browsers what is still unread after a moment: of several about the same, the newest. */
@Injectable()
export class Pushing extends Recurring {
  constructor(
    private readonly database: Database,
    private readonly pushes: Pushes,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Hands on what is due; whether there may be more. */
  override async round(): Promise<boolean> {
    const due = await this.database.query<{ id: number }>(
      `SELECT id FROM notifications WHERE push_due_at <= ? ORDER BY push_due_at LIMIT ${atOnce}`,
      [this.clock.now()],
    );
    if (!due.length) return false;
    await this.database.patiently(() => this.database.transaction(() => this.handOn(due.map(({ id }) => id))));
    return due.length === atOnce;
  }

  // Taking them off the list and writing the pushes are one transaction: whichever process is first, there is one of each.
  private async handOn(ids: number[]) {
    const unread = (await this.claim(ids)).filter(({ readAt }) => readAt === null);
    const byPlace = Map.groupBy(unread, (one) => `${one.userId} ${one.conversationId} ${one.campaignId}`);
    await this.pushes.write([...byPlace.values()].map((together) => together.at(-1)!));
  }

  private async claim(ids: number[]): Promise<Notification[]> {
    const query = this.database.manager
      .createQueryBuilder(Notification, 'notification')
      .where('notification.id IN (:...ids) AND notification.pushDueAt IS NOT NULL', { ids })
      .orderBy('notification.id');
    const claimed = await this.database.locked(query).getMany();
    const mine = claimed.map(({ id }) => id);
    if (mine.length)
      await this.database.run(`UPDATE notifications SET push_due_at = NULL WHERE id IN (${marks(mine)})`, mine);
    return claimed;
  }
}
