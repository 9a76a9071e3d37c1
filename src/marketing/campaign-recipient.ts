import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { flag, integer, moment, optionalInteger, optionalMoment, optionalString, string } from '../database/columns.js';
import type { MessageStatus } from '../conversations/message-status.js';

/** Why somebody does not get a text; in words in `skip-reasons.ts`. */
export type SkipReason =
  | 'no-number'
  | 'number-gone'
  | 'not-mobile'
  | 'opted-out'
  | 'same-number'
  | 'twice'
  | 'gone'
  | 'no-value'
  | 'too-long'
  | 'texted-today'
  | 'replied'
  | 'not-delivered'
  | 'fault';

/** One text of a campaign to one contact: whether it is still to come, and what became of it. */
@Entity('campaign_recipients')
export class CampaignRecipient {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(integer) campaignId: number;
  /** `CampaignStep.position` */
  @Column(integer) step: number;
  /** Empty once the contact was erased: their text still counts. */
  @Column(optionalInteger) contactId: number | null;
  /** E.164; empty where there is none to text. */
  @Column(optionalString) number: string | null;
  /** `waiting` for its turn; `queued` once there is a message, whose further fate is `outcome`. */
  @Column(string) state: 'waiting' | 'queued' | 'skipped';
  @Column(optionalString) reason: SkipReason | null;
  /** The fields without a value, for instance. */
  @Column(optionalString) detail: string | null;
  /** The contact and the number once more, but only of those who get the text: each is unique in a step. */
  @Column(optionalInteger) onceContact: number | null;
  @Column(optionalString) onceNumber: string | null;
  @Column(optionalInteger) conversationId: number | null;
  @Column(optionalInteger) messageId: number | null;
  /** When its turn comes. */
  @Column(moment) dueAt: Date;
  /** The status of the message once it left, or failed; empty before. */
  @Column(optionalString) outcome: MessageStatus | null;
  @Column(optionalString) errorCode: string | null;
  @Column(flag) hasReplied: boolean;
  @Column(flag) hasOptedOut: boolean;
  @Column(optionalMoment) leftAt: Date | null;
  @Column(optionalMoment) repliedAt: Date | null;
}
