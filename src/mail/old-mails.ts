import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Expiry, oldestOf } from '../programs/expiry.js';

/** Forgets e-mails after three months, whatever became of them: by then no link in them works. */
@Injectable()
export class OldMails extends Expiry {
  protected readonly table = 'mails';
  protected readonly keptForDays = 90;
  protected readonly finding = oldestOf('mails', 'created_at', ['sent', 'failed', 'kept']);

  constructor(database: Database, clock: Clock) {
    super(database, clock);
  }
}
