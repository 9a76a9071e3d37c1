import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Recurring } from '../programs/recurring.js';
import { Conversation } from './conversation.js';
import { Conversations } from './conversations.js';

const lookEvery = 5_000;
const slice = 100;

/** Nothing waits unseen: what is unassigned or unanswered for longer than the program's limit is announced, once. */
@Injectable()
export class Escalation extends Recurring {
  constructor(
    private readonly database: Database,
    private readonly conversations: Conversations,
    private readonly clock: Clock,
  ) {
    super(lookEvery);
  }

  /** Announces what has waited too long by now; whether there is more. */
  override async round(): Promise<boolean> {
    const programs = await this.database.query<{ id: number; waiting_limit_minutes: number }>(
      'SELECT id, waiting_limit_minutes FROM programs',
    );
    let hasMore = false;
    for (const { id, waiting_limit_minutes: limit } of programs) {
      const cutoff = new Date(this.clock.now().getTime() - limit * 60_000);
      const overdue = [
        ...(await this.since('waiting_since', id, cutoff)),
        ...(await this.since('unassigned_since', id, cutoff)),
      ];
      for (const conversationId of new Set(overdue)) await this.announce(conversationId, cutoff);
      hasMore ||= overdue.length >= slice;
    }
    return hasMore;
  }

  private async since(column: 'waiting_since' | 'unassigned_since', programId: number, cutoff: Date) {
    const rows = await this.database.query<{ id: number }>(
      `SELECT id FROM conversations WHERE program_id = ? AND status = 'open' AND is_escalated = 0 AND ${column} < ?
       ORDER BY ${column} LIMIT ${slice}`,
      [programId, cutoff],
    );
    return rows.map(({ id }) => id);
  }

  private announce(id: number, cutoff: Date): Promise<void> {
    return this.database.transaction(async () => {
      const conversation = await this.database.hold(Conversation, id);
      const isOver = (since: Date | null | undefined) => !!since && since < cutoff;
      const { isOpen, isEscalated, waitingSince, unassignedSince } = conversation ?? {};
      if (!isOpen || isEscalated || !(isOver(waitingSince) || isOver(unassignedSince))) return;
      conversation!.isEscalated = true;
      conversation!.record('overdue', this.clock.now());
      await this.conversations.save(conversation!);
    });
  }
}
