import { Injectable } from '@nestjs/common';
import { asDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import type { Trouble } from './push-browser.js';
import type { Subscription } from './subscription.js';

/** A push that this process has taken out of the queue, and nobody else sends while the lease runs. */
export interface ClaimedPush extends Subscription {
  id: number;
  notificationId: number | null;
  others: number;
  browserId: number;
  endpointHash: string;
  attempts: number;
  createdAt: Date;
  leaseUntil: Date;
}

const lease = 60_000;

/** The pushes table as a queue. A row is claimed by putting off its time: if whoever did so dies, another takes it up. */
@Injectable()
export class PushQueue {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Takes out up to `room` pushes that are due, the first ones first. */
  async claim(room: number): Promise<ClaimedPush[]> {
    const due = await this.database.query<{ id: number; due_at: string | Date }>(
      "SELECT id, due_at FROM pushes WHERE status = 'queued' AND due_at <= ? ORDER BY due_at, id LIMIT ?",
      [this.clock.now(), room],
    );
    if (!due.length) return [];
    return this.database.transaction(async () => {
      const claimed: ClaimedPush[] = [];
      for (const { id, due_at: dueAt } of due) {
        const push = await this.take(id, asDate(dueAt));
        if (push) claimed.push(push);
      }
      return claimed;
    });
  }

  /** The push service has it. */
  sent(push: ClaimedPush): Promise<unknown> {
    const now = this.clock.now();
    return this.settle(push, "status = 'sent', sent_at = ?, error = NULL", [now], () =>
      this.database.run('UPDATE push_browsers SET last_used_at = ?, trouble = NULL WHERE id = ?', [
        now,
        push.browserId,
      ]),
    );
  }

  /** Nobody needs it any more. */
  dropped(push: ClaimedPush): Promise<unknown> {
    return this.settle(push, "status = 'dropped', error = NULL", []);
  }

  failed(push: ClaimedPush, reason: string, trouble: Trouble): Promise<unknown> {
    return this.settle(push, "status = 'failed', error = ?", [reason], () => this.complain(push, trouble));
  }

  /** Back into the queue, for later. */
  postpone(push: ClaimedPush, until: Date, reason: string, trouble: Trouble): Promise<unknown> {
    return this.settle(push, 'due_at = ?, error = ?', [until, reason], () => this.complain(push, trouble));
  }

  /** The browser is gone, and whatever waits for it; unless it has said meanwhile that it is to be found elsewhere. */
  gone({ browserId, endpointHash }: ClaimedPush): Promise<unknown> {
    return this.database.transaction(() =>
      this.database.run('DELETE FROM push_browsers WHERE id = ? AND endpoint_hash = ?', [browserId, endpointHash]),
    );
  }

  private complain({ browserId }: ClaimedPush, trouble: Trouble) {
    return this.database.run('UPDATE push_browsers SET trouble = ? WHERE id = ?', [trouble, browserId]);
  }

  private async take(id: number, dueAt: Date): Promise<ClaimedPush | null> {
    const leaseUntil = new Date(this.clock.now().getTime() + lease);
    const changed = await this.database.run(
      "UPDATE pushes SET due_at = ?, attempts = attempts + 1 WHERE id = ? AND status = 'queued' AND due_at = ?",
      [leaseUntil, id, dueAt],
    );
    if (changed !== 1) return null;
    const [row] = await this.database.query<PushRow>(
      `SELECT push.notification_id, push.others, push.browser_id, push.attempts, push.created_at, browser.endpoint, browser.endpoint_hash,
         browser.p256dh, browser.auth, session.sid
       FROM pushes push JOIN push_browsers browser ON browser.id = push.browser_id
       LEFT JOIN sessions session ON session.sid = browser.session_id AND session.user_id = browser.user_id
         AND session.expires_at > ?
       WHERE push.id = ?`,
      [new Date(), id],
    );
    const push = claimedFrom(row!, id, leaseUntil);
    if (row!.sid !== null) return push;
    await this.dropped(push);
    return null;
  }

  // Whoever comes after their lease has run out settles nothing that another has settled meanwhile.
  private settle(
    { id }: ClaimedPush,
    change: string,
    values: unknown[],
    then: () => Promise<unknown> = async () => undefined,
  ) {
    return this.database.transaction(async () => {
      const settled = await this.database.run(`UPDATE pushes SET ${change} WHERE id = ? AND status = 'queued'`, [
        ...values,
        id,
      ]);
      if (settled) await then();
    });
  }
}

interface PushRow {
  notification_id: number | null;
  others: number;
  browser_id: number;
  attempts: number;
  created_at: string | Date;
  endpoint: string;
  endpoint_hash: string;
  p256dh: string;
  auth: string;
  sid: string | null;
}

const claimedFrom = (row: PushRow, id: number, leaseUntil: Date): ClaimedPush => ({
  id,
  notificationId: row.notification_id,
  others: row.others,
  browserId: row.browser_id,
  endpoint: row.endpoint,
  endpointHash: row.endpoint_hash,
  p256dh: row.p256dh,
  auth: row.auth,
  attempts: row.attempts,
  createdAt: asDate(row.created_at),
  leaseUntil,
});
