import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { string } from '../database/columns.js';

const minute = 60_000;
/** No timer is more exact: whoever comes so little too early is on time. */
const early = 5;
/** What was missed because we came late, within a second, is caught up; a longer rest is not saved up. */
const lateness = 1000;
const slowest = 1 / 8;
const recovery = minute;
const oneWave = 1000;
const longestHold = minute;
/** In segments, and more than a text can have. */
const longestText = 20;

/** A row of which nothing has been sent yet. */
export const fresh = { nextAt: 0, replyAt: 0, slowedAt: 0, factor: 1 };

/**
 * The pace of one number of ours, or of the whole account. All processes share its row, so that together they keep to
 * it. Times are milliseconds since 1970.
 */
@Entity('sending_rates')
export class Pace {
  @PrimaryGeneratedColumn() id: number;
  /** `account`, or `number:` and its id. */
  @Column(string) name: string;
  /** When the next text is on time, all counted: bulk keeps to this. */
  @Column({ type: 'double' }) nextAt: number;
  /** The same with only replies counted, so that nobody who answers waits for a campaign. */
  @Column({ type: 'double' }) replyAt: number;
  /** When the provider last asked to slow down, and to what share of the rate that brought it. */
  @Column({ type: 'double' }) slowedAt: number;
  @Column({ type: 'double' }) factor: number;

  /** The rate that was set: segments of a number, requests of the account. */
  perMinute: number;

  static of(name: string, perMinute: number): Pace {
    return Object.assign(new Pace(), { name, perMinute, ...fresh });
  }

  /** From when on a text is let through. Two short replies in a row may leave at once. */
  opensAt(isBulk: boolean): number {
    return isBulk ? this.nextAt - early : this.replyAt - Math.max(early, minute / this.perMinute);
  }

  /** Counts a text of `size` that leaves now. */
  pass(size: number, isBulk: boolean, now: number) {
    const cost = (size * minute) / (this.perMinute * this.shareAt(now));
    this.nextAt = after(this.nextAt, now) + cost;
    if (!isBulk) this.replyAt = after(this.replyAt, now) + cost;
  }

  /** Half as fast from now on, for the provider said so; it recovers within a minute. */
  slow(now: number, hold = 0) {
    const held = now + Math.min(hold, longestHold);
    this.nextAt = Math.max(this.nextAt, held);
    this.replyAt = Math.max(this.replyAt, held);
    // Texts that left together are refused together: that is one warning.
    if (Math.abs(now - this.slowedAt) < oneWave) return;
    this.factor = Math.max(slowest, this.shareAt(now) / 2);
    this.slowedAt = now;
  }

  /** What share of its rate it has, from an eighth to the whole. */
  shareAt(now: number): number {
    const passed = Math.min(1, Math.max(0, now - this.slowedAt) / recovery);
    return this.factor + (1 - this.factor) * passed;
  }

  /** A clock that was ahead for a while must not silence us for as long: what no text explains is forgotten. */
  heal(now: number): this {
    const most = longestHold + (longestText * minute) / (this.perMinute * slowest);
    if (this.replyAt > now + most) this.replyAt = now;
    if (this.nextAt > Math.max(this.replyAt, now) + most) this.nextAt = now;
    if (this.slowedAt > now + recovery) this.slowedAt = 0;
    return this;
  }
}

const after = (moment: number, now: number) => (now - moment <= lateness ? moment : now);
