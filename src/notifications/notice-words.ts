import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { oneLine } from '../mail/mail.js';
import { Members } from '../people/members.js';
import { PushWords, type Words } from '../push/push-words.js';
import { lineOf, type NoticeRow, noticeColumns, noticeTables } from './notice-line.js';
import { noticesSeenBy } from './notices.js';

const mostCounted = 99;

/** What browsers show of a notification: whom it is about, and where. */
@Injectable()
export class NoticeWords extends PushWords {
  constructor(
    private readonly database: Database,
    private readonly members: Members,
  ) {
    super();
  }

  override async of(notificationId: number, others: number): Promise<Words | null> {
    const [told] = await this.database.query<{ user_id: number; program_id: number }>(
      'SELECT user_id, program_id FROM notifications WHERE id = ? AND read_at IS NULL',
      [notificationId],
    );
    const member = told && (await this.members.find(told.user_id, told.program_id));
    if (!member) return null;
    const seen = noticesSeenBy(member);
    const [row] = await this.database.query<NoticeRow>(
      `SELECT ${noticeColumns} FROM ${noticeTables} WHERE notification.id = ? AND ${seen.sql}`,
      [notificationId, ...seen.values],
    );
    if (!row) return null;
    const line = lineOf(row, member);
    const title = oneLine(`${line.before}${line.name}${line.after}`, 200);
    const url = others ? '/notifications' : line.url;
    const texts = others ? 0 : await this.texts(row, member.userId);
    const more = others ? `And ${others} more · ` : texts > 1 ? `${texts} new texts · ` : '';
    return { id: notificationId, title, body: more + member.programName, url, tag: url.slice(1).replace('/', '-') };
  }

  private async texts({ kind, conversation_id: id }: NoticeRow, userId: number): Promise<number> {
    if (kind !== 'text' && kind !== 'unassigned-text') return 0;
    return this.database.count(
      'notifications WHERE conversation_id = ? AND user_id = ? AND read_at IS NULL AND kind = ?',
      [id, userId, kind],
      mostCounted,
    );
  }
}
