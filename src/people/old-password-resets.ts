import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Expiry, oldestOf } from '../programs/expiry.js';

/** Forgets wishes for a new password after a month: their links worked for an hour. */
@Injectable()
export class OldPasswordResets extends Expiry {
  protected readonly table = 'password_resets';
  protected readonly keptForDays = 30;
  protected readonly finding = oldestOf('password_resets', 'created_at');

  constructor(database: Database, clock: Clock) {
    super(database, clock);
  }
}
