import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Expiry, oldestOf } from '../programs/expiry.js';

/** Forgets forms after a week: what is sent twice is sent twice within seconds, or by a browser that restores its pages. */
@Injectable()
export class OldSubmissions extends Expiry {
  protected readonly table = 'submissions';
  protected readonly keptForDays = 7;
  protected readonly finding = oldestOf('submissions', 'created_at');

  constructor(database: Database, clock: Clock) {
    super(database, clock);
  }
}
