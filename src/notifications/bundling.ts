import { Injectable } from '@nestjs/common';
import { asDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import { Post } from '../mail/post.js';
import { Members } from '../people/members.js';
import { Clock } from '../programs/clock.js';
import { Recurring } from '../programs/recurring.js';
import { PublicAddress } from '../web/public-address.js';
import { bundled } from './bundle.js';
import { lineOf, type NoticeRow, noticeColumns, noticeTables } from './notice-line.js';
import { noticesSeenBy } from './notices.js';
import { Notification } from './notification.js';

const lookEvery = 5000;
const atOnce = 1000;

/** Mails what is still unread after a minute: one e-mail for all that somebody was told of in the meantime. */
@Injectable()
export class Bundling extends Recurring {
  constructor(
    private readonly database: Database,
    private readonly members: Members,
    private readonly post: Post,
    private readonly address: PublicAddress,
    private readonly clock: Clock,
  ) {
    super(lookEvery);
  }

  /** Writes the e-mails that are due; whether there may be more. */
  override async round(): Promise<boolean> {
    const waiting = await this.database.query<Waiting>(
      `SELECT id, user_id, program_id, mail_due_at FROM notifications WHERE mail_due_at IS NOT NULL
       ORDER BY mail_due_at LIMIT ${atOnce}`,
    );
    const bundles = Map.groupBy(waiting, (row) => `${row.user_id} ${row.program_id}`);
    for (const bundle of bundles.values()) if (this.isDue(bundle[0]!)) await this.mail(bundle);
    return waiting.length === atOnce && this.isDue(waiting[0]!);
  }

  private isDue(first: Waiting) {
    return asDate(first.mail_due_at) <= this.clock.now();
  }

  // Taking them off the list and writing the e-mail are one transaction: whichever process is first, there is one e-mail.
  private mail(bundle: Waiting[]) {
    const { user_id: userId, program_id: programId } = bundle[0]!;
    return this.database.transaction(async () => {
      const claimed = await this.claim(bundle.map(({ id }) => id));
      const member = claimed.length ? await this.members.find(userId, programId) : null;
      if (!member) return;
      const seen = noticesSeenBy(member);
      const rows = await this.database.query<NoticeRow>(
        `SELECT ${noticeColumns} FROM ${noticeTables}
         WHERE notification.id IN (${claimed.map(() => '?').join()}) AND notification.read_at IS NULL AND ${seen.sql}
         ORDER BY notification.id`,
        [...claimed, ...seen.values],
      );
      if (!rows.length) return;
      const notices = rows.map((row) => lineOf(row, member));
      const letter = bundled(notices, member, (path) => this.address.of(path));
      await this.post.write({ programId, kind: 'notifications', ...letter });
    });
  }

  private async claim(ids: number[]): Promise<number[]> {
    const query = this.database.manager
      .createQueryBuilder(Notification, 'notification')
      .select('notification.id')
      .where('notification.id IN (:...ids) AND notification.mailDueAt IS NOT NULL', { ids })
      .orderBy('notification.id');
    const claimed = (await this.database.locked(query).getMany()).map(({ id }) => id);
    if (claimed.length)
      await this.database.run(
        `UPDATE notifications SET mail_due_at = NULL WHERE id IN (${claimed.map(() => '?').join()})`,
        claimed,
      );
    return claimed;
  }
}

interface Waiting {
  id: number;
  user_id: number;
  program_id: number;
  mail_due_at: string | Date;
}
