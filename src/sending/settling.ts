import { Injectable } from '@nestjs/common';
import { Message } from '../conversations/message.js';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { AccountTrouble, NotAccepted, TryLater, Unconfirmed } from './carrier.js';
import type { Claimed } from './claimed.js';
import { Deliveries } from './deliveries.js';
import type { Stop } from './gate.js';
import { Paces } from './paces.js';
import { Recording } from './recording.js';
import { nextTry, reasonOf, troubled } from './retries.js';

/** What became of handing over a text: the carrier's id for it, its refusal, or what kept us from asking it. */
export type Outcome = string | Error | Stop;

/** Writes down what became of the texts that were taken out of the queue. */
@Injectable()
export class Settling {
  constructor(
    private readonly database: Database,
    private readonly deliveries: Deliveries,
    private readonly recording: Recording,
    private readonly paces: Paces,
    private readonly clock: Clock,
  ) {}

  settle(text: Claimed, outcome: Outcome): Promise<void> {
    if (typeof outcome === 'string') return this.submitted(text, outcome);
    // It keeps its place in the queue, and the try doesn't count: the text is not to blame.
    if (outcome instanceof AccountTrouble)
      return this.deliveries.postpone(text.id, text.dueAt, failureOf(outcome), false);
    if (outcome instanceof TryLater) return this.tryLater(text, outcome);
    if (!(outcome instanceof Error)) return this.turnBack(text.id, outcome);
    const status = outcome instanceof NotAccepted ? 'failed' : 'unconfirmed';
    const failure = failureOf(outcome instanceof NotAccepted ? outcome : asUnconfirmed(outcome));
    return this.deliveries.report(text.id, { status, failure });
  }

  /** It does not leave: never, or not yet, and then the try doesn't count. */
  turnBack(id: number, { failure, until }: Stop): Promise<void> {
    return until
      ? this.deliveries.postpone(id, until, failure, false)
      : this.deliveries.report(id, { status: 'failed', failure });
  }

  private submitted({ id, isBulk }: Claimed, providerId: string): Promise<void> {
    const report = () => this.deliveries.report(id, { status: 'submitted', providerId });
    return isBulk ? this.recording.take(report) : report();
  }

  private async tryLater(text: Claimed, error: TryLater): Promise<void> {
    if (error.code === 'throttled') await this.paces.slow(text.numberId, error.retryAfter);
    const now = this.clock.now();
    const troubles = troubled(error, text.troubles, now);
    const at = nextTry(error, troubles, now);
    const failure = reasonOf(error, !at);
    if (!at) return this.deliveries.report(text.id, { status: 'failed', failure });
    await this.database.transaction(async () => {
      await this.deliveries.postpone(text.id, at, failure);
      await this.database.update(Message, text.id, troubles);
    });
  }
}

const asUnconfirmed = (error: Error) => (error instanceof Unconfirmed ? error : new Unconfirmed());
const failureOf = ({ code, detail }: { code: string; detail?: string }) => ({ code, ...(detail ? { detail } : {}) });
