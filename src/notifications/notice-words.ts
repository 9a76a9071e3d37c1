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

/** What a push was written for. */
interface Told {
  id: number;
  user_id: number;
  program_id: number;
  conversation_id: number | null;
  campaign_id: number | null;
}

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
    const [told] = await this.database.query<Told>(
      'SELECT id, user_id, program_id, conversation_id, campaign_id FROM notifications WHERE id = ?',
      [notificationId],
    );
    const member = told && (await this.members.find(told.user_id, told.program_id));
    const row = member && ((await this.itself(told, member)) ?? (await this.instead(told, others, member)));
    if (!row) return null;
    const line = lineOf(row, member);
    const title = oneLine(`${line.before}${line.name}${line.after}`, 200);
    const more = others ? await this.elsewhere(row, member) : 0;
    const url = more ? `/notifications/in/${member.programId}` : line.url;
    const tag = more ? `notifications-${member.programId}` : url.slice(1).replace('/', '-');
    const texts = more ? 0 : await this.texts(row, member.userId);
    const rest = more ? `And ${more} more · ` : texts > 1 ? `${texts} new texts · ` : '';
    return { id: row.id, title, body: rest + member.programName, url, tag };
  }

  private itself({ id }: Told, member: Member): Promise<NoticeRow | undefined> {
    const seen = noticesSeenBy(member);
    return this.first(`notification.id = ? AND notification.read_at IS NULL AND ${seen.sql}`, [id, ...seen.values]);
  }

  // It was read or withdrawn, but what it was to ring for, too, waits for nothing else: that has no push of its own.
  private async instead(told: Told, others: number, member: Member): Promise<NoticeRow | undefined> {
    const news = await this.ringing.for(member);
    const place = told.conversation_id === null ? 'campaign_id' : 'conversation_id';
    return this.first(
      `${news.sql} AND notification.id < ? ${others ? '' : `AND notification.${place} = ?`}
       AND NOT EXISTS (SELECT 1 FROM pushes own WHERE own.notification_id = notification.id)`,
      [...news.values, told.id, ...(others ? [] : [told[place]])],
    );
  }

  private async first(where: string, values: unknown[]): Promise<NoticeRow | undefined> {
    const [row] = await this.database.query<NoticeRow>(
      `SELECT ${noticeColumns} FROM ${noticeTables} WHERE ${where} ORDER BY notification.id DESC LIMIT 1`,
      values,
    );
    return row;
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
