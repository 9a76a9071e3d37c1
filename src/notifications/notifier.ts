import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sees } from '../conversations/sight.js';
import { Database } from '../database/database.js';
import type { Event } from '../events/event.js';
import { Happenings } from '../events/happenings.js';
import { failedTexts } from './failed-texts.js';
import { Listener } from './listener.js';
import { actorsOf, failedQuickMessage, handedOn, type News, newsIn, newsOfCampaign, ownerAfter } from './news.js';
import { Notification, type NotificationKind } from './notification.js';
import type { Channel } from './notification-choice.js';

/** How long an e-mail waits for more to tell. */
const bundlingFor = 60_000;
/** How long browsers wait before they ring: whoever looks at it has read it by then. */
const pushingAfter = 3000;

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
    for (const event of events) if (event.particulars?.campaign) await this.tellOfCampaign(event);
  }

  private async tell(conversationId: number, events: Event[]) {
    const failed = await failedTexts(this.database, conversationId, events);
    const news = newsIn(events, failed.texts);
    await this.withdraw(conversationId, events);
    const { programId } = events[0]!;
    const state = { programId, assigneeId: ownerAfter(events) };
    await this.announce(news, actorsOf(events), { conversationId }, (listener) => sees(listener, state));
    for (const { event, campaignId, author } of failed.quickMessages)
      await this.announce([failedQuickMessage(event, author)], new Set(), { campaignId }, () => true);
  }

  // What was news to whoever had the conversation is now the next one's, who is told that it is theirs; and what nobody had,
  // somebody has.
  private async withdraw(conversationId: number, events: Event[]) {
    const withdraw = (kinds: NotificationKind[], whose: string, values: unknown[] = []) =>
      this.database.run(
        `UPDATE notifications SET read_at = ?, mail_due_at = NULL, push_due_at = NULL
         WHERE conversation_id = ? ${whose} AND read_at IS NULL AND kind IN (${kinds.map((kind) => `'${kind}'`).join()})`,
        [events[0]!.at, conversationId, ...values],
      );
    for (const [from, to] of handedOn(events)) {
      if (from) await withdraw(['text', 'assigned', 'waiting'], 'AND user_id = ?', [from]);
      else if (to) await withdraw(['unassigned-text'], '');
    }
  }

  private async tellOfCampaign(event: Event) {
    const { id: campaignId, kind } = event.particulars!.campaign!;
    const isOwn = ({ userId }: Listener) => kind === 'quick-message' && userId === event.byUserId;
    const maySee = (listener: Listener) =>
      isOwn(listener) || (listener.managesCampaigns && (kind === 'campaign' || listener.seesAll));
    const news = newsOfCampaign(event, await this.concernedBy(event));
    await this.announce(news, new Set(), { campaignId }, maySee);
  }

  // What paused itself must not stand still unseen because who sent it has left: then all may go on with it.
  private async concernedBy({ kind, programId, byUserId }: Event): Promise<number[]> {
    const rows = await this.database.query<{ user_id: number }>(
      `SELECT member.user_id FROM memberships member JOIN roles role ON role.id = member.role_id
       WHERE member.program_id = ? AND member.is_active = 1
         AND (member.user_id = ? OR role.permissions LIKE '%manage-campaigns%')`,
      [programId, byUserId],
    );
    const all = rows.map(({ user_id: userId }) => userId);
    const isHere = byUserId !== null && all.includes(byUserId);
    return isHere ? [byUserId] : kind === 'campaign-paused' ? all : [];
  }

  private async announce(
    news: News[],
    actors: ReadonlySet<number | null>,
    about: About,
    maySee: (one: Listener) => boolean,
  ) {
    if (!news.length) return;
    const { programId } = news[0]!.event;
    const listeners = (await this.listeners(news, programId)).filter(
      (listener) => !actors.has(listener.userId) && maySee(listener),
    );
    const rows = listeners.flatMap((listener) =>
      listener.hear(news).map(({ news: { kind, event }, inApp, byMail, byPush }) => ({
        programId,
        userId: listener.userId,
        eventId: event.id,
        kind,
        conversationId: null,
        campaignId: null,
        ...about,
        inApp,
        readAt: null,
        mailDueAt: byMail ? new Date(event.at.getTime() + bundlingFor) : null,
        pushDueAt: byPush ? new Date(event.at.getTime() + pushingAfter) : null,
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
      `SELECT member.user_id, role.permissions, choice.kind, choice.channel, choice.is_on, EXISTS (SELECT 1
         FROM push_browsers browser WHERE browser.user_id = member.user_id AND browser.session_id IS NOT NULL) AS has_browser
       FROM memberships member JOIN roles role ON role.id = member.role_id
       LEFT JOIN notification_choices choice ON choice.user_id = member.user_id AND choice.program_id = member.program_id
       WHERE member.program_id = ? AND member.is_active = 1 AND (${[named, assigning].filter(Boolean).join(' OR ')})
       ORDER BY member.user_id`,
      [programId, ...userIds],
    );
    return listenersFrom(rows, programId);
  }
}

/** What a notification leads to. */
type About = { conversationId: number } | { campaignId: number };

interface ListenerRow {
  user_id: number;
  permissions: string;
  kind: NotificationKind | null;
  channel: Channel | null;
  is_on: number | null;
  has_browser: number;
}

function listenersFrom(rows: ListenerRow[], programId: number): Listener[] {
  const listeners = new Map<number, Listener>();
  for (const { user_id: userId, permissions, kind, channel, is_on: isOn, has_browser: hasBrowser } of rows) {
    const listener =
      listeners.get(userId) ?? new Listener(userId, programId, permissions.split(','), Boolean(Number(hasBrowser)));
    listeners.set(userId, listener);
    if (kind && channel) listener.choose(kind, channel, Boolean(isOn));
  }
  return [...listeners.values()];
}
