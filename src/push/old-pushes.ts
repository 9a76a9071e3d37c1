import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Expiry, oldestOf } from '../programs/expiry.js';

/** Forgets pushes after a week, whatever became of them. */
@Injectable()
export class OldPushes extends Expiry {
  protected readonly table = 'pushes';
  protected readonly keptForDays = 7;
  protected readonly finding = oldestOf('pushes', 'created_at');

  constructor(database: Database, clock: Clock) {
    super(database, clock);
  }
}
