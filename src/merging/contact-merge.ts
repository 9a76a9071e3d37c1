import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, optionalInteger, optionalMoment, string } from '../database/columns.js';

/** For so long a merge can be undone; then the steps that it took are forgotten. */
export const undoableForDays = 30;

/** Two contacts that turned out to be one: the one that was kept, and the one that is gone while the merge stands. */
@Entity('contact_merges')
export class ContactMerge {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(integer) keptId: number;
  @Column(integer) goneId: number;
  /** What the one that is gone was called. */
  @Column(string) goneName: string;
  @Column(optionalInteger) byUserId: number | null;
  @Column(moment) at: Date;
  @Column(optionalMoment) undoneAt: Date | null;

  /** Until when it can be undone. */
  get undoableUntil(): Date {
    return new Date(this.at.getTime() + undoableForDays * 86_400_000);
  }
}
