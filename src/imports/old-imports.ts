import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Expiry } from '../programs/expiry.js';

// One at a time, because each has its lines with it.
const oldest = (which: string) => `SELECT id FROM imports WHERE changed_at < ? AND ${which} ORDER BY id LIMIT 1`;

/** Forgets what was imported, and what was refused of it, after ninety days: what people are called must not lie about. */
@Injectable()
export class OldImports extends Expiry {
  protected readonly table = 'imports';
  protected readonly keptForDays = 90;
  protected readonly finding = oldest(`status = 'done'`);

  constructor(database: Database, clock: Clock) {
    super(database, clock);
  }
}

/** Forgets files with which nobody has gone on for a week. */
@Injectable()
export class AbandonedUploads extends Expiry {
  protected readonly table = 'imports';
  protected readonly keptForDays = 7;
  protected readonly finding = oldest(`status IN ('reading', 'mapping', 'checked', 'canceled')`);

  constructor(database: Database, clock: Clock) {
    super(database, clock);
  }
}
