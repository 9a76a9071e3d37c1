import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { atOnce, Expiry } from '../programs/expiry.js';

/** Forgets notifications after ninety days, read or not: what they told of is in its conversation. */
@Injectable()
export class OldNotifications extends Expiry {
  protected readonly table = 'notifications';
  protected readonly keptForDays = 90;
  protected readonly finding = `SELECT id FROM (SELECT id, at FROM notifications ORDER BY id LIMIT ${atOnce}) oldest WHERE at < ?`;

  constructor(database: Database, clock: Clock) {
    super(database, clock);
  }
}
