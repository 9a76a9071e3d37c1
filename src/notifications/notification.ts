import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { flag, integer, moment, optionalInteger, optionalMoment, string } from '../database/columns.js';

/** What a user can hear of, in the words of the screen. */
export const notificationKinds = {
  text: 'A text in a conversation assigned to me',
  assigned: 'A conversation is assigned to me',
  mention: 'Somebody mentions me in a note',
  'unassigned-text': 'A text in an unassigned conversation',
  waiting: 'A conversation waits too long',
  failed: 'A text of mine was not delivered',
  campaign: 'A Quick Message or Campaign of mine has finished, or paused itself',
} as const;

export type NotificationKind = keyof typeof notificationKinds;

/** Something that a user is told of: one row for each event and user, so that nobody is told twice. */
@Entity('notifications')
export class Notification {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(integer) userId: number;
  @Column(integer) eventId: number;
  @Column(string) kind: NotificationKind;
  /** What it is about: a conversation, or else a Quick Message or Campaign. */
  @Column(optionalInteger) conversationId: number | null;
  @Column(optionalInteger) campaignId: number | null;
  /** Whether the bell shows it; one that is only mailed is not in the list. */
  @Column(flag) inApp: boolean;
  @Column(optionalMoment) readAt: Date | null;
  /** When it is to be mailed, if it still is unread by then; empty when it is not, or was. */
  @Column(optionalMoment) mailDueAt: Date | null;
  /** When browsers are to show it, if it still is unread by then; empty when they are not to, or it was handed on. */
  @Column(optionalMoment) pushDueAt: Date | null;
  @Column(moment) at: Date;
}
