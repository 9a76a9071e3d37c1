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

export type MailKind = 'invitation' | 'password-reset' | 'notifications';

/** An e-mail. A row with a status is the queue, as with texts. */
@Entity('mails')
export class Mail {
  @PrimaryGeneratedColumn() id: number;
  /** Whose Administrators may look at it while there is no mail server; empty for what concerns no single program. */
  @Column(optionalInteger) programId: number | null;
  @Column(string) kind: MailKind;
  @Column(string) toAddress: string;
  @Column(string) toName: string;
  @Column(string) subject: string;
  /** Plain text; emptied once it has left, because it may hold a link that signs somebody in. */
  @Column(optionalText) body: string | null;
  /** `kept`: there is no mail server, it waits on the outbox page. */
  @Column(string) status: 'queued' | 'sending' | 'sent' | 'failed' | 'kept';
  @Column(integer) attempts: number;
  @Column(moment) dueAt: Date;
  @Column(optionalMoment) leaseUntil: Date | null;
  @Column(optionalString) error: string | null;
  @Column(moment) createdAt: Date;
  @Column(optionalMoment) sentAt: Date | null;

  /** One to be sent, or to be kept where there is no mail server. */
  static written({ programId, kind, to, subject, body }: Draft, now: Date, delivers: boolean): Mail {
    return Object.assign(new Mail(), {
      programId,
      kind,
      toAddress: to.address,
      toName: oneLine(to.name, 100),
      subject: oneLine(subject, 200),
      body,
      status: delivers ? 'queued' : 'kept',
      attempts: 0,
      dueAt: now,
      leaseUntil: null,
      error: null,
      createdAt: now,
      sentAt: null,
    });
  }
}

/** What is to be written to whom. `body` is plain text with each link on a line of its own. */
export interface Draft {
  programId: number | null;
  kind: MailKind;
  to: { name: string; address: string };
  subject: string;
  body: string;
}

/** Words for one line of a letter's head: whoever could write a second line there could write to anybody. */
export const oneLine = (words: string, most: number): string =>
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  [...words.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\s]+/g, ' ').trim()].slice(0, most).join('');
