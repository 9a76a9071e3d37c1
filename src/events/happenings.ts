import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import { Database } from '../database/database.js';
import type { Event } from './event.js';

/** Tells this process what happened, once it is saved. Whoever must not miss anything reads the `events` table. */
@Injectable()
export class Happenings {
  readonly told = new Subject<Event>();

  private readonly followers: ((events: Event[]) => Promise<void>)[] = [];

  constructor(private readonly database: Database) {}

  /** Has somebody take part in the transactions in which things happen: what they write is saved with it, or not at all. */
  follow(follower: (events: Event[]) => Promise<void>) {
    this.followers.push(follower);
  }

  /** Tells of events that are part of the transaction under way: those who follow at once, everybody after its commit. */
  async tell(events: Event[]) {
    if (!events.length) return;
    for (const follower of this.followers) await follower(events);
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
