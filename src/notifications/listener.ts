import { type Channel, beginsOn } from './notification-choice.js';
import type { News } from './news.js';
import type { NotificationKind } from './notification.js';

/** Somebody who may be told of news, with what they may and what they chose. */
export class Listener {
  private readonly chosen = new Map<string, boolean>();

  constructor(
    readonly userId: number,
    readonly programId: number,
    private readonly permissions: readonly string[],
    /** Whether any browser shows them notifications. */
    private readonly hasBrowser = false,
  ) {}

  get seesAll() {
    return this.permissions.includes('view-all-conversations');
  }

  get assigns() {
    return this.permissions.includes('manage-all-conversations');
  }

  get managesCampaigns() {
    return this.permissions.includes('manage-campaigns');
  }

  choose(kind: NotificationKind, channel: Channel, isOn: boolean) {
    this.chosen.set(`${kind} ${channel}`, isOn);
  }

  wants(kind: NotificationKind, channel: Channel): boolean {
    return this.chosen.get(`${kind} ${channel}`) ?? beginsOn(kind, channel);
  }

  /**
   * How they are told of news that came together: once on each channel, of the first that they want to hear of there.
   * Most often that is one thing on all of them.
   */
  hear(news: News[]): { news: News; inApp: boolean; byMail: boolean; byPush: boolean }[] {
    const concerning = news.filter(
      ({ userIds, forAssigners }) => userIds.includes(this.userId) || (forAssigners && this.assigns),
    );
    const [app, email, push] = (['app', 'email', 'push'] as const).map((channel) =>
      concerning.find(({ kind }) => this.wants(kind, channel)),
    );
    return concerning
      .map((each) => ({
        news: each,
        inApp: each === app,
        byMail: each === email,
        byPush: this.hasBrowser && each === push,
      }))
      .filter(({ inApp, byMail, byPush }) => inApp || byMail || byPush);
  }
}
