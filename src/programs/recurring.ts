import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Rounds } from './rounds.js';

/** What every process does in rounds as long as it runs: from its start until it stops, when the round under way ends first. */
export abstract class Recurring implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds: Rounds;

  /** `pause`: milliseconds between rounds where there is nothing to do, a second by default. `share`: as in `Rounds`. */
  protected constructor(pause?: number, share?: number) {
    this.rounds = new Rounds(this.constructor.name, () => this.round(), pause, share);
  }

  /** One round; whether there may be more to do at once. */
  abstract round(): Promise<boolean>;

  onApplicationBootstrap() {
    this.rounds.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.rounds.stop();
  }

  /** There is something to do now. */
  nudge() {
    this.rounds.nudge();
  }
}
