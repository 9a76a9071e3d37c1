import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { atOnce, Expiry } from '../programs/expiry.js';
import { undoableForDays } from './contact-merge.js';

/**
 * Forgets the steps of merges that can be undone no more, unless the contact is on hold; that there was a merge stays known,
 * and leads to who was kept.
 */
@Injectable()
export class OldMergeSteps extends Expiry {
  protected readonly table = 'merge_steps';
  protected readonly keptForDays = undoableForDays;
  protected readonly finding = `SELECT step.id FROM contact_merges merged JOIN merge_steps step ON step.merge_id = merged.id
    WHERE merged.at <= ? AND NOT EXISTS (SELECT 1 FROM contact_holds hold WHERE hold.contact_id = merged.kept_id)
    ORDER BY merged.at, step.id LIMIT ${atOnce}`;

  constructor(database: Database, clock: Clock) {
    super(database, clock);
  }
}
