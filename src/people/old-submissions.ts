import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { atOnce, Expiry } from '../programs/expiry.js';

/** Forgets forms after a week: what is sent twice is sent twice within seconds, or by a browser that restores its pages. */
@Injectable()
export class OldSubmissions extends Expiry {
  protected readonly table = 'submissions';
  protected readonly keptForDays = 7;
  protected readonly finding = `SELECT id FROM (SELECT id, created_at FROM submissions ORDER BY id LIMIT ${atOnce}) oldest
    WHERE created_at < ?`;

  constructor(database: Database, clock: Clock) {
    super(database, clock);
  }
}
