import { Injectable } from '@nestjs/common';
import { type Condition, marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { freshFor } from '../push/push.js';
import { noticeTables } from './notice-line.js';
import { type NotificationKind, notificationKinds } from './notification.js';
import { isOn, NotificationChoice } from './notification-choice.js';
import { noticesSeenBy } from './notices.js';

const kinds = Object.keys(notificationKinds) as NotificationKind[];

/** What browsers ring for: which of somebody’s notifications are still news that one push may stand for. */
@Injectable()
export class Ringing {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Those of the kinds that they want to see in browsers: handed on, unread, theirs to see, and no older than a push may be. */
  async for(member: Member): Promise<Condition> {
    const { userId, programId } = member;
    const wanted = await this.wantedBy(member);
    const seen = noticesSeenBy(member);
    return {
      // Naming what is not asked for, too, lets the index of unread ones serve.
      sql: `notification.user_id = ? AND notification.program_id = ? AND notification.in_app IN (0, 1)
        AND notification.read_at IS NULL AND notification.push_due_at IS NULL AND notification.at > ?
        AND notification.kind IN (${marks(wanted)}) AND ${seen.sql}`,
      values: [userId, programId, new Date(this.clock.now().getTime() - freshFor), ...wanted, ...seen.values],
    };
  }

  /** Where all of them are to be found: in the list of the bell, unless it does not show one of them because they chose so. */
  async leadTo(member: Member): Promise<string> {
    const news = await this.for(member);
    const [hidden] = await this.database.query<{ assignee_id: number | null }>(
      `SELECT conversation.assignee_id FROM ${noticeTables}
       WHERE ${news.sql} AND notification.in_app = 0 AND notification.conversation_id IS NOT NULL
       ORDER BY notification.id DESC LIMIT 1`,
      news.values,
    );
    if (!hidden) return '/notifications';
    return hidden.assignee_id === member.userId ? '/conversations?view=mine' : '/conversations';
  }

  // Never an empty list, which SQL has no words for.
  private async wantedBy({ userId, programId }: Member): Promise<string[]> {
    const chosen = await this.database.manager.findBy(NotificationChoice, { userId, programId, channel: 'push' });
    return ['', ...kinds.filter((kind) => isOn(chosen, kind, 'push'))];
  }
}
