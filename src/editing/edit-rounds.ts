import { setImmediate as breathe } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Rounds } from '../programs/rounds.js';
import { isUnreachable } from '../web/problems.js';
import { CarryingOut } from './carrying-out.js';

/** Few enough contacts that nobody who opens a page meanwhile notices. */
const slice = 200;
/** So many slices of one edit before the next one has its turn. */
const slices = 5;

/** Carries out edits, in every process: the edit’s row is held for each slice, so that when a process dies others go on. */
@Injectable()
export class EditRounds implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Edits');
  private readonly rounds = new Rounds('Edits', () => this.database.patiently(() => this.round()));

  constructor(
    private readonly database: Database,
    private readonly carryingOut: CarryingOut,
  ) {}

  onApplicationBootstrap() {
    this.rounds.start();
  }

  beforeApplicationShutdown() {
    return this.rounds.stop();
  }

  /** There is something to do now. */
  nudge() {
    this.rounds.nudge();
  }

  /** Does the next part of each edit; whether there is more. */
  async round(): Promise<boolean> {
    const due = await this.database.query<{ id: number }>(
      `SELECT id FROM contact_edits WHERE status = 'running' ORDER BY id`,
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
      return await this.carryingOut.step(id, slice);
    } catch (error) {
      if (isUnreachable(error)) throw error;
      this.complain(id, error);
      return this.carryingOut.stepAlone(id);
    }
  }

  // A failed query carries its values, and so what people are called: only its kind is logged.
  private complain(id: number, error: unknown): false {
    const { code, name } = error as { code?: string; name?: string };
    this.log.error(`A part of edit ${id} failed and is tried again: ${name ?? 'Error'} ${code ?? ''}`);
    return false;
  }
}
