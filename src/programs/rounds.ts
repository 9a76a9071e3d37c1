import { Logger } from '@nestjs/common';
import { kindOfFailure } from './kind-of-failure.js';

/** Does a round of work again and again: as soon as it is nudged, and every second anyway. */
export class Rounds {
  private readonly log: Logger;
  private running: Promise<void> | null = null;
  private isNudged = false;
  private isStopped = false;
  private wake: () => void = () => undefined;

  /**
   * `round` answers whether there is more to do at once. Of the time that this takes it gets a `share`, between 0 and 1: what
   * is in no hurry leaves the rest to people, who would wait for it on SQLite.
   */
  constructor(
    name: string,
    private readonly round: () => Promise<boolean>,
    private readonly pause = 1000,
    private readonly share = 1,
  ) {
    this.log = new Logger(name);
  }

  start() {
    this.isStopped = false;
    this.running ??= this.run();
  }

  /** There is something to do now. */
  nudge() {
    this.isNudged = true;
    this.wake();
  }

  /** Begins no further round, and waits for the one under way. */
  async stop() {
    this.isStopped = true;
    this.wake();
    await this.running;
    this.running = null;
  }

  private async run() {
    while (!this.isStopped) {
      this.isNudged = false;
      const begun = performance.now();
      const hasMore = await this.round().catch((error: unknown) => this.complain(error));
      const pause = hasMore ? (performance.now() - begun) * (1 / this.share - 1) : this.pause;
      if (pause && !this.isNudged && !this.isStopped) await this.rest(pause);
    }
  }

  private rest(pause: number) {
    return new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pause);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private complain(error: unknown): false {
    this.log.error(`A round failed and will be done again: ${kindOfFailure(error)}`);
    return false;
  }
}
