import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import {
  flag,
  integer,
  json,
  moment,
  optionalInteger,
  optionalJson,
  optionalMoment,
  optionalString,
  string,
} from '../database/columns.js';
import type { Member } from '../people/member.js';
import { Refusal } from '../refusal.js';
import type { Audience } from './audience.js';

export type CampaignStatus = 'draft' | 'scheduled' | 'sending' | 'paused' | 'sent' | 'canceled';

/** Why a campaign stands still: somebody paused it, or it paused itself. */
export interface Pause {
  because: 'person' | 'failures' | 'unconfirmed' | 'opt-outs' | 'credentials' | 'no-credit';
  byUserId: number | null;
  /** In percent, where a limit was passed. */
  share?: number;
  at: string;
}

/** How many texts had left, failed, been answered with an opt-out, and not been confirmed, when somebody resumed. */
export interface Forgiven {
  left: number;
  failed: number;
  optedOut: number;
  unconfirmed: number;
}

/** A Quick Message (one text typed now) or a Campaign: a text to an audience, with what became of it. */
@Entity('campaigns')
export class Campaign {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(string) kind: 'quick-message' | 'campaign';
  /** Empty for a Quick Message. */
  @Column(string) name: string;
  @Column(string) status: CampaignStatus;
  /** The number of ours that it is sent from. */
  @Column(integer) programNumberId: number;
  @Column(json) audience: Audience;
  /** Whether those whom another one texted today are left out. */
  @Column(flag) skipsTextedToday: boolean;
  /** It pauses itself beyond these, in percent of what left. */
  @Column(integer) failureLimit: number;
  @Column(integer) optOutLimit: number;
  /** When it begins; empty: at once. */
  @Column(optionalMoment) startsAt: Date | null;
  /** Of what can be edited: the second of two who change it at once is told. */
  @Column(integer) version: number;
  @Column(optionalString) formToken: string | null;
  @Column(optionalInteger) createdById: number | null;
  @Column(moment) createdAt: Date;
  @Column(moment) changedAt: Date;
  @Column(optionalMoment) startedAt: Date | null;
  /** Up to which contact (or place in a list of contacts) there are recipients. */
  @Column(integer) preparedUpTo: number;
  /** Since when all recipients are known. */
  @Column(optionalMoment) preparedAt: Date | null;
  @Column(optionalMoment) finishedAt: Date | null;
  @Column(optionalJson) pause: Pause | null;
  @Column(optionalJson) forgiven: Forgiven | null;

  static draft(kind: Campaign['kind'], by: Member, now: Date, own: Partial<Campaign>): Campaign {
    return Object.assign(
      new Campaign(),
      {
        programId: by.programId,
        kind,
        name: '',
        status: 'draft',
        audience: { contacts: [] },
        skipsTextedToday: false,
        failureLimit: 5,
        optOutLimit: 5,
        startsAt: null,
        version: 1,
        formToken: null,
        createdById: by.userId,
        createdAt: now,
        changedAt: now,
        startedAt: null,
        preparedUpTo: 0,
        preparedAt: null,
        finishedAt: null,
        pause: null,
        forgiven: null,
      } satisfies Partial<Campaign>,
      own,
    ) as Campaign;
  }

  get isDraft() {
    return this.status === 'draft';
  }

  /** Whether it is over: nothing more leaves. */
  get isOver() {
    return this.status === 'sent' || this.status === 'canceled';
  }

  /** Where its page is. */
  get url() {
    return `/${this.kind === 'campaign' ? 'campaigns' : 'quick-messages'}/${this.id}`;
  }

  /** Now, or at the time that was set. */
  send(now: Date) {
    this.mustBe('This campaign was sent already.', 'draft', 'scheduled');
    if (this.startsAt && this.startsAt > now) this.status = 'scheduled';
    else this.begin(now);
  }

  /** Its time has come. */
  begin(now: Date) {
    this.status = 'sending';
    this.startedAt = now;
  }

  /** Back to a draft, as long as nothing has left. */
  unschedule() {
    this.mustBe('Only what is scheduled and has not begun can be changed.', 'scheduled');
    this.status = 'draft';
  }

  halt(because: Pause['because'], by: Pick<Member, 'userId'> | null, now: Date, share?: number) {
    this.mustBe('Only what is being sent can be paused.', 'sending');
    this.status = 'paused';
    const at = now.toISOString();
    this.pause = { because, byUserId: by?.userId ?? null, at, ...(share === undefined ? {} : { share }) };
  }

  resume(forgiven: Forgiven) {
    this.mustBe('Only what is paused can be resumed.', 'paused');
    this.status = 'sending';
    this.pause = null;
    this.forgiven = forgiven;
  }

  cancel(now: Date) {
    this.mustBe('It has already ended.', 'scheduled', 'sending', 'paused');
    this.status = 'canceled';
    this.pause = null;
    this.finishedAt = now;
  }

  finish(now: Date) {
    this.mustBe('Only what is being sent can end.', 'sending');
    this.status = 'sent';
    this.finishedAt = now;
  }

  private mustBe(sentence: string, ...allowed: CampaignStatus[]) {
    if (!allowed.includes(this.status)) throw new Refusal(sentence);
  }
}
