import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Expiry } from '../programs/expiry.js';

// One at a time, because each has its contacts with it.
const oldest = (which: string) => `SELECT id FROM contact_edits WHERE changed_at < ? AND ${which} ORDER BY id LIMIT 1`;

/** Forgets after ninety days who was edited together; each contact’s history still tells it. */
@Injectable()
export class OldEdits extends Expiry {
  protected readonly table = 'contact_edits';
  protected readonly keptForDays = 90;
  protected readonly finding = oldest(`status IN ('done', 'canceled')`);

  constructor(database: Database, clock: Clock) {
    super(database, clock);
  }
}

/** Forgets edits to which nobody has said yes for a day: by then other contacts match. */
@Injectable()
export class AbandonedEdits extends Expiry {
  protected readonly table = 'contact_edits';
  protected readonly keptForDays = 1;
  protected readonly finding = oldest(`status = 'drafted'`);

  constructor(database: Database, clock: Clock) {
    super(database, clock);
  }
}
