import { Injectable } from '@nestjs/common';
import { asDate, asSql } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { type Marker, markerOf } from '../web/marker.js';
import { dateIn } from '../web/moments.js';
import { Attachments, type ShownAttachment } from './attachments.js';
import type { Conversation } from './conversation.js';
import { type ItemRecord, itemOf } from './timeline-item.js';

const pageLength = 50;

/** The thread: messages, notes and what happened, oldest first, by day; the newest page, or the one before another. */
@Injectable()
export class Timeline {
  constructor(
    private readonly database: Database,
    private readonly attachments: Attachments,
  ) {}

  async of(conversation: Conversation, member: Member, people: Member[], before: Marker | null = null) {
    const messages = await this.messages(conversation.id, before);
    const shown = messages.slice(0, pageLength);
    const hasOlder = messages.length > pageLength;
    const first = shown.at(-1);
    const from = hasOlder && first ? asDate(first.at) : null;
    const [notes, lines] = await Promise.all([
      this.between(notesOf, conversation.id, from, before),
      this.between(linesOf, conversation.id, from, before),
    ]);
    const attachments = await this.attachments.of(shown.map(({ id }) => id));
    const records = [...shown, ...notes, ...lines].sort(byTime);
    return {
      olderUrl:
        hasOlder && first ? `/conversations/${conversation.id}?before=${markerOf(asDate(first.at), first.id)}` : null,
      isEmpty: records.length === 0,
      newestUrl: before ? `/conversations/${conversation.id}` : null,
      days: inDays(records, member, people, attachments),
    };
  }

  private messages(conversationId: number, before: Marker | null) {
    const older = before ? 'AND (message.at < ? OR (message.at = ? AND message.id < ?))' : '';
    const at = before && asSql(before.at);
    return this.database.query<ItemRecord>(
      `SELECT 'message' AS kind, message.id, message.body, message.direction, message.source, message.status, message.at,
         message.created_at, message.error_code, message.error_detail, message.author_id, author.name AS author,
         resent.id AS resent_id
       FROM messages message LEFT JOIN users author ON author.id = message.author_id
       LEFT JOIN messages resent ON resent.resend_of_id = message.id
       WHERE message.conversation_id = ? ${older} ORDER BY message.at DESC, message.id DESC LIMIT ${pageLength + 1}`,
      before ? [conversationId, at, at, before.id] : [conversationId],
    );
  }

  private between(select: string, conversationId: number, from: Date | null, before: Marker | null) {
    return this.database.query<ItemRecord>(
      `${select} AND item.at >= ? AND item.at < ? ORDER BY item.at DESC, item.id DESC LIMIT 300`,
      [conversationId, asSql(from ?? new Date(0)), asSql(before?.at ?? new Date('9000-01-01'))],
    );
  }
}

const notesOf = `SELECT 'note' AS kind, item.id, item.body, item.at, item.author_id, author.name AS author
  FROM notes item LEFT JOIN users author ON author.id = item.author_id WHERE item.conversation_id = ?`;

const linesOf = `SELECT item.kind, item.id, item.at, item.particulars, item.by_user_id AS author_id, author.name AS author,
    assignee.name AS assignee, item.assignee_id
  FROM events item LEFT JOIN users author ON author.id = item.by_user_id
  LEFT JOIN users assignee ON assignee.id = item.assignee_id
  WHERE item.conversation_id = ? AND item.is_line = 1`;

// At the same moment a text comes before the line that it caused, and that line before the answer it caused.
function order(record: ItemRecord): number {
  if (record.kind === 'note') return 1;
  if (record.kind !== 'message') return 2;
  return record.source === 'answer' || record.source === 'opt-out-confirmation' ? 3 : 0;
}
const byTime = (one: ItemRecord, other: ItemRecord) =>
  asDate(one.at).getTime() - asDate(other.at).getTime() || order(one) - order(other) || one.id - other.id;

function inDays(records: ItemRecord[], member: Member, people: Member[], attachments: Map<number, ShownAttachment[]>) {
  const days: { key: string; date: Date; items: ReturnType<typeof itemOf>[] }[] = [];
  for (const record of records) {
    const date = asDate(record.at);
    const key = dateIn(date, member.timeZone);
    if (days.at(-1)?.key !== key) days.push({ key, date, items: [] });
    const own = record.kind === 'message' ? attachments.get(record.id) : undefined;
    days.at(-1)!.items.push(itemOf(record, member, people, own));
  }
  return days;
}
