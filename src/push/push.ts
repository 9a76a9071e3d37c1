import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, optionalInteger, optionalMoment, optionalString, string } from '../database/columns.js';

/** What is older than this is no news: neither we nor a push service keep it longer. The bell and the e-mail have it. */
export const freshFor = 4 * 3_600_000;

/** A notification on its way to a browser. A row with a status is the queue, as with texts and e-mails. */
@Entity('pushes')
export class Push {
  @PrimaryGeneratedColumn() id: number;
  /** Empty for a test that somebody asked for. */
  @Column(optionalInteger) notificationId: number | null;
  @Column(integer) browserId: number;
  /** How many other things it stands for, where so much happened at once that each would be one too many. */
  @Column(integer) others: number;
  /** `dropped`: by the time it could leave it was read, or is no longer theirs to see. */
  @Column(string) status: 'queued' | 'sent' | 'failed' | 'dropped';
  @Column(integer) attempts: number;
  /** When it is to be tried. Whoever tries puts it off first, so that of several processes one does. */
  @Column(moment) dueAt: Date;
  /** What went wrong at the last try, in words of ours. */
  @Column(optionalString) error: string | null;
  @Column(moment) createdAt: Date;
  @Column(optionalMoment) sentAt: Date | null;

  static to(browserId: number, notificationId: number | null, now: Date, others = 0): Partial<Push> {
    const fresh = { status: 'queued', attempts: 0, error: null, sentAt: null } as const;
    return { ...fresh, notificationId, browserId, others, dueAt: now, createdAt: now };
  }
}
