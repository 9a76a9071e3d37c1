import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { User } from '../people/user.js';
import { Clock } from '../programs/clock.js';
import { Push } from './push.js';

const mostAMinute = 5;
const betweenTests = 10_000;

/** A notification for the browsers of its user, and how many others it stands for. */
export interface ToShow {
  id: number;
  userId: number;
  others: number;
}

/** Where pushes are posted. They are rows, so they are sent if and only if the transaction that wrote them is saved. */
@Injectable()
export class Pushes {
  /** There is something to send now. */
  readonly posted = new Subject<void>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Whose browsers rang so often within a minute that the rest had better come together. */
  async busy(userIds: number[]): Promise<Set<number>> {
    if (!userIds.length) return new Set();
    const rows = await this.database.query<{ user_id: number }>(
      `SELECT browser.user_id FROM push_browsers browser JOIN pushes push ON push.browser_id = browser.id
       WHERE browser.user_id IN (${marks(userIds)}) AND push.created_at > ?
       GROUP BY browser.user_id, browser.id HAVING COUNT(*) >= ${mostAMinute}`,
      [...userIds, new Date(this.clock.now().getTime() - 60_000)],
    );
    return new Set(rows.map((row) => row.user_id));
  }

  /** Writes a push of each to every browser of its user, inside the transaction under way. */
  async write(notifications: ToShow[]): Promise<void> {
    if (!notifications.length) return;
    const browsers = await this.browsersOf([...new Set(notifications.map(({ userId }) => userId))]);
    const now = this.clock.now();
    await this.post(
      notifications.flatMap(({ id, userId, others }) =>
        browsers.filter((one) => one.user_id === userId).map((browser) => Push.to(browser.id, id, now, others)),
      ),
    );
  }

  /** A test to every browser of somebody’s: one for each, however often they ask within ten seconds. How many browsers. */
  test(userId: number): Promise<number> {
    return this.database.transaction(async () => {
      // Two presses of the button wait here for each other.
      await this.database.hold(User, userId);
      const browsers = await this.browsersOf([userId]);
      if (!browsers.length) return 0;
      const ids = browsers.map(({ id }) => id);
      const now = this.clock.now();
      const tested = await this.database.query<{ browser_id: number }>(
        `SELECT browser_id FROM pushes
         WHERE browser_id IN (${marks(ids)}) AND notification_id IS NULL AND (status = 'queued' OR created_at > ?)`,
        [...ids, new Date(now.getTime() - betweenTests)],
      );
      const already = new Set(tested.map((row) => row.browser_id));
      await this.post(ids.filter((id) => !already.has(id)).map((id) => Push.to(id, null, now)));
      return ids.length;
    });
  }

  private async post(pushes: Partial<Push>[]) {
    await this.database.insertAll(Push, pushes);
    this.database.afterCommit(() => this.posted.next());
  }

  // Of those who are signed in there: whoever is not is told nothing.
  private browsersOf(userIds: number[]): Promise<{ id: number; user_id: number }[]> {
    return this.database.query(
      `SELECT browser.id, browser.user_id FROM push_browsers browser JOIN sessions session ON session.sid = browser.session_id
       WHERE browser.user_id IN (${marks(userIds)}) AND session.user_id = browser.user_id ORDER BY browser.id`,
      userIds,
    );
  }
}
