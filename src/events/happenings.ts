import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import { Database } from '../database/database.js';
import type { Event } from './event.js';

/** Tells this process what happened, once it is saved. Whoever must not miss anything reads the `events` table. */
@Injectable()
export class Happenings {
  readonly told = new Subject<Event>();

  constructor(private readonly database: Database) {}

  /** Tells of events that are part of the transaction under way, after its commit. */
  tell(events: Event[]) {
    if (!events.length) return;
    this.database.afterCommit(() => {
      for (const event of events) this.told.next(event);
    });
  }

  /** The newest event of a program, where a page that is made now begins to listen; 0 before the first. */
  async latest(programId: number): Promise<number> {
    const [row] = await this.database.query<{ id: number | null }>(
      'SELECT MAX(id) AS id FROM events WHERE program_id = ?',
      [programId],
    );
    return Number(row?.id ?? 0);
  }
}
