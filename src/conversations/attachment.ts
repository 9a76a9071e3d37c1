import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import {
  integer,
  moment,
  optionalInteger,
  optionalMoment,
  optionalString,
  optionalText,
  string,
} from '../database/columns.js';
import { pictureIn } from '../web/picture.js';
import type { AttachmentKind } from './attachment-words.js';

/** `refused`: it is not safe, or not ours, to fetch. `failed`: it could not be fetched, however often we tried. */
export type AttachmentState = 'waiting' | 'stored' | 'refused' | 'failed';

/** What came with a text, as the provider names it. */
export interface Arriving {
  kind: AttachmentKind;
  url: string;
  name: string;
}

/** The provider keeps it for two days; the waits of twelve tries add up to half of one. */
const mostAttempts = 12;
const second = 1000;
const longestWait = 3 * 3600 * second;
const longestName = 120;

/** A picture or another file that came, or goes, with a text. */
@Entity('attachments')
export class Attachment {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(integer) messageId: number;
  @Column(integer) position: number;
  @Column(string) kind: AttachmentKind;
  /** Of its file, as somebody named it; empty for none. */
  @Column(string) name: string;
  /** Where the provider has it; nowhere, when it is ours. */
  @Column(optionalText) url: string | null;
  @Column(string) state: AttachmentState;
  /** Why it is not there: a key of `attachment-reasons.ts`. */
  @Column(optionalString) reason: string | null;
  /** What its bytes say that it is; empty for what is only kept. */
  @Column(optionalString) contentType: string | null;
  @Column(optionalInteger) size: number | null;
  @Column(optionalInteger) width: number | null;
  @Column(optionalInteger) height: number | null;
  @Column(integer) attempts: number;
  /** When it is to be fetched; while somebody is at it, when they have given up. */
  @Column(optionalMoment) dueAt: Date | null;
  @Column(moment) createdAt: Date;

  /** The bytes that are to be saved with it. */
  bytes: Buffer | null;

  /** One that came with a text: it is fetched once the text is saved. */
  static arriving({ kind, url, name }: Arriving, now: Date): Attachment {
    return Attachment.of(kind, name, now, { url, state: 'waiting', dueAt: now });
  }

  /** One of ours. */
  static ours(bytes: Buffer, name: string, now: Date): Attachment {
    const attachment = Attachment.of('image', name, now, { url: null, state: 'waiting', dueAt: null });
    attachment.store(bytes);
    return attachment;
  }

  get isPicture() {
    return this.state === 'stored' && this.contentType !== null;
  }

  /** Its bytes are here. What they are, they say themselves. */
  store(bytes: Buffer) {
    const picture = pictureIn(bytes);
    const { width = null, height = null } = picture ?? {};
    Object.assign(this, { bytes, size: bytes.length, contentType: picture?.type ?? null, width, height });
    this.settle('stored', null);
  }

  /** It must not be fetched, or is of no use. */
  refuse(reason: string) {
    this.settle('refused', reason);
  }

  /** It could not be fetched this time; after many times it has failed. */
  postpone(reason: string, now: Date) {
    if (this.attempts >= mostAttempts) return this.settle('failed', reason);
    this.reason = reason;
    this.dueAt = new Date(now.getTime() + Math.min(longestWait, 10 * second * 3 ** (this.attempts - 1)));
  }

  /** Somebody wants it to be tried once more. */
  tryAgain(now: Date) {
    if (this.state === 'stored') return;
    Object.assign(this, { state: 'waiting', reason: null, attempts: 0, dueAt: now });
  }

  private settle(state: AttachmentState, reason: string | null) {
    Object.assign(this, { state, reason, dueAt: null });
  }

  private static of(kind: AttachmentKind, name: string, now: Date, own: Partial<Attachment>): Attachment {
    const empty = { reason: null, contentType: null, size: null, width: null, height: null, bytes: null };
    const rest = { kind, name: fileName(name), position: 0, attempts: 0, createdAt: now };
    return Object.assign(new Attachment(), empty, rest, own);
  }
}

/** A name that a file can have anywhere: without folders, line ends or signs that nobody sees. */
export const fileName = (said: string) =>
  [
    ...said
      .replace(/^.*[\\/]/s, '')
      .replace(/[\p{C}<>:"|?*]/gu, '')
      .trim(),
  ]
    .slice(0, longestName)
    .join('');
