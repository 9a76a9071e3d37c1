import { setImmediate as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { ContactFacts } from '../contacts/facts.js';
import { Fields } from '../contacts/fields.js';
import { type Condition, marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Tally } from './forecast.js';
import type { RoutingTable } from './routing-table.js';
import { kindOfFailure } from '../programs/kind-of-failure.js';

/** Of all contacts, or of those whose Contact Type employs the table. */
export type Scope = 'all' | 'employing';

/** A count of what a table would do, under way or done. */
export interface Forecast {
  readonly version: number;
  state: 'counting' | 'done' | 'failed' | 'dropped';
  /** How many contacts there are to look at. */
  total: number;
  tally: Tally | null;
  askedAt: Date;
  finishedAt: Date | null;
}

const slice = 500;
/** Nobody has asked for so long: they went away. */
const patience = 60_000;
/** So long a result is shown before it is counted anew. */
const freshness = 10 * 60_000;

/**
 * Counts in the background, a slice of contacts at a time, what a table would do with all of them. The counts are kept
 * in this process for some minutes; another process would count for itself.
 */
@Injectable()
export class Forecasts implements BeforeApplicationShutdown {
  private readonly log = new Logger('Forecasts');
  private readonly known = new Map<string, Forecast>();
  private turn: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(
    private readonly database: Database,
    private readonly fields: Fields,
    private readonly facts: ContactFacts,
    private readonly clock: Clock,
  ) {}

  /** The count for this version of the table, which begins when there is none yet. */
  of(table: RoutingTable, scope: Scope): Forecast {
    this.forgetOld();
    const key = `${table.id} ${scope}`;
    const known = this.known.get(key);
    if (known?.version === table.version && known.state !== 'dropped') {
      known.askedAt = this.clock.now();
      return known;
    }
    return this.begin(key, table, scope);
  }

  /** Counts anew, whatever was counted. */
  again(table: RoutingTable, scope: Scope): Forecast {
    return this.begin(`${table.id} ${scope}`, table, scope);
  }

  /** The Contact Types that employ a table, by name. */
  employing({ id, programId }: RoutingTable): Promise<{ id: number; name: string }[]> {
    return this.database.query(
      `SELECT DISTINCT type.id, type.name FROM contact_properties property
       JOIN contact_types type ON type.id = property.contact_type_id
       WHERE property.routing_table_id = ? AND property.program_id = ? AND property.archived_at IS NULL ORDER BY type.name`,
      [id, programId],
    );
  }

  async beforeApplicationShutdown() {
    this.isStopped = true;
    await this.turn;
  }

  private begin(key: string, table: RoutingTable, scope: Scope): Forecast {
    const before = this.known.get(key);
    if (before?.state === 'counting') before.state = 'dropped';
    const askedAt = this.clock.now();
    const forecast: Forecast = {
      version: table.version,
      state: 'counting',
      total: 0,
      tally: null,
      askedAt,
      finishedAt: null,
    };
    this.known.set(key, forecast);
    // One after the other, so that several of them slow the pages down no more than one does.
    this.turn = this.turn
      .then(() => this.count(forecast, table, scope))
      .catch((error: unknown) => {
        forecast.state = 'failed';
        this.log.error(`A forecast failed: ${kindOfFailure(error)}`);
      });
    return forecast;
  }

  private async count(forecast: Forecast, table: RoutingTable, scope: Scope) {
    if (this.isIdle(forecast)) return;
    const fields = await this.fields.of(table.programId);
    const which = await this.which(table, scope);
    const [counted] = await this.database.query<{ total: number | string }>(
      `SELECT COUNT(*) AS total FROM contacts WHERE ${which.sql}`,
      which.values,
    );
    forecast.total = Number(counted!.total);
    const tally = (forecast.tally = new Tally(table.rows, fields));
    for (let after = 0; !this.isIdle(forecast); await pause()) {
      const contacts = await this.database.query<{ id: number }>(
        `SELECT id FROM contacts WHERE ${which.sql} AND id > ? ORDER BY id LIMIT ${slice}`,
        [...which.values, after],
      );
      const ids = contacts.map(({ id }) => id);
      for (const facts of (await this.facts.of(ids, table.programId, fields)).values()) tally.take(facts);
      if (ids.length < slice) return this.finish(forecast);
      after = ids.at(-1)!;
    }
  }

  private finish(forecast: Forecast) {
    forecast.state = 'done';
    forecast.finishedAt = this.clock.now();
  }

  private async which(table: RoutingTable, scope: Scope): Promise<Condition> {
    if (scope === 'all') return { sql: 'program_id = ?', values: [table.programId] };
    const types = (await this.employing(table)).map(({ id }) => id);
    return {
      sql: `program_id = ? AND contact_type_id IN (${marks(types) || 'NULL'})`,
      values: [table.programId, ...types],
    };
  }

  /** Whether there is no more use in counting. */
  private isIdle(forecast: Forecast): boolean {
    const isForgotten = this.clock.now().getTime() - forecast.askedAt.getTime() > patience;
    if (isForgotten || this.isStopped) forecast.state = 'dropped';
    return forecast.state === 'dropped';
  }

  private forgetOld() {
    const now = this.clock.now().getTime();
    for (const [key, { state, finishedAt, askedAt }] of this.known)
      if (state === 'dropped' || (state !== 'counting' && now - (finishedAt ?? askedAt).getTime() > freshness))
        this.known.delete(key);
  }
}
