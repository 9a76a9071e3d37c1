import { Injectable, NotFoundException, type OnModuleInit } from '@nestjs/common';
import { Unreads } from '../conversations/unreads.js';
import { seenBy } from '../conversations/sight.js';
import { campaignsSeenBy } from '../marketing/campaign-sight.js';
import { Results } from '../marketing/results.js';
import type { Condition } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { lineOf, type NoticeRow, noticeColumns, noticeTables } from './notice-line.js';

const pageLength = 30;

/** What somebody was told of, as the bell and its list show it: only of what they still may see. */
@Injectable()
export class Notices implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly unreads: Unreads,
    private readonly results: Results,
    private readonly clock: Clock,
  ) {}

  onModuleInit() {
    this.unreads.whenRead((conversationId, member) => this.readAbout('conversation_id', conversationId, member));
    this.results.whenSeen(({ id }, member) => this.readAbout('campaign_id', id, member));
  }

  /** The newest, or those before one; oldest last. */
  async page(member: Member, before: number) {
    const mine = shownTo(member);
    const rows = await this.database.query<NoticeRow>(
      `SELECT ${noticeColumns} FROM ${noticeTables} WHERE ${mine.sql} ${before ? 'AND notification.id < ?' : ''}
       ORDER BY notification.id DESC LIMIT ${pageLength + 1}`,
      [...mine.values, ...(before ? [before] : [])],
    );
    const shown = rows.slice(0, pageLength);
    const last = shown.at(-1)?.id;
    const notices = shown.map((row) => lineOf(row, member));
    return {
      notices,
      hasUnread: notices.some(({ isUnread }) => isUnread),
      newest: shown[0]?.id ?? 0,
      before: before ? String(before) : '',
      url: before ? `/notifications?before=${before}` : '/notifications',
      nextUrl: rows.length > pageLength ? `/notifications?before=${last}` : null,
    };
  }

  /** One of them is read, or 404. */
  read(id: number, member: Member): Promise<void> {
    return this.database.transaction(async () => {
      const mine = await this.database.query(
        'SELECT 1 AS mine FROM notifications WHERE id = ? AND user_id = ? AND program_id = ?',
        [id, member.userId, member.programId],
      );
      if (!mine.length) throw new NotFoundException();
      await this.markRead('id = ?', [id]);
    });
  }

  /** All are read up to one; what came since is not. */
  readUpTo(id: number, member: Member): Promise<void> {
    return this.database.transaction(() =>
      this.markRead('user_id = ? AND program_id = ? AND id <= ?', [member.userId, member.programId, id]),
    );
  }

  private async readAbout(what: 'conversation_id' | 'campaign_id', id: number, member: Member) {
    const where = `${what} = ? AND user_id = ?`;
    const values = [id, member.userId];
    const unread = await this.database.query(
      `SELECT 1 AS unread FROM notifications WHERE ${where} AND read_at IS NULL LIMIT 1`,
      values,
    );
    if (unread.length) await this.database.transaction(() => this.markRead(where, values));
  }

  private async markRead(where: string, values: unknown[]) {
    await this.database.run(`UPDATE notifications SET read_at = ? WHERE ${where} AND read_at IS NULL`, [
      this.clock.now(),
      ...values,
    ]);
  }
}

/** What the bell counts: rows, and the values for their question marks. */
export function unreadBy(member: Member): { rows: string; values: unknown[] } {
  const mine = shownTo(member);
  return {
    rows: `notifications notification LEFT JOIN campaigns campaign ON campaign.id = notification.campaign_id
      LEFT JOIN conversations conversation ON conversation.id = notification.conversation_id
      WHERE ${mine.sql} AND notification.read_at IS NULL`,
    values: mine.values,
  };
}

function shownTo(member: Member): Condition {
  const seen = noticesSeenBy(member);
  return {
    sql: `notification.user_id = ? AND notification.program_id = ? AND notification.in_app = 1 AND ${seen.sql}`,
    values: [member.userId, member.programId, ...seen.values],
  };
}

/** Nobody hears of what they may not see: a conversation, or a Quick Message or Campaign. */
export function noticesSeenBy(member: Member): Condition {
  const [conversations, campaigns] = [seenBy(member), campaignsSeenBy(member)];
  return {
    sql: `((notification.campaign_id IS NULL AND ${conversations.sql}) OR (notification.campaign_id IS NOT NULL AND ${campaigns.sql}))`,
    values: [...conversations.values, ...campaigns.values],
  };
}
