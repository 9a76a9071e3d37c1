import { setImmediate as breathe } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Database } from '../database/database.js';
import { isUnreachable } from '../web/problems.js';
import { befallsAll } from './befalls-all.js';
import { Recurring } from './recurring.js';
import { kindOfFailure } from './kind-of-failure.js';

/** Long work that is done a slice at a time, each slice in one transaction; whether there may be more. */
export interface Sliced {
  step(id: number, size: number): Promise<boolean>;
  /** Notes the next one as refused, because it could not be saved even alone. */
  refuse(id: number): Promise<boolean>;
}

interface Course {
  /** What one of them is called in the log. */
  what: string;
  /** Names those that are under way, `id`, the oldest first. */
  finding: string;
  /** Few enough that nobody who opens a page meanwhile notices. */
  slice: number;
  /** So many slices of one before the next one has its turn. */
  slices: number;
}

/**
 * Carries out long work, in every process: a row is held for each slice, so that nobody needs to notice that a process died,
 * and the others go on.
 */
export abstract class SliceRounds extends Recurring {
  private readonly log = new Logger(this.constructor.name);

  protected constructor(
    private readonly database: Database,
    private readonly sliced: Sliced,
    private readonly course: Course,
  ) {
    super();
  }

  /** Does the next part of each; whether there is more. */
  override round(): Promise<boolean> {
    return this.database.patiently(() => this.goOn());
  }

  private async goOn(): Promise<boolean> {
    const due = await this.database.query<{ id: number }>(this.course.finding);
    let hasMore = false;
    // What is wrong with one of them must not keep the others waiting.
    for (const { id } of due)
      hasMore = (await this.work(id).catch((error: unknown) => this.complain(id, error))) || hasMore;
    return hasMore;
  }

  private async work(id: number): Promise<boolean> {
    for (let done = 0; done < this.course.slices; done++) {
      // SQLite answers without ever waiting: somebody else must get the processor in between.
      await breathe();
      if (!(await this.step(id))) return false;
    }
    return true;
  }

  private async step(id: number): Promise<boolean> {
    try {
      return await this.sliced.step(id, this.course.slice);
    } catch (error) {
      if (isUnreachable(error)) throw error;
      this.complain(id, error);
      return this.alone(id);
    }
  }

  // The others go on without it, unless the fault is none of its own: then it has its turn again.
  private async alone(id: number): Promise<boolean> {
    try {
      return await this.sliced.step(id, 1);
    } catch (error) {
      if (befallsAll(error)) throw error;
      return this.sliced.refuse(id);
    }
  }

  private complain(id: number, error: unknown): false {
    this.log.error(`A part of ${this.course.what} ${id} failed and is tried again: ${kindOfFailure(error)}`);
    return false;
  }
}
