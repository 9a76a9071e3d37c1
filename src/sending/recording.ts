import { Injectable } from '@nestjs/common';
import { setImmediate as breathe } from 'node:timers/promises';
import { Database } from '../database/database.js';

/** Few enough that a reply does not wait long behind them. */
const atOnce = 6;

interface Record {
  work: () => Promise<void>;
  done: () => void;
  failed: (error: unknown) => void;
}

/** Writes down what became of texts to many, several in one transaction, because each commit waits for the disk. */
@Injectable()
export class Recording {
  private readonly waiting: Record[] = [];
  private isWriting = false;

  constructor(private readonly database: Database) {}

  /** Saves this together with what else comes by now. It may be done again, so it must load what it changes. */
  take(work: () => Promise<void>): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ work, done, failed });
      if (!this.isWriting) void this.write();
    });
  }

  private async write() {
    this.isWriting = true;
    while (this.waiting.length) {
      await breathe();
      await this.save(this.waiting.splice(0, atOnce));
    }
    this.isWriting = false;
  }

  private save(some: Record[]): Promise<void> {
    return this.database.patiently(async () => {
      const all = async () => {
        for (const { work } of some) await work();
      };
      const isSaved = await this.database.transaction(all).then(
        () => true,
        () => false,
      );
      // What is wrong with one must not undo the others.
      for (const { work, done, failed } of some)
        if (isSaved) done();
        else await this.database.transaction(work).then(done, failed);
    });
  }
}
