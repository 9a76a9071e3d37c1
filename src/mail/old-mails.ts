import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { atOnce, Expiry } from '../programs/expiry.js';

/** Forgets e-mails after three months, whatever became of them: by then no link in them works. */
@Injectable()
export class OldMails extends Expiry {
  protected readonly table = 'mails';
  protected readonly keptForDays = 90;
  // Looks at the oldest only, so that it needs no index.
  protected readonly finding = `SELECT id FROM (SELECT id, created_at, status FROM mails ORDER BY id LIMIT ${atOnce}) oldest
    WHERE created_at < ? AND status IN ('sent', 'failed', 'kept')`;

  constructor(database: Database, clock: Clock) {
    super(database, clock);
  }
}
