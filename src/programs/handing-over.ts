import { setTimeout as wait } from 'node:timers/promises';
import { Recurring } from './recurring.js';

const tries = 5;

/**
 * Takes things out of a queue in rounds and hands each over to somebody outside, several at once: a round doesn't wait for
 * them, but whoever stops does.
 */
export abstract class HandingOver extends Recurring {
  private readonly inHand = new Set<Promise<void>>();

  /** `longest`: milliseconds that one may take at the most, and so the longest that a stop waits. */
  protected constructor(
    private readonly longest: number,
    pause?: number,
  ) {
    super(pause);
  }

  override beforeApplicationShutdown() {
    return this.stop();
  }

  /** Takes nothing further out of the queue, and finishes what is in hand. */
  async stop() {
    await super.beforeApplicationShutdown();
    await Promise.race([Promise.all(this.inHand), wait(this.longest, undefined, { ref: false })]);
  }

  /** Hands over all that is due, and waits for it. */
  async flush() {
    while ((await this.round()) || this.inHand.size) await Promise.all(this.inHand);
  }

  protected get countInHand() {
    return this.inHand.size;
  }

  /** Has something in hand until its work is done, which makes room for the next. */
  protected take(work: Promise<void>) {
    const handed = work.finally(() => {
      this.inHand.delete(handed);
      this.nudge();
    });
    this.inHand.add(handed);
  }

  /** Writes down what became of something, though the database may be away for a moment; whether it could. */
  protected async writesDown(work: () => Promise<unknown>): Promise<boolean> {
    for (let attempt = 1; attempt <= tries; attempt++) {
      const isWritten = await work().then(
        () => true,
        () => false,
      );
      if (isWritten) return true;
      await wait(200 * attempt ** 2, undefined, { ref: false });
    }
    return false;
  }
}
