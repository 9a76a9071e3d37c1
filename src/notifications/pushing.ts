import { Injectable } from '@nestjs/common';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Recurring } from '../programs/recurring.js';
import { Pushes, type ToShow } from '../push/pushes.js';
import { Notification } from './notification.js';

const atOnce = 1000;
/** More than these at the same time are one push. */
const mostAtOnce = 3;
/** How long what comes after many waits, so that it comes together. */
const rest = 60_000;

/** Hands on to browsers what is still unread after a moment, so that they never ring without end. */
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
    const listed = await this.claim(ids);
    const unread = listed.filter(({ readAt }) => readAt === null);
    const busy = await this.pushes.busy([...new Set(unread.map(({ userId }) => userId))]);
    const waiting = unread.filter(({ userId }) => busy.has(userId));
    const now = listed.filter((one) => !waiting.includes(one));
    await this.setDue(waiting, new Date(this.clock.now().getTime() + rest));
    await this.setDue(now, null);
    const byReader = Map.groupBy(
      now.filter(({ readAt }) => readAt === null),
      ({ userId, programId }) => `${userId} ${programId}`,
    );
    await this.pushes.write([...byReader.values()].flatMap(shown));
  }

  private claim(ids: number[]): Promise<Notification[]> {
    const query = this.database.manager
      .createQueryBuilder(Notification, 'notification')
      .where('notification.id IN (:...ids) AND notification.pushDueAt IS NOT NULL', { ids })
      .orderBy('notification.id');
    return this.database.locked(query).getMany();
  }

  private async setDue(notifications: Notification[], at: Date | null) {
    if (!notifications.length) return;
    const ids = notifications.map(({ id }) => id);
    await this.database.run(`UPDATE notifications SET push_due_at = ? WHERE id IN (${marks(ids)})`, [at, ...ids]);
  }
}

/** Of several about the same, the newest; where they are about many things, the newest of all, for the others too. */
function shown(together: Notification[]): ToShow[] {
  const places = Map.groupBy(together, (one) => `${one.conversationId} ${one.campaignId}`);
  const newest = [...places.values()].map((those) => those.at(-1)!);
  if (newest.length <= mostAtOnce) return newest.map(({ id, userId }) => ({ id, userId, others: 0 }));
  const { id, userId } = together.at(-1)!;
  return [{ id, userId, others: newest.length - 1 }];
}
