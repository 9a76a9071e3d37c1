import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { oneLine } from '../mail/mail.js';
import type { Member } from '../people/member.js';
import { Members } from '../people/members.js';
import { PushWords, type Words } from '../push/push-words.js';
import { lineOf, type NoticeRow, noticeColumns, noticeTables } from './notice-line.js';
import { noticesSeenBy } from './notices.js';
import { Ringing } from './ringing.js';

const mostCounted = 99;

/** What browsers show of a notification: whom it is about, and where. */
@Injectable()
export class NoticeWords extends PushWords {
  constructor(
    private readonly database: Database,
    private readonly members: Members,
    private readonly ringing: Ringing,
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
    const more = others ? await this.elsewhere(row, member) : 0;
    const url = more ? `/notifications/in/${member.programId}` : line.url;
    const tag = more ? `notifications-${member.programId}` : url.slice(1).replace('/', '-');
    const texts = more ? 0 : await this.texts(row, member.userId);
    const rest = more ? `And ${more} more · ` : texts > 1 ? `${texts} new texts · ` : '';
    return { id: notificationId, title, body: rest + member.programName, url, tag };
  }

  // A push for several takes the place of the one before, so it counts what that stood for, too.
  private async elsewhere(row: NoticeRow, member: Member): Promise<number> {
    const news = await this.ringing.for(member);
    const places = await this.database.query<Pick<NoticeRow, 'conversation_id' | 'campaign_id'>>(
      `SELECT DISTINCT notification.conversation_id, notification.campaign_id FROM ${noticeTables}
       WHERE ${news.sql} AND notification.id < ? LIMIT ${mostCounted + 1}`,
      [...news.values, row.id],
    );
    const isElsewhere = (place: (typeof places)[number]) =>
      place.conversation_id !== row.conversation_id || place.campaign_id !== row.campaign_id;
    return Math.min(places.filter(isElsewhere).length, mostCounted);
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
