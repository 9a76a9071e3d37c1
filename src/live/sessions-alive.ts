import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

/** Whether a session is still there: signing out in one tab ends the streams of the others. */
@Injectable()
export class SessionsAlive {
  constructor(private readonly database: Database) {}

  async has(sid: string): Promise<boolean> {
    return (
      (await this.database.query('SELECT 1 AS alive FROM sessions WHERE sid = ? AND expires_at > ?', [sid, new Date()]))
        .length > 0
    );
  }
}
