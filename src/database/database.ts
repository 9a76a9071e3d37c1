import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { EntityManager, EntityTarget, ObjectLiteral, QueryRunner, SelectQueryBuilder } from 'typeorm';
import type { DataSources } from './data-sources.js';
import { isContention, isDuplicate } from './duplicate.js';
import { asSql } from './columns.js';
import { rawReads, type Read } from './raw-reads.js';
import { insertion, updating } from './raw-writes.js';
import { Turnstile } from './turnstile.js';

type Work = () => unknown;
interface Transaction {
  manager: EntityManager;
  afterwards: Work[];
}

/** The one door to the database: read through `manager`, write inside `transaction`. */
@Injectable()
export class Database implements OnApplicationShutdown {
  private readonly current = new AsyncLocalStorage<Transaction>();
  private readonly patience = new AsyncLocalStorage<true>();
  // SQLite has a single writing connection: two open transactions would share it.
  private readonly turnstile = new Turnstile();

  private readonly read: Read;

  constructor(private readonly sources: DataSources) {
    this.read = rawReads(sources.reading);
  }

  get dialect(): 'sqlite' | 'mysql' {
    return this.sources.reading.options.type === 'better-sqlite3' ? 'sqlite' : 'mysql';
  }

  /** Inside a transaction its own manager; outside, one that reads what is committed (and on SQLite can't write). */
  get manager(): EntityManager {
    return this.current.getStore()?.manager ?? this.sources.reading.manager;
  }

  /** Raw SQL with `?` for values, for the few paths where every microsecond counts. */
  query<Row = Record<string, never>>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const bound = values.map((value) => (value instanceof Date ? asSql(value) : value));
    const transaction = this.current.getStore();
    return (transaction ? transaction.manager.query(sql, bound) : this.read(sql, bound)) as Promise<Row[]>;
  }

  /** How many rows `FROM rows` has, counted no further than `most`: nothing is gained by counting them all. */
  async count(rows: string, values: unknown[], most: number): Promise<number> {
    const [row] = await this.query<{ count: number | string }>(
      `SELECT COUNT(*) AS count FROM (SELECT 1 AS one FROM ${rows} LIMIT ${most}) some`,
      values,
    );
    return Number(row!.count);
  }

  /** A raw write inside the transaction under way; how many rows it changed (on MySQL: found). */
  async run(sql: string, values: unknown[] = []): Promise<number> {
    const bound = values.map((value) => (value instanceof Date ? asSql(value) : value));
    const { affected } = await this.writer.query(sql, bound, true);
    return affected ?? 0;
  }

  /** Inserts a row inside the transaction under way; its id. */
  async insert<Row extends ObjectLiteral>(entity: EntityTarget<Row>, row: Partial<Row>): Promise<number> {
    const { sql, values } = insertion(this.sources.writing, entity, [row]);
    const { raw } = await this.writer.query(sql, values, true);
    return Number((raw as { insertId?: number } | null)?.insertId ?? raw);
  }

  /** Inserts several rows at once: few enough that there are not more than thirty thousand values. */
  async insertAll<Row extends ObjectLiteral>(entity: EntityTarget<Row>, rows: Partial<Row>[]): Promise<void> {
    if (!rows.length) return;
    const { sql, values } = insertion(this.sources.writing, entity, rows);
    await this.writer.query(sql, values);
  }

  /** Updates a row by its id inside the transaction under way. */
  async update<Row extends ObjectLiteral>(entity: EntityTarget<Row>, id: number, row: Partial<Row>): Promise<void> {
    const { sql, values } = updating(this.sources.writing, entity, id, row);
    await this.writer.query(sql, values);
  }

  /** Inserts a row unless a unique key says that it is there already; whether it did. */
  async insertOnce<Row extends ObjectLiteral>(entity: EntityTarget<Row>, row: Partial<Row>): Promise<boolean> {
    try {
      await this.insert(entity, row);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  /**
   * Joins the transaction under way, or begins one: whole, or not at all. Work that had to give way to another
   * transaction is done again from its beginning, so it must load what it changes.
   */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    if (this.current.getStore()) return work();

    const afterwards: Work[] = [];
    const result = await this.persistently(() => {
      afterwards.length = 0;
      const inside = (manager: EntityManager) => this.current.run({ manager, afterwards }, work);
      return this.dialect === 'sqlite'
        ? this.turnstile.pass(() => this.immediately(inside), this.patience.getStore())
        : this.sources.writing.transaction('READ COMMITTED', inside);
    });
    for (const next of afterwards) await next();
    return result;
  }

  /** Does work for which nobody waits: on SQLite, which has one writer, its transactions let those of people go first. */
  patiently<T>(work: () => Promise<T>): Promise<T> {
    return this.patience.run(true, work);
  }

  /** Does something once the transaction under way is saved, and not at all if it is rolled back. */
  afterCommit(work: Work) {
    const transaction = this.current.getStore();
    if (!transaction) throw new Error('There is no transaction to wait for');
    transaction.afterwards.push(work);
  }

  /** Holds the rows that a query finds until the transaction ends. SQLite has one writer, which is lock enough. */
  locked<Entity extends ObjectLiteral>(query: SelectQueryBuilder<Entity>): SelectQueryBuilder<Entity> {
    return this.dialect === 'mysql' && this.current.getStore() ? query.setLock('pessimistic_write') : query;
  }

  /** What ends a query whose rows are held until the transaction ends. On SQLite its one writer holds everything. */
  get holding(): string {
    return this.dialect === 'mysql' ? ' FOR UPDATE' : '';
  }

  /** One row, held until the transaction ends; null when there is none. */
  hold<Row extends { id: number }>(entity: EntityTarget<Row>, id: number): Promise<Row | null> {
    // As a text, because TypeORM writes numbers into the statement, and each would be compiled anew.
    const query = this.manager.createQueryBuilder(entity, 'held').where('held.id = :id', { id: String(id) });
    return this.locked(query).getOne();
  }

  /** Whether the database answers at all. */
  async answers(): Promise<boolean> {
    return this.sources.reading.query('SELECT 1').then(
      () => true,
      () => false,
    );
  }

  async onApplicationShutdown() {
    await this.turnstile.pass(async () => undefined, true);
    for (const source of new Set([this.sources.reading, this.sources.writing])) await source.destroy();
  }

  private get writer(): QueryRunner {
    const runner = this.manager.queryRunner;
    if (!runner) throw new Error('Writes belong inside database.transaction');
    return runner;
  }

  private async persistently<T>(attempt: () => Promise<T>, attemptsLeft = 8): Promise<T> {
    try {
      return await attempt();
    } catch (error) {
      if (!isContention(error) || attemptsLeft === 0) throw error;
      await pause(Math.random() * 40);
      return this.persistently(attempt, attemptsLeft - 1);
    }
  }

  // TypeORM begins SQLite transactions as readers, and another process may then be in the way of their first write.
  private async immediately<T>(inside: (manager: EntityManager) => Promise<T>): Promise<T> {
    const runner = this.sources.writing.createQueryRunner() as QueryRunner & { isTransactionActive: boolean };
    await runner.query('BEGIN IMMEDIATE');
    runner.isTransactionActive = true;
    try {
      const result = await inside(runner.manager);
      await runner.query('COMMIT');
      return result;
    } catch (error) {
      await runner.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      runner.isTransactionActive = false;
    }
  }
}
