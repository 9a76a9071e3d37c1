import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { SessionData } from 'express-session';
import session from 'express-session';
import { asSql } from '../database/columns.js';
import { Database } from '../database/database.js';

const lifetime = 14 * 86_400_000;
const touchEvery = 10 * 60_000;
const sweepEvery = 60 * 60_000;

type Done = (error?: unknown) => void;

/** Sessions in the database, read in raw SQL because every request does it, and written seldom. */
@Injectable()
export class SessionStore extends session.Store implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly touched = new Map<string, number>();
  private sweeping?: NodeJS.Timeout;

  constructor(private readonly database: Database) {
    super();
  }

  onApplicationBootstrap() {
    this.sweeping = setInterval(() => void this.sweep().catch(() => undefined), sweepEvery);
    this.sweeping.unref();
  }

  onApplicationShutdown() {
    clearInterval(this.sweeping);
  }

  override get(sid: string, done: (error: unknown, session?: SessionData | null) => void) {
    this.database
      .query<{ data: string }>('SELECT data FROM sessions WHERE sid = ? AND expires_at > ?', [sid, new Date()])
      .then(([row]) => done(null, row ? (JSON.parse(row.data) as SessionData) : null), done);
  }

  override set(sid: string, data: SessionData, done?: Done) {
    this.finish(this.save(sid, data), done);
  }

  override destroy(sid: string, done?: Done) {
    this.finish(this.write('DELETE FROM sessions WHERE sid = ?', [sid]), done);
  }

  // express-session touches on every request; once in a while is enough to keep a session alive.
  override touch(sid: string, _data: SessionData, done?: Done) {
    const last = this.touched.get(sid) ?? 0;
    if (Date.now() - last < touchEvery) return done?.();
    if (this.touched.size > 10_000) this.touched.clear();
    this.touched.set(sid, Date.now());
    this.finish(this.write('UPDATE sessions SET expires_at = ? WHERE sid = ?', [expiry(), sid]), done);
  }

  /** Ends every session of a user. */
  end(userId: number) {
    return this.write('DELETE FROM sessions WHERE user_id = ?', [userId]);
  }

  /** Forgets the sessions that ran out. */
  sweep() {
    return this.write('DELETE FROM sessions WHERE expires_at < ?', [asSql(new Date())]);
  }

  private save(sid: string, data: SessionData) {
    const userId = (data as { passport?: { user?: number } }).passport?.user ?? null;
    const row = [sid, userId, JSON.stringify(data), expiry()];
    return this.write('REPLACE INTO sessions (sid, user_id, data, expires_at) VALUES (?, ?, ?, ?)', row);
  }

  private write(sql: string, values: unknown[]) {
    return this.database.transaction(() => this.database.run(sql, values));
  }

  private finish(work: Promise<unknown>, done: Done = () => undefined) {
    work.then(() => done(), done);
  }
}

const expiry = () => asSql(new Date(Date.now() + lifetime));
