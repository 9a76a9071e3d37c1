import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import { Database } from '../database/database.js';

/** Tells this process that somebody of a program is back, away, deactivated, or has another limit or role. */
@Injectable()
export class StaffChanges {
  readonly changed = new Subject<{ programId: number }>();

  constructor(private readonly database: Database) {}

  /** Tells of a change that is part of the transaction under way, after its commit. */
  tell(programId: number) {
    this.database.afterCommit(() => this.changed.next({ programId }));
  }
}
