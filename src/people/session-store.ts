import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { SessionData } from 'express-session';
import session from 'express-session';
import { asDate, asSql } from '../database/columns.js';
import { Database } from '../database/database.js';

/** How long a session is kept after it was last used, in milliseconds; its cookie lasts as long. */
export const lifetime = 14 * 86_400_000;
const prolongedEvery = 10 * 60_000;
const sweepEvery = 60 * 60_000;

type Done = (error?: unknown) => void;

declare module 'express-session' {
  interface SessionData {
    /** Whether it came out of the store, rather than being new. */
    isKept?: boolean;
  }
}

/** Sessions in the database, read in raw SQL because every request does it, and written seldom. */
@Injectable()
export class SessionStore extends session.Store implements OnApplicationBootstrap, OnApplicationShutdown {
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
    this.read(sid).then((session) => done(null, session), done);
  }

  override set(sid: string, data: SessionData, done?: Done) {
    this.finish(this.save(sid, data), done);
  }

  override destroy(sid: string, done?: Done) {
    this.finish(this.write('DELETE FROM sessions WHERE sid = ?', [sid]), done);
  }

  /** Ends every session of a user. */
  end(userId: number) {
    return this.write('DELETE FROM sessions WHERE user_id = ?', [userId]);
  }

  /** Forgets the sessions that ran out. */
  sweep() {
    return this.write('DELETE FROM sessions WHERE expires_at < ?', [asSql(new Date())]);
  }

  // Not in `touch`, which express-session would call at the end of each request, sending the answer in two pieces for it.
  private async read(sid: string): Promise<SessionData | null> {
    const now = new Date();
    const [row] = await this.database.query<{ data: string; expires_at: string | Date }>(
      'SELECT data, expires_at FROM sessions WHERE sid = ? AND expires_at > ?',
      [sid, now],
    );
    if (!row) return null;
    if (asDate(row.expires_at).getTime() < now.getTime() + lifetime - prolongedEvery)
      await this.write('UPDATE sessions SET expires_at = ? WHERE sid = ?', [expiry(), sid]);
    return { ...(JSON.parse(row.data) as SessionData), isKept: true };
  }

  // One that was read before is never made again: it may have been ended since, by a new password. Nor is one replaced: what
  // belongs to it, as a browser that shows notifications does, would lose it; and a sign-in saves it twice.
  private async save(sid: string, { isKept, ...data }: SessionData) {
    const userId = (data as { passport?: { user?: number } }).passport?.user ?? null;
    const values = [userId, JSON.stringify(data), expiry(), sid];
    if (isKept || (await this.isThere(sid)))
      return this.write('UPDATE sessions SET user_id = ?, data = ?, expires_at = ? WHERE sid = ?', values);
    return this.write('INSERT INTO sessions (user_id, data, expires_at, sid) VALUES (?, ?, ?, ?)', values);
  }

  private async isThere(sid: string): Promise<boolean> {
    return (await this.database.query('SELECT 1 AS there FROM sessions WHERE sid = ?', [sid])).length > 0;
  }

  private write(sql: string, values: unknown[]) {
    return this.database.transaction(() => this.database.run(sql, values));
  }

  private finish(work: Promise<unknown>, done: Done = () => undefined) {
    work.then(() => done(), done);
  }
}

const expiry = () => asSql(new Date(Date.now() + lifetime));
