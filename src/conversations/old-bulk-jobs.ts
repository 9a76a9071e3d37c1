import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Expiry, oldestOf } from '../programs/expiry.js';

/** Forgets changes of many conversations a month after they were done: each conversation has its line. */
@Injectable()
export class OldBulkJobs extends Expiry {
  protected readonly table = 'bulk_jobs';
  protected readonly keptForDays = 30;
  protected readonly finding = oldestOf('bulk_jobs', 'created_at', ['done']);

  constructor(database: Database, clock: Clock) {
    super(database, clock);
  }
}
