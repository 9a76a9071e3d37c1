import { Injectable } from '@nestjs/common';
import { Clock } from '../programs/clock.js';
import { AccountTrouble, NotAccepted, TryLater, Unconfirmed } from './carrier.js';
import type { Claimed } from './claimed.js';
import { Deliveries } from './deliveries.js';
import { Paces } from './paces.js';
import { Recording } from './recording.js';
import { nextTry, reasonOf } from './retries.js';

/** Ours, not the provider’s: nothing needs to slow down for it. */
export const tooSlow = new TryLater('throttled', 'This server was too slow.');

/** Writes down what became of the texts that were taken out of the queue. */
@Injectable()
export class Settling {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly recording: Recording,
    private readonly paces: Paces,
    private readonly clock: Clock,
  ) {}

  /** What the carrier said to a text: its own id for it, or why it did not take it. */
  settle(text: Claimed, outcome: string | Error): Promise<void> {
    if (typeof outcome === 'string') return this.submitted(text, outcome);
    // It keeps its place in the queue, and the try doesn't count: the text is not to blame.
    if (outcome instanceof AccountTrouble)
      return this.deliveries.postpone(text.id, text.dueAt, failureOf(outcome), false);
    if (outcome instanceof TryLater) return this.tryLater(text, outcome);
    const status = outcome instanceof NotAccepted ? 'failed' : 'unconfirmed';
    const failure = failureOf(outcome instanceof NotAccepted ? outcome : asUnconfirmed(outcome));
    return this.deliveries.report(text.id, { status, failure });
  }

  private submitted({ id, isBulk }: Claimed, providerId: string): Promise<void> {
    const report = () => this.deliveries.report(id, { status: 'submitted', providerId });
    return isBulk ? this.recording.take(report) : report();
  }

  private async tryLater(text: Claimed, error: TryLater): Promise<void> {
    if (error.code === 'throttled' && error !== tooSlow) await this.paces.slow(text.numberId, error.retryAfter);
    const at = nextTry(error, text, this.clock.now());
    const reason = reasonOf(error, !at);
    return at
      ? this.deliveries.postpone(text.id, at, reason)
      : this.deliveries.report(text.id, { status: 'failed', failure: reason });
  }
}

const asUnconfirmed = (error: Error) => (error instanceof Unconfirmed ? error : new Unconfirmed());
const failureOf = ({ code, detail }: { code: string; detail?: string }) => ({ code, ...(detail ? { detail } : {}) });
