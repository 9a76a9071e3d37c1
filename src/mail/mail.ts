import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, optionalInteger, optionalMoment, optionalString, optionalText, string } from '../database/columns.js';

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
}
