import { Injectable, type OnModuleInit } from '@nestjs/common';
import { failures } from '../conversations/message-status.js';
import { sees } from '../conversations/sight.js';
import { Database } from '../database/database.js';
import type { Event } from '../events/event.js';
import { Happenings } from '../events/happenings.js';
import { Listener } from './listener.js';
import { actorsOf, type News, newsIn, ownerAfter } from './news.js';
import { Notification, type NotificationKind } from './notification.js';
import type { Channel } from './notification-choice.js';

/** How long an e-mail waits for more to tell. */
export const bundlingFor = 60_000;

/**
 * Tells people of what happened, in the transaction in which it happens: so it is told once, or not at all if it did not
 * happen. Two statements, however many the members are.
 */
@Injectable()
export class Notifier implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly happenings: Happenings,
  ) {}

  onModuleInit() {
    this.happenings.follow((events) => this.hear(events));
  }

  private async hear(events: Event[]) {
    const byConversation = Map.groupBy(events, ({ conversationId }) => conversationId);
    for (const [conversationId, together] of byConversation)
      if (conversationId) await this.tell(conversationId, together);
  }

  private async tell(conversationId: number, events: Event[]) {
    const news = newsIn(events, await this.failedTexts(conversationId, events));
    if (!news.length) return;
    const { programId } = events[0]!;
    const actors = actorsOf(events);
    const listeners = (await this.listeners(news, programId)).filter(
      (listener) => !actors.has(listener.userId) && sees(listener, { programId, assigneeId: ownerAfter(events) }),
    );
    const rows = listeners.flatMap((listener) =>
      listener.hear(news).map(({ news: { kind, event }, inApp, byMail }) => ({
        programId,
        userId: listener.userId,
        eventId: event.id,
        kind,
        conversationId,
        inApp,
        readAt: null,
        mailDueAt: byMail ? new Date(event.at.getTime() + bundlingFor) : null,
        at: event.at,
      })),
    );
    if (rows.length) await this.write(rows);
  }

  private write(rows: Omit<Notification, 'id'>[]) {
    return this.database.manager
      .createQueryBuilder()
      .insert()
      .into(Notification)
      .values(rows)
      .updateEntity(false)
      .execute();
  }

  private async listeners(news: News[], programId: number): Promise<Listener[]> {
    const userIds = [...new Set(news.flatMap((each) => each.userIds))];
    const named = userIds.length ? `member.user_id IN (${userIds.map(() => '?').join()})` : '';
    const assigning = news.some(({ forAssigners }) => forAssigners)
      ? `role.permissions LIKE '%manage-all-conversations%'`
      : '';
    const rows = await this.database.query<ListenerRow>(
      `SELECT member.user_id, role.permissions, choice.kind, choice.channel, choice.is_on
       FROM memberships member JOIN roles role ON role.id = member.role_id
       LEFT JOIN notification_choices choice ON choice.user_id = member.user_id AND choice.program_id = member.program_id
       WHERE member.program_id = ? AND member.is_active = 1 AND (${[named, assigning].filter(Boolean).join(' OR ')})
       ORDER BY member.user_id`,
      [programId, ...userIds],
    );
    return listenersFrom(rows, programId);
  }

  // Texts of ours that did not arrive, with their authors, who have not been told of them yet.
  private async failedTexts(conversationId: number, events: Event[]): Promise<Map<Event, number>> {
    const deliveries = events.filter(({ kind, messageId }) => kind === 'delivery' && messageId);
    if (!deliveries.length) return new Map();
    const rows = await this.database.query<{ id: number; author_id: number }>(
      `SELECT message.id, message.author_id FROM messages message
       JOIN conversations conversation ON conversation.id = message.conversation_id AND conversation.is_listed = 1
       WHERE message.id IN (${deliveries.map(() => '?').join()}) AND message.author_id IS NOT NULL
         AND message.status IN (${failures.map((status) => `'${status}'`).join()})
         AND NOT EXISTS (SELECT 1 FROM notifications known JOIN events event ON event.id = known.event_id
           WHERE known.conversation_id = ? AND known.user_id = message.author_id AND known.kind = 'failed'
             AND event.message_id = message.id)`,
      [...deliveries.map(({ messageId }) => messageId), conversationId],
    );
    return new Map(rows.map((row) => [deliveries.find(({ messageId }) => messageId === row.id)!, row.author_id]));
  }
}

interface ListenerRow {
  user_id: number;
  permissions: string;
  kind: NotificationKind | null;
  channel: Channel | null;
  is_on: number | null;
}

function listenersFrom(rows: ListenerRow[], programId: number): Listener[] {
  const listeners = new Map<number, Listener>();
  for (const { user_id: userId, permissions, kind, channel, is_on: isOn } of rows) {
    const listener = listeners.get(userId) ?? new Listener(userId, programId, permissions.split(','));
    listeners.set(userId, listener);
    if (kind && channel) listener.choose(kind, channel, Boolean(isOn));
  }
  return [...listeners.values()];
}
