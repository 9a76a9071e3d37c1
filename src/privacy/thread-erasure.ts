import { Injectable } from '@nestjs/common';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { Event } from '../events/event.js';
import { Happenings } from '../events/happenings.js';
import { Clock } from '../programs/clock.js';

/** A thread that goes, as far as its going concerns others. */
export interface Going {
  id: number;
  number: string;
  assignee_id: number | null;
  is_listed: number | boolean;
}

/** Erases threads with everything that hangs on them. Part of the caller's transaction. */
@Injectable()
export class ThreadErasure {
  constructor(
    private readonly database: Database,
    private readonly happenings: Happenings,
    private readonly clock: Clock,
  ) {}

  /** Messages, notes, lines, drafts, marks and notifications go with their threads; the counts of campaigns stay true. */
  async erase(programId: number, threads: Going[]): Promise<{ messages: number }> {
    if (!threads.length) return { messages: 0 };
    const ids = threads.map(({ id }) => id);
    const those = marks(ids);
    const [row] = await this.database.query<{ count: number | string }>(
      `SELECT COUNT(*) AS count FROM messages WHERE conversation_id IN (${those})`,
      ids,
    );
    await this.settle(ids);
    const touched = await this.letGo(ids);
    await this.database.run(
      `UPDATE consent_changes SET conversation_id = NULL
       WHERE program_id = ? AND number IN (${those}) AND conversation_id IN (${those})`,
      [programId, ...threads.map(({ number }) => number), ...ids],
    );
    await this.database.run(`DELETE FROM conversations WHERE id IN (${those})`, ids);
    await this.forgetWords(touched);
    this.tell(programId, threads);
    return { messages: Number(row!.count) };
  }

  // What is in the queue never leaves; of what is leaving at this moment nobody will know what became.
  private async settle(ids: number[]) {
    const leaving = `SELECT id FROM messages WHERE status = 'sending' AND conversation_id IN (${marks(ids)})`;
    await this.database.run(
      `UPDATE campaign_recipients SET outcome = 'unconfirmed', left_at = ? WHERE message_id IN (${leaving})`,
      [this.clock.now(), ...ids],
    );
    await this.database.run(
      `UPDATE campaign_recipients SET state = 'skipped', reason = 'gone', detail = NULL
       WHERE conversation_id IN (${marks(ids)}) AND state = 'queued' AND outcome IS NULL`,
      ids,
    );
  }

  private async letGo(ids: number[]): Promise<number[]> {
    const rows = await this.database.query<{ campaign_id: number }>(
      `SELECT DISTINCT campaign_id FROM campaign_recipients WHERE conversation_id IN (${marks(ids)})`,
      ids,
    );
    await this.database.run(
      `UPDATE campaign_recipients SET conversation_id = NULL, message_id = NULL WHERE conversation_id IN (${marks(ids)})`,
      ids,
    );
    return rows.map(({ campaign_id: id }) => id);
  }

  /** A Quick Message of which no text is left, or to come, says nothing any more: often it was to one person, by name. */
  async forgetWords(campaignIds: number[]): Promise<void> {
    for (const id of campaignIds)
      await this.database.run(
        `UPDATE campaign_steps SET body = 'Erased' WHERE campaign_id = (
           SELECT campaign.id FROM campaigns campaign WHERE campaign.id = ? AND campaign.kind = 'quick-message'
             AND campaign.prepared_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM campaign_recipients recipient
               WHERE recipient.campaign_id = campaign.id
                 AND (recipient.conversation_id IS NOT NULL
                   OR (recipient.state = 'waiting' AND campaign.status <> 'canceled'))))`,
        [id],
      );
  }

  // Open pages look anew, and no longer find it.
  private tell(programId: number, threads: Going[]) {
    const at = this.clock.now();
    this.database.afterCommit(() => {
      for (const { id: conversationId, assignee_id: assigneeId, is_listed: isListed } of threads)
        if (Number(isListed))
          this.happenings.told.next(
            Object.assign(
              Event.of('erased', { programId, conversationId, assigneeId, wasAssigneeId: assigneeId, at }),
              {
                id: 0,
                isListed: true,
              },
            ),
          );
    });
  }
}
