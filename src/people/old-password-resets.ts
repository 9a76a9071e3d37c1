import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { atOnce, Expiry } from '../programs/expiry.js';

/** Forgets wishes for a new password after a month: their links worked for an hour. */
@Injectable()
export class OldPasswordResets extends Expiry {
  protected readonly table = 'password_resets';
  protected readonly keptForDays = 30;
  protected readonly finding = `SELECT id FROM (SELECT id, created_at FROM password_resets ORDER BY id LIMIT ${atOnce}) oldest
    WHERE created_at < ?`;

  constructor(database: Database, clock: Clock) {
    super(database, clock);
  }
}
