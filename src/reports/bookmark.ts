import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, optionalMoment, string } from '../database/columns.js';

/**
 * What has an id by now is committed then, or held to be never written. A transaction may wait 50 seconds for each lock on
 * MySQL, and for more than one in turn; one that lasts this long does not happen.
 */
export const patience = 5 * 60_000;

/** How far a table is counted, by its ids. */
@Entity('report_bookmarks')
export class Bookmark {
  @PrimaryGeneratedColumn() id: number;
  @Column(string) source: 'events' | 'consent_changes';
  @Column(integer) upTo: number;
  /** The newest id at `aheadAt`. */
  @Column(integer) ahead: number;
  @Column(optionalMoment) aheadAt: Date | null;
  /** Up to here no id can appear any more. */
  @Column(integer) settled: number;

  /** Looks how far the table is. After `patience` what is missing up to there counts as never written. */
  watch(newest: number, now: Date) {
    const waited = this.aheadAt ? now.getTime() - this.aheadAt.getTime() : patience;
    if (waited >= 0 && waited < patience) return;
    // Another process's clock was ahead, or this one was set back: nobody knows how long it was, so the wait begins anew.
    if (waited > 0) this.settled = this.ahead;
    this.ahead = newest;
    this.aheadAt = now;
  }

  /**
   * Of the next rows, in the order of their ids, those that can be counted. Ids are given out before they are committed, so
   * one that is missing may still appear behind later ones: there counting waits, until it is settled.
   */
  pass<Row extends { id: number }>(rows: Row[]): Row[] {
    const gap = rows.findIndex(({ id }, place) => {
      const before = place ? rows[place - 1]!.id : this.upTo;
      return id > before + 1 && id > this.settled + 1;
    });
    const passed = gap < 0 ? rows : rows.slice(0, gap);
    this.upTo = passed.at(-1)?.id ?? this.upTo;
    return passed;
  }
}
