import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { tokenOf } from '../people/form-token.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';

/** Words that are not sent yet, and the token of the form in which they were typed. */
export interface Draft {
  body: string;
  token?: unknown;
}

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

  /**
   * Keeps what is written so far; nothing written forgets it. Who sends and leaves at once tells of both: what the form with
   * this token has sent is no draft any more. Asked after the draft is there, for a sending under way takes it away itself.
   */
  keep(conversationId: number, member: Member, { body, token }: Draft) {
    if (!body.trim()) return this.forget(conversationId, member);
    const row = [member.userId, conversationId, body.slice(0, 5000), this.clock.now()];
    return this.database.transaction(async () => {
      await this.database.run('REPLACE INTO drafts (user_id, conversation_id, body, at) VALUES (?, ?, ?, ?)', row);
      if (await this.isSent(tokenOf(token, body, member))) await this.forget(conversationId, member);
    });
  }

  private async isSent(formToken: string | null): Promise<boolean> {
    if (!formToken) return false;
    return (await this.database.query('SELECT 1 FROM messages WHERE form_token = ?', [formToken])).length > 0;
  }

  async forget(conversationId: number, member: Member): Promise<void> {
    await this.database.transaction(() =>
      this.database.run('DELETE FROM drafts WHERE user_id = ? AND conversation_id = ?', [
        member.userId,
        conversationId,
      ]),
    );
  }
}
