import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { atOnce, Expiry } from '../programs/expiry.js';

/**
 * Forgets the raw webhooks that were taken a month ago: what they said is in its conversation, and Vonage repeats for a
 * day. Those that nobody could understand stay until somebody has looked at them.
 */
@Injectable()
export class OldWebhooks extends Expiry {
  protected readonly table = 'webhooks';
  protected readonly keptForDays = 30;
  protected readonly finding = `SELECT id FROM webhooks WHERE received_at < ? AND state = 'done' ORDER BY id LIMIT ${atOnce}`;

  constructor(database: Database, clock: Clock) {
    super(database, clock);
  }
}
