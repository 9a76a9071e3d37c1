import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Rounds } from '../programs/rounds.js';

const keptFor = 30 * 24 * 3600_000;
const pause = 10 * 60_000;
const atOnce = 1000;

/**
 * Forgets the raw webhooks that were taken a month ago: what they said is in its conversation, and Vonage repeats for a
 * day. Those that nobody could understand stay until somebody has looked at them.
 */
@Injectable()
export class Forgetting implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds = new Rounds('Forgetting', () => this.round(), pause);

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap() {
    this.rounds.start();
  }

  beforeApplicationShutdown() {
    return this.rounds.stop();
  }

  /** Forgets up to a thousand; whether there may be more. */
  async round(): Promise<boolean> {
    const oldest = new Date(this.clock.now().getTime() - keptFor);
    const forgotten = await this.database.transaction(() =>
      this.database.run(
        `DELETE FROM webhooks WHERE id IN (SELECT id FROM (
           SELECT id FROM webhooks WHERE received_at < ? AND state = 'done' ORDER BY id LIMIT ${atOnce}) old)`,
        [oldest],
      ),
    );
    return forgotten === atOnce;
  }
}
