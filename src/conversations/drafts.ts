import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';

/** What each user has begun to write in a conversation. */
@Injectable()
export class Drafts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async of(conversationId: number, member: Member): Promise<string> {
    const [draft] = await this.database.query<{ body: string }>(
      'SELECT body FROM drafts WHERE user_id = ? AND conversation_id = ?',
      [member.userId, conversationId],
    );
    return draft?.body ?? '';
  }

  /** Keeps what is written so far; nothing written forgets it. */
  keep(conversationId: number, member: Member, body: string) {
    if (!body.trim()) return this.forget(conversationId, member);
    const row = [member.userId, conversationId, body.slice(0, 5000), this.clock.now()];
    return this.database.transaction(() =>
      this.database.run('REPLACE INTO drafts (user_id, conversation_id, body, at) VALUES (?, ?, ?, ?)', row),
    );
  }

  forget(conversationId: number, member: Member) {
    return this.database.transaction(() =>
      this.database.run('DELETE FROM drafts WHERE user_id = ? AND conversation_id = ?', [
        member.userId,
        conversationId,
      ]),
    );
  }
}
