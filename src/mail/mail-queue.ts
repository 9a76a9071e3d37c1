import { Injectable } from '@nestjs/common';
import { asDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Unconfirmed } from './mailer.js';

/** An e-mail that this process has taken out of the queue, and nobody else may send while the lease runs. */
export interface ClaimedMail {
  id: number;
  toAddress: string;
  toName: string;
  subject: string;
  body: string;
  attempts: number;
  createdAt: Date;
  leaseUntil: Date;
}

const lease = 60_000;

/** The mails table as a queue: a row with the status `queued` is a promise to send. */
@Injectable()
export class MailQueue {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Takes out up to `room` e-mails that are due, oldest first. */
  async claim(room: number): Promise<ClaimedMail[]> {
    const due = await this.database.query<{ id: number }>(
      "SELECT id FROM mails WHERE status = 'queued' AND due_at <= ? ORDER BY due_at, id LIMIT ?",
      [this.clock.now(), room],
    );
    if (!due.length) return [];
    return this.database.transaction(async () => {
      const claimed: ClaimedMail[] = [];
      for (const { id } of due) {
        const mail = await this.take(id);
        if (mail) claimed.push(mail);
      }
      return claimed;
    });
  }

  /** It left. What it said is forgotten: it may have been a link that signs somebody in. */
  sent({ id }: ClaimedMail): Promise<unknown> {
    return this.settle(id, "status = 'sent', sent_at = ?, body = NULL, error = NULL", [this.clock.now()]);
  }

  failed({ id }: ClaimedMail, reason: string): Promise<unknown> {
    return this.settle(id, "status = 'failed', error = ?", [reason]);
  }

  /** Back into the queue, because it certainly did not leave. */
  postpone({ id }: ClaimedMail, until: Date, reason: string): Promise<unknown> {
    return this.settle(id, "status = 'queued', due_at = ?, error = ?", [until, reason]);
  }

  /** What a process had in hand when it died may have left: it is never sent again by itself. */
  async expire(): Promise<void> {
    const now = this.clock.now();
    const lost = "status = 'sending' AND lease_until < ?";
    const rows = await this.database.query(`SELECT id FROM mails WHERE ${lost} LIMIT 1`, [now]);
    if (!rows.length) return;
    const { message } = new Unconfirmed();
    await this.database.transaction(() =>
      this.database.run(`UPDATE mails SET status = 'failed', error = ?, lease_until = NULL WHERE ${lost}`, [
        message,
        now,
      ]),
    );
  }

  // Whoever changes the row has it: on several processes at once exactly one does.
  private async take(id: number): Promise<ClaimedMail | null> {
    const now = this.clock.now();
    const leaseUntil = new Date(now.getTime() + lease);
    const changed = await this.database.run(
      `UPDATE mails SET status = 'sending', lease_until = ?, attempts = attempts + 1
       WHERE id = ? AND status = 'queued' AND due_at <= ?`,
      [leaseUntil, id, now],
    );
    if (changed !== 1) return null;
    const [row] = await this.database.query<MailRow>(
      'SELECT id, to_address, to_name, subject, body, attempts, created_at FROM mails WHERE id = ?',
      [id],
    );
    const { to_address: toAddress, to_name: toName, subject, body, attempts } = row!;
    const createdAt = asDate(row!.created_at);
    return { id, toAddress, toName, subject, body: body ?? '', attempts, createdAt, leaseUntil };
  }

  private settle(id: number, change: string, values: unknown[]): Promise<unknown> {
    return this.database.transaction(() =>
      this.database.run(`UPDATE mails SET ${change}, lease_until = NULL WHERE id = ? AND status = 'sending'`, [
        ...values,
        id,
      ]),
    );
  }
}

interface MailRow {
  id: number;
  to_address: string;
  to_name: string;
  subject: string;
  body: string | null;
  attempts: number;
  created_at: string | Date;
}
