import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { type Draft, Mail } from './mail.js';
import { Mailer } from './mailer.js';

/** Where e-mails are posted. They are rows, so they are sent if and only if the transaction that wrote them is saved. */
@Injectable()
export class Post {
  /** There is something to send now. */
  readonly posted = new Subject<void>();

  constructor(
    private readonly database: Database,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
  ) {}

  /** Whether e-mails leave at all; else they are kept, for those who manage users to hand on. */
  get delivers() {
    return this.mailer.delivers;
  }

  /** Writes an e-mail inside the transaction under way. */
  async write(draft: Draft): Promise<void> {
    await this.database.manager.insert(Mail, Mail.written(draft, this.clock.now(), this.mailer.delivers));
    this.nudge();
  }

  /** Queues one of a program's that failed, or was kept, again: once, however many people ask. Whether there is such a one. */
  again(id: number, programId: number): Promise<boolean> {
    return this.database.transaction(async () => {
      if (!(await this.database.manager.existsBy(Mail, { id, programId }))) return false;
      if (!this.mailer.delivers) return true;
      await this.database.run(
        `UPDATE mails SET status = 'queued', attempts = 0, due_at = ?, error = NULL
         WHERE id = ? AND status IN ('failed', 'kept') AND body IS NOT NULL`,
        [this.clock.now(), id],
      );
      this.nudge();
      return true;
    });
  }

  private nudge() {
    this.database.afterCommit(() => this.posted.next());
  }
}
