import { Inject, Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Config } from '../config.js';
import { CONFIG } from '../config-token.js';
import { Database } from '../database/database.js';
import { ProgramNumber } from '../programs/program-number.js';
import { Clock } from '../programs/clock.js';
import type { Due, Sender } from './lanes.js';
import { fresh, Pace } from './pace.js';

const account = 'account';

/** The paces that decide on some texts: the account’s, and those of their numbers. */
export class PacesOf {
  constructor(readonly all: Map<string, Pace>) {}

  /** From when on a text of this number is let through. */
  opensAt({ numberId, isBulk }: Pick<Due, 'numberId' | 'isBulk'>): number {
    return Math.max(this.all.get(account)!.opensAt(isBulk), this.all.get(nameOf(numberId))!.opensAt(isBulk));
  }

  /** Counts a text that leaves now: one request, so many segments. */
  pass({ numberId, segments, isBulk }: Due, now: number) {
    this.all.get(account)!.pass(1, isBulk, now);
    this.all.get(nameOf(numberId))!.pass(segments, isBulk, now);
  }
}

/** How fast each number, and the whole account, sends. */
@Injectable()
export class Paces {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'requestsPerSecond'>,
  ) {}

  /** As they are just now, to see what is worth trying. */
  async seen(senders: Sender[]): Promise<PacesOf> {
    return new PacesOf(this.known(senders, await this.read([...this.rates(senders).keys()])));
  }

  /** The same, and nobody else changes them until the transaction under way ends. */
  async held(senders: Sender[]): Promise<PacesOf> {
    const rates = this.rates(senders);
    const names = [...rates.keys()];
    let rows = await this.read(names);
    const missing = names.filter((name) => !rows.some((row) => row.name === name));
    for (const name of missing) await this.database.insertOnce(Pace, { name, ...fresh });
    if (missing.length) rows = await this.read(names);
    return new PacesOf(this.known(senders, rows));
  }

  /** Writes down what has passed, inside the transaction that holds them. */
  async save({ all }: PacesOf): Promise<void> {
    for (const { id, nextAt, replyAt, slowedAt, factor } of all.values())
      await this.database.run(
        'UPDATE sending_rates SET next_at = ?, reply_at = ?, slowed_at = ?, factor = ? WHERE id = ?',
        [nextAt, replyAt, slowedAt, factor, id],
      );
  }

  /** The provider asked a number to slow down: it does, in every process. */
  slow(numberId: number, hold?: number): Promise<void> {
    return this.database.transaction(async () => {
      const number = await this.database.manager.findOneBy(ProgramNumber, { id: numberId });
      if (!number) return;
      const paces = await this.held([number]);
      paces.all.get(nameOf(numberId))!.slow(this.clock.now().getTime(), hold);
      await this.save(paces);
    });
  }

  private rates(senders: Sender[]): Map<string, number> {
    const numbers = senders.map(({ id, segmentsPerMinute }) => [nameOf(id), segmentsPerMinute] as const);
    return new Map([[account, this.config.requestsPerSecond * 60] as const, ...numbers]);
  }

  private known(senders: Sender[], rows: Pace[]): Map<string, Pace> {
    const now = this.clock.now().getTime();
    const rates = [...this.rates(senders)];
    const found = new Map(rows.map((row) => [row.name, row]));
    return new Map(
      rates.map(([name, perMinute]) => [
        name,
        Object.assign(found.get(name) ?? Pace.of(name, perMinute), { perMinute }).heal(now),
      ]),
    );
  }

  // In one order, so that two processes never hold what the other waits for.
  private read(names: string[]): Promise<Pace[]> {
    const query = this.database.manager.createQueryBuilder(Pace, 'pace').where({ name: In(names) });
    return this.database.locked(query.orderBy('pace.name')).getMany();
  }
}

const nameOf = (numberId: number) => `number:${numberId}`;
