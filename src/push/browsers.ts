import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { User } from '../people/user.js';
import { Clock } from '../programs/clock.js';
import { browserName } from './browser-name.js';
import { hashOf, PushBrowser, type Trouble } from './push-browser.js';
import { PushKeys } from './push-keys.js';
import { PushServices } from './push-services.js';
import { subscriptionIn, type TypedSubscription } from './subscription.js';

/** More than anybody has; the one that was silent longest makes room. */
const most = 10;

/** A browser at which somebody is signed in. */
export interface Place {
  member: Member;
  sessionId: string;
  userAgent: string;
}

/** The browsers that show somebody’s notifications. */
@Injectable()
export class Browsers {
  constructor(
    private readonly database: Database,
    private readonly services: PushServices,
    private readonly keys: PushKeys,
    private readonly clock: Clock,
  ) {}

  /** What the page of one’s notifications says of them. Where one is signed out is not listed: nothing is shown there. */
  async page({ userId }: Member, sessionId: string) {
    const { manager } = this.database;
    const known = await manager.find(PushBrowser, { where: { userId }, order: { id: 'ASC' }, take: most });
    const browsers = known
      .filter((browser) => browser.sessionId !== null)
      .map((browser) => ({ ...browser, isThis: browser.sessionId === sessionId, ...faultOf(browser.trouble) }));
    return { browsers, key: (await this.keys.get()).publicKey, isOn: browsers.some(({ isThis }) => isThis) };
  }

  /** From now on this browser shows this user’s notifications, and nobody else’s. Twice is the same as once. */
  async add(place: Place, typed: TypedSubscription): Promise<void> {
    await this.place(place, typed, () => true);
  }

  /**
   * The browser says that it is to be found elsewhere, or that who turned it on is signed in again. It counts only for what
   * they turned on themself: whoever signs in after them is asked first.
   */
  async renew(place: Place, typed: TypedSubscription, former: unknown): Promise<void> {
    await this.place(place, typed, (known) => known.length > 0, typeof former === 'string' ? [hashOf(former)] : []);
  }

  /** Turns one of somebody’s off; nothing becomes of one that is off already, or not theirs. */
  remove(id: number, { userId }: Member): Promise<unknown> {
    return this.database.transaction(() =>
      this.database.run('DELETE FROM push_browsers WHERE id = ? AND user_id = ?', [id, userId]),
    );
  }

  private place(
    { member: { userId }, sessionId, userAgent }: Place,
    typed: TypedSubscription,
    isWanted: (own: PushBrowser[]) => boolean,
    formerly: string[] = [],
  ): Promise<void> {
    const subscription = subscriptionIn(typed, (endpoint) => this.services.mayFollow(endpoint));
    const now = this.clock.now();
    return this.database.transaction(async () => {
      // Two forms of the same browser wait here for each other.
      await this.database.hold(User, userId);
      if (!(await this.isSignedIn(userId, sessionId))) return;
      const known = await this.database.manager.findBy(PushBrowser, [
        { endpointHash: hashOf(subscription.endpoint) },
        { endpointHash: In(formerly), userId },
        { sessionId },
      ]);
      const own = known.filter((browser) => browser.userId === userId);
      await this.silence(known.filter((browser) => browser.userId !== userId));
      if (!isWanted(own)) return;
      const browser = own.at(-1) ?? PushBrowser.of(subscription, userId, sessionId, '', now);
      await this.forget(known.filter((other) => other !== browser));
      await this.keep(browser.placed(subscription, userId, sessionId, browserName(userAgent)));
      await this.makeRoom(userId);
    });
  }

  // They may have signed out in another tab since they asked.
  private async isSignedIn(userId: number, sessionId: string): Promise<boolean> {
    const sessions = await this.database.query(
      `SELECT sid FROM sessions WHERE sid = ? AND user_id = ?${this.database.holding}`,
      [sessionId, userId],
    );
    return sessions.length > 0;
  }

  // Whoever is signed in here now need not ask for anything to be spared what is for somebody else.
  private async silence(others: PushBrowser[]) {
    for (const { id } of others)
      await this.database.run('UPDATE push_browsers SET session_id = NULL WHERE id = ?', [id]);
  }

  private keep({ id, ...browser }: PushBrowser) {
    return id ? this.database.update(PushBrowser, id, browser) : this.database.insertOnce(PushBrowser, browser);
  }

  // What was on its way to somebody who used it before goes too.
  private async forget(browsers: PushBrowser[]) {
    for (const { id } of browsers) await this.database.run('DELETE FROM push_browsers WHERE id = ?', [id]);
  }

  private async makeRoom(userId: number) {
    const all = await this.database.manager.findBy(PushBrowser, { userId });
    const silence = ({ sessionId, lastUsedAt, createdAt }: PushBrowser) =>
      (sessionId === null ? 0 : 1e15) + (lastUsedAt ?? createdAt).getTime();
    await this.forget(all.sort((one, other) => silence(other) - silence(one)).slice(most));
  }
}

const troubles: Record<Trouble, string> = {
  refused: 'The last notification was refused. Turn this browser off, and on again.',
  unreachable: 'Its push service can’t be reached from this server. Whoever runs Parley can look into it.',
  busy: 'Its push service was busy at the last try. What is new may come late there, or not at all, but it is always in Parley.',
};

const faultOf = (trouble: Trouble | null) => ({ fault: trouble && troubles[trouble] });
