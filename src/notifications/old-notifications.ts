import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Expiry, oldestOf } from '../programs/expiry.js';

/** Forgets notifications after ninety days, read or not: what they told of is in its conversation. */
@Injectable()
export class OldNotifications extends Expiry {
  protected readonly table = 'notifications';
  protected readonly keptForDays = 90;
  protected readonly finding = oldestOf('notifications', 'at');

  constructor(database: Database, clock: Clock) {
    super(database, clock);
  }
}
