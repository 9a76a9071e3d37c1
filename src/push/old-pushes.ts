import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { atOnce, Expiry } from '../programs/expiry.js';

/** Forgets pushes after a week, whatever became of them. */
@Injectable()
export class OldPushes extends Expiry {
  protected readonly table = 'pushes';
  protected readonly keptForDays = 7;
  protected readonly finding = `SELECT id FROM (SELECT id, created_at FROM pushes ORDER BY id LIMIT ${atOnce}) oldest
    WHERE created_at < ?`;

  constructor(database: Database, clock: Clock) {
    super(database, clock);
  }
}
