import { setImmediate as breathe } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Rounds } from '../programs/rounds.js';
import { isUnreachable } from '../web/problems.js';
import { GoingThrough } from './going-through.js';

/** Few enough lines that nobody who opens a page meanwhile notices. */
const slice = 100;
/** So many slices of one import before the next one has its turn. */
const slices = 5;

/**
 * Tries and carries out imports, in every process: the import’s row is held for each slice, so that nobody needs to notice
 * that a process died, and the others go on.
 */
@Injectable()
export class ImportRounds implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Imports');
  private readonly rounds = new Rounds('Imports', () => this.round());

  constructor(
    private readonly database: Database,
    private readonly going: GoingThrough,
  ) {}

  onApplicationBootstrap() {
    this.rounds.start();
  }

  async beforeApplicationShutdown() {
    await this.rounds.stop();
  }

  /** There is something to do now. */
  nudge() {
    this.rounds.nudge();
  }

  /** Does the next part of each import; whether there is more. */
  round(): Promise<boolean> {
    return this.database.patiently(() => this.goOn());
  }

  private async goOn(): Promise<boolean> {
    const due = await this.database.query<{ id: number }>(
      `SELECT id FROM imports WHERE status IN ('checking', 'importing') ORDER BY id`,
    );
    let hasMore = false;
    // What is wrong with one of them must not keep the others waiting.
    for (const { id } of due)
      hasMore = (await this.work(id).catch((error: unknown) => this.complain(id, error))) || hasMore;
    return hasMore;
  }

  private async work(id: number): Promise<boolean> {
    for (let done = 0; done < slices; done++) {
      // SQLite answers without ever waiting: somebody else must get the processor in between.
      await breathe();
      if (!(await this.step(id))) return false;
    }
    return true;
  }

  private async step(id: number): Promise<boolean> {
    try {
      return await this.going.step(id, slice);
    } catch (error) {
      if (isUnreachable(error)) throw error;
      this.complain(id, error);
      return this.going.stepAlone(id);
    }
  }

  // A failed query carries its values, and so what people are called: only its kind is logged.
  private complain(id: number, error: unknown): false {
    const { code, name } = error as { code?: string; name?: string };
    this.log.error(`A part of import ${id} failed and is tried again: ${name ?? 'Error'} ${code ?? ''}`);
    return false;
  }
}
