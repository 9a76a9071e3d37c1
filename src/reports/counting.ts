import { Injectable } from '@nestjs/common';
import { earliest } from '../conversations/earliest.js';
import { asDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Recurring } from '../programs/recurring.js';
import { Bookmark } from './bookmark.js';
import { CountedEvents } from './counted-events.js';
import { CountedOptOuts } from './counted-opt-outs.js';
import { Keeping } from './keeping.js';
import type { Source } from './source.js';

const pause = 5000;
/** Few enough that nobody waits for it, and many enough that the history of years is counted in minutes. */
const atOnce = 200;
/** The history of years is counted once, and pages come before it. */
const share = 0.25;

/** Counts what happened for the Reports page, a slice at a time: the figures and the bookmark are saved together. */
@Injectable()
export class Counting extends Recurring {
  constructor(
    private readonly database: Database,
    private readonly events: CountedEvents,
    private readonly optOuts: CountedOptOuts,
    private readonly keeping: Keeping,
    private readonly clock: Clock,
  ) {
    super(pause, share);
  }

  override round(): Promise<boolean> {
    return this.database.patiently(async () => {
      const steps = [await this.step(this.events), await this.step(this.optOuts)];
      return steps.some(Boolean);
    });
  }

  /** Up to when everything is counted; null when that is now. */
  async countedUpTo(): Promise<Date | null> {
    const next = ({ table }: Source<{ id: number }>) =>
      this.database.query<{ at: string | Date }>(
        `SELECT at FROM ${table} WHERE id > (SELECT up_to FROM report_bookmarks WHERE source = ?) ORDER BY id LIMIT 1`,
        [table],
      );
    const rows = await Promise.all([next(this.events), next(this.optOuts)]);
    return earliest(rows.flat().map(({ at }) => asDate(at)));
  }

  // Whether there may be more. Where there is nothing new, nothing is written either.
  private async step<Row extends { id: number }>(source: Source<Row>): Promise<boolean> {
    const [known] = await this.database.query<{ id: number; up_to: number; newest: number | null }>(
      `SELECT id, up_to, (SELECT MAX(id) FROM ${source.table}) AS newest FROM report_bookmarks WHERE source = ?`,
      [source.table],
    );
    const newest = Number(known?.newest ?? 0);
    if (!known || newest <= known.up_to) return false;
    return this.database.transaction(async () => {
      const bookmark = await this.hold(known.id);
      bookmark.watch(newest, this.clock.now());
      const rows = await source.after(bookmark.upTo, atOnce);
      const passed = bookmark.pass(rows);
      await this.keeping.add(await source.count(passed));
      const { upTo, ahead, aheadAt, settled } = bookmark;
      await this.database.update(Bookmark, bookmark.id, { upTo, ahead, aheadAt, settled });
      return passed.length === atOnce;
    });
  }

  // Whoever counts holds all bookmarks, whatever they count: they add to the same figures.
  private async hold(id: number): Promise<Bookmark> {
    const bookmarks = this.database.manager.createQueryBuilder(Bookmark, 'bookmark').orderBy('bookmark.id');
    const all = await this.database.locked(bookmarks).getMany();
    return all.find((bookmark) => bookmark.id === id)!;
  }
}
