import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { atOnce, Expiry } from '../programs/expiry.js';

/** Forgets changes of many conversations a month after they were done: each conversation has its line. */
@Injectable()
export class OldBulkJobs extends Expiry {
  protected readonly table = 'bulk_jobs';
  protected readonly keptForDays = 30;
  protected readonly finding = `SELECT id FROM (SELECT id, created_at, status FROM bulk_jobs ORDER BY id LIMIT ${atOnce}) oldest
    WHERE created_at < ? AND status = 'done'`;

  constructor(database: Database, clock: Clock) {
    super(database, clock);
  }
}
