import { randomUUID } from 'node:crypto';
import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import {
  derived,
  flag,
  integer,
  moment,
  optionalInteger,
  optionalMoment,
  optionalString,
  string,
  text,
} from '../database/columns.js';
import { wordsOf } from '../database/words.js';
import { User } from '../people/user.js';
import type { Attachment } from './attachment.js';
import { isProgress, type MessageStatus } from './message-status.js';
import { segmentsOf } from './segments.js';

export type Source = 'inbound' | 'reply' | 'quick-message' | 'campaign' | 'answer' | 'opt-out-confirmation';

/** Why a text failed: the provider's code, or a word of ours (see `failure-reasons.ts`), and its own explanation. */
export interface Failure {
  code: string;
  detail?: string;
}

/** One text in a conversation. Its status is also the queue: a `queued` message is a promise to send. */
@Entity('messages')
export class Message {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(integer) conversationId: number;
  @Column(string) direction: 'inbound' | 'outbound';
  @Column(string) source: Source;
  @Column(text) body: string;
  @Column(string) status: MessageStatus;
  @Column(optionalInteger) authorId: number | null;
  @ManyToOne(() => User) @JoinColumn({ name: 'author_id' }) author: Relation<User> | null;
  /** When it was written, as far as known: the order of the thread. */
  @Column(moment) at: Date;
  /** When it reached us. */
  @Column(moment) createdAt: Date;
  /** The provider's message_uuid. */
  @Column(optionalString) providerId: string | null;
  /** Ours, which every receipt brings back. */
  @Column(optionalString) clientRef: string | null;
  /** Of the form that sent it, so that pressing Send twice sends once. */
  @Column(optionalString) formToken: string | null;
  @Column(optionalInteger) resendOfId: number | null;
  @Column(integer) segments: number;
  @Column(optionalString) errorCode: string | null;
  @Column(optionalString) errorDetail: string | null;
  @Column(integer) attempts: number;
  /** How often, and since when, the provider asked us to slow down; and how often it could not be reached (see `retries.ts`). */
  @Column(integer) throttles: number;
  @Column(optionalMoment) throttledSince: Date | null;
  @Column(integer) misses: number;
  /** Whose pace it keeps to. */
  @Column(optionalInteger) programNumberId: number | null;
  /** Texts to many: replies go ahead of them, and they wait while it is night where people are. */
  @Column(flag) isBulk: boolean;
  /** When the outbox may take it up. */
  @Column(optionalMoment) dueAt: Date | null;
  @Column(optionalMoment) leaseUntil: Date | null;
  @Column(optionalMoment) submittedAt: Date | null;
  @Column(optionalMoment) settledAt: Date | null;

  /** What came or goes with it, to be saved together with it. */
  attachments?: Attachment[];

  /** By what a search finds it. */
  @Column(derived) get words(): string | undefined {
    return this.body === undefined ? undefined : wordsOf(this.body);
  }

  /** A text to be sent, from now on in the queue. */
  static queue(body: string, source: Source, now: Date, own: Partial<Message> = {}): Message {
    return Object.assign(
      new Message(),
      {
        direction: 'outbound',
        source,
        body,
        status: 'queued',
        at: now,
        createdAt: now,
        dueAt: now,
        clientRef: randomUUID(),
        segments: segmentsOf(body).count,
        ...untried,
        isBulk: source === 'quick-message' || source === 'campaign',
      },
      own,
    );
  }

  /** A text that came in. `writtenAt` is the provider's time, to the second. */
  static receive(body: string, providerId: string | null, writtenAt: Date, now: Date): Message {
    return Object.assign(new Message(), {
      direction: 'inbound',
      source: 'inbound',
      body,
      status: 'received',
      providerId,
      at: timeOf(writtenAt, now),
      createdAt: now,
      segments: segmentsOf(body).count,
      ...untried,
      isBulk: false,
    });
  }

  get isInbound() {
    return this.direction === 'inbound';
  }

  /** Takes news of its delivery; whether it was news. */
  progress(status: MessageStatus, now: Date, failure?: Failure): boolean {
    if (!isProgress(this.status, status)) return false;
    this.status = status;
    this.leaseUntil = null;
    this.errorCode = failure?.code.slice(0, 40) ?? null;
    this.errorDetail = failure?.detail?.slice(0, 500) ?? null;
    if (status === 'submitted') this.submittedAt = now;
    if (status !== 'submitted' && status !== 'sending') this.settledAt = now;
    return true;
  }

  /** Back into the queue, when it certainly did not leave. */
  postpone(until: Date, failure: Failure) {
    this.status = 'queued';
    this.leaseUntil = null;
    this.dueAt = until;
    this.errorCode = failure.code.slice(0, 40);
    this.errorDetail = failure.detail?.slice(0, 500) ?? null;
  }
}

const untried = { attempts: 0, throttles: 0, misses: 0 };

// The provider's clock has seconds: within the same second, or ahead of us, our own time orders better.
function timeOf(writtenAt: Date, now: Date): Date {
  const second = (moment: Date) => Math.floor(moment.getTime() / 1000);
  return second(writtenAt) >= second(now) ? now : writtenAt;
}
