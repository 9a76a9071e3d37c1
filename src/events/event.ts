import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { flag, integer, moment, optionalInteger, optionalJson, string } from '../database/columns.js';

/** What can happen. The first group are lines in the thread. */
export const lines = [
  'opened',
  'reopened',
  'resolved',
  'assigned',
  'not-assigned',
  'opted-out',
  'opted-in',
  'late-opt-in',
  'asked-for-help',
  'linked',
  'moved',
  'shared-number',
  'not-told',
  'opt-out-wish',
  'wish-dismissed',
  'merged',
  'unmerged',
  'spam',
  'not-spam',
  'blocked',
  'unblocked',
] as const;
export const quiet = [
  'received',
  'queued',
  'delivery',
  'noted',
  'read',
  'unknown-text',
  'unwanted-text',
  'attachment',
  'overdue',
  'campaign-paused',
  'campaign-finished',
  // Never kept: open pages are told that the conversation is gone.
  'erased',
] as const;
export type Kind = (typeof lines)[number] | (typeof quiet)[number];

/** What those who hear of a Quick Message or Campaign are told; the numbers are those at its end. */
export interface CampaignFacts {
  id: number;
  kind: 'quick-message' | 'campaign';
  name: string;
  because?: string;
  recipients?: number;
  sent?: number;
  failed?: number;
  skipped?: number;
}

/** What a thread line needs beyond who and when, so that it can explain itself. */
export interface Particulars {
  /** Why it happened, as a sentence or a half of one. */
  reason?: string;
  /** A colleague's note for the next person. */
  note?: string;
  /** The text that was a keyword, as it was written. */
  word?: string;
  /** How somebody was found: " by Routing Table “Territory”, row 2: State is any of TX, OK". Follows their name. */
  how?: string;
  /** When the contact’s text came, if its conversation opened later: somebody had to link or move it. */
  since?: string;
  /** The contact that a text was moved to or from, or that was merged into this one. */
  contact?: string;
  /** The users whom a note mentions, and who are told of it. */
  mentions?: number[];
  /** The Quick Message or Campaign that finished, or paused itself. */
  campaign?: CampaignFacts;
  /** The names of those whom it mentions too, but who can’t see the conversation. */
  notTold?: string[];
}

/** Something that happened, written with the change. The thread, live updates, notifications and reports read it. */
@Entity('events')
export class Event {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(optionalInteger) conversationId: number | null;
  @Column(optionalInteger) messageId: number | null;
  @Column(string) kind: Kind;
  @Column(optionalInteger) byUserId: number | null;
  /** Whose the conversation was after it happened, and before: who may hear of it. */
  @Column(optionalInteger) assigneeId: number | null;
  @Column(optionalInteger) wasAssigneeId: number | null;
  @Column(flag) isLine: boolean;
  @Column(optionalJson) particulars: Particulars | null;
  @Column(moment) at: Date;
  /** Of an event that is being told: whether its conversation is in the module, or nobody’s page shows it. */
  isListed?: boolean;

  static of(kind: Kind, own: Partial<Event> & Pick<Event, 'programId' | 'at'>): Event {
    const isLine = (lines as readonly string[]).includes(kind);
    return Object.assign(
      new Event(),
      {
        conversationId: null,
        messageId: null,
        byUserId: null,
        assigneeId: null,
        wasAssigneeId: null,
        particulars: null,
      },
      own,
      { kind, isLine },
    );
  }
}
