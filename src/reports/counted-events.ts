import { Injectable } from '@nestjs/common';
import { type MessageStatus, notArrived } from '../conversations/message-status.js';
import { asDate } from '../database/columns.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Particulars } from '../events/event.js';
import { Counts } from './counts.js';
import { FailedText } from './failed-text.js';
import { FirstReply } from './first-reply.js';
import { count, type Happened, isReply } from './happened.js';
import { quarterHourOf } from './quarter-hour.js';
import type { Source } from './source.js';

interface Text {
  id: number;
  program_id: number;
  created_at: string | Date;
  status: MessageStatus;
  error_code: string | null;
  is_counted: number;
}

interface Opening {
  at: string | Date;
  particulars: string | null;
}

/** What is counted of `events`. Part of the transaction that moves the bookmark. */
@Injectable()
export class CountedEvents implements Source<Happened> {
  readonly table = 'events';

  constructor(private readonly database: Database) {}

  after(id: number, limit: number): Promise<Happened[]> {
    return this.database.query<Happened>(
      `SELECT event.id, event.program_id, event.kind, event.at, event.by_user_id, event.assignee_id, event.was_assignee_id,
         event.message_id, message.source, message.author_id
       FROM (SELECT * FROM events WHERE id > ? ORDER BY id LIMIT ${limit}) event
       LEFT JOIN messages message ON message.id = event.message_id ORDER BY event.id`,
      [id],
    );
  }

  async count(events: Happened[]): Promise<Counts> {
    const counts = new Counts();
    count(events, counts);
    await this.failures(events, counts);
    await this.firstReplies(events);
    return counts;
  }

  // A text may fail and arrive after all, so it is looked at with each news of it, and counted by how it is then.
  private async failures(events: Happened[], counts: Counts) {
    const ids = new Set(events.filter(isNewsOfText).map(({ message_id: id }) => id));
    if (!ids.size) return;
    const texts = await this.database.query<Text>(
      `SELECT message.id, message.program_id, message.created_at, message.status, message.error_code,
         counted.id IS NOT NULL AS is_counted
       FROM messages message LEFT JOIN report_failed_texts counted ON counted.message_id = message.id
       WHERE message.id IN (${marks([...ids])})`,
      [...ids],
    );
    for (const text of texts) {
      const isCounted = Boolean(Number(text.is_counted));
      if (isFailed(text) === isCounted) continue;
      const place = { programId: text.program_id, at: asDate(text.created_at) };
      counts.add('failed', place, isCounted ? -1 : 1);
      if (isCounted) await this.database.run('DELETE FROM report_failed_texts WHERE message_id = ?', [text.id]);
      else await this.database.insert(FailedText, { messageId: text.id });
    }
  }

  // From the text that opened the conversation, also if it was linked or moved there later; one that somebody of the staff
  // reopened has nobody who waits.
  private async firstReplies(events: Happened[]) {
    const replies = events.filter(isReply);
    if (!replies.length) return;
    const rows = await this.database.query<{ id: number } & Opening>(
      `SELECT event.id, opening.at, opening.particulars FROM events event
       JOIN events opening ON opening.id = (
         SELECT MAX(turn.id) FROM events turn WHERE turn.conversation_id = event.conversation_id AND turn.is_line = 1
           AND turn.kind IN ('opened', 'reopened') AND turn.id < event.id)
       WHERE event.id IN (${marks(replies)}) AND opening.by_user_id IS NULL
         AND NOT EXISTS (SELECT 1 FROM events earlier JOIN messages text ON text.id = earlier.message_id
           WHERE earlier.conversation_id = event.conversation_id AND earlier.is_line = 0 AND earlier.at >= opening.at
             AND earlier.id > opening.id AND earlier.id < event.id AND earlier.kind = 'queued' AND text.source = 'reply'
             AND text.author_id IS NOT NULL)`,
      replies.map(({ id }) => id),
    );
    const since = new Map(rows.map((row) => [row.id, beganAt(row)]));
    const first = replies.filter(({ id }) => since.has(id));
    await this.database.insertAll(
      FirstReply,
      first.map(({ id, program_id: programId, author_id: userId, at }) => ({
        programId,
        quarterHour: quarterHourOf(asDate(at)),
        userId,
        seconds: Math.max(0, Math.round((asDate(at).getTime() - since.get(id)!.getTime()) / 1000)),
      })),
    );
  }
}

const isNewsOfText = ({ kind, message_id: id }: Happened) => (kind === 'delivery' || kind === 'queued') && id !== null;

/** Of what was canceled nobody expects that it arrives; of what is unconfirmed nobody knows. */
const isFailed = ({ status, error_code: code }: Pick<Text, 'status' | 'error_code'>) =>
  notArrived.includes(status) && code !== 'canceled';

function beganAt({ at, particulars }: Opening): Date {
  const { since } = particulars ? (JSON.parse(particulars) as Particulars) : {};
  return since ? new Date(since) : asDate(at);
}
