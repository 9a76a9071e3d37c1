import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Event } from '../events/event.js';
import { Happenings } from '../events/happenings.js';

/** Notes with each text of a campaign what became of it, in the transaction in which it happens. */
@Injectable()
export class Outcomes implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly happenings: Happenings,
  ) {}

  onModuleInit() {
    this.happenings.follow((events) => this.note(events));
  }

  private async note(events: Event[]) {
    for (const event of events) {
      if (event.kind === 'delivery' && event.messageId) await this.delivered(event.messageId, event.at);
      if (event.kind === 'received' && event.conversationId) await this.replied(event.conversationId, event.at);
      if (event.kind === 'opted-out' && event.conversationId) await this.optedOut(event.conversationId);
    }
  }

  private async delivered(messageId: number, at: Date) {
    const [message] = await this.database.query<{ status: string; error_code: string | null; is_bulk: number }>(
      'SELECT status, error_code, is_bulk FROM messages WHERE id = ?',
      [messageId],
    );
    if (!message?.is_bulk || message.status === 'queued' || message.status === 'sending') return;
    const leftAt = message.status === 'failed' ? null : at;
    await this.database.run(
      `UPDATE campaign_recipients SET outcome = ?, error_code = ?, left_at = COALESCE(left_at, ?) WHERE message_id = ?`,
      [message.status, message.error_code, leftAt, messageId],
    );
  }

  // It counts for the newest text that they had from one.
  private async replied(conversationId: number, at: Date) {
    const id = await this.newest(conversationId);
    if (id)
      await this.database.run(
        'UPDATE campaign_recipients SET has_replied = 1, replied_at = COALESCE(replied_at, ?) WHERE id = ?',
        [at, id],
      );
  }

  private async optedOut(conversationId: number) {
    const id = await this.newest(conversationId);
    if (id) await this.database.run('UPDATE campaign_recipients SET has_opted_out = 1 WHERE id = ?', [id]);
  }

  // What is still in the queue they can't have read. By the age of the texts: a list may be made long before its turns come.
  private async newest(conversationId: number): Promise<number | undefined> {
    const [row] = await this.database.query<{ id: number }>(
      `SELECT recipient.id FROM campaign_recipients recipient JOIN messages message ON message.id = recipient.message_id
       WHERE recipient.conversation_id = ? AND message.status NOT IN ('queued', 'failed')
       ORDER BY recipient.message_id DESC LIMIT 1`,
      [conversationId],
    );
    return row?.id;
  }
}
