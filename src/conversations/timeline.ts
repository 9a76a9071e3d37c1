import { Injectable } from '@nestjs/common';
import { asDate, asSql } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { dateIn } from '../web/moments.js';
import { Attachments, type ShownAttachment } from './attachments.js';
import type { Conversation } from './conversation.js';
import { type ItemRecord, itemOf } from './timeline-item.js';
import { before, inOrder, type Place, placeOf, type Source, writtenOut } from './timeline-place.js';

/** The most of each on a page. Where people write more notes than texts, those alone end a page. */
const most: Record<Source, number> = { message: 50, note: 200, line: 200 };

/** The thread: messages, notes and what happened, oldest first, by day; the newest page, or the one before a place. */
@Injectable()
export class Timeline {
  constructor(
    private readonly database: Database,
    private readonly attachments: Attachments,
  ) {}

  async of(conversation: Conversation, member: Member, people: Member[], until: Place | null = null) {
    const { id } = conversation;
    const url = `/conversations/${id}`;
    const messages = await this.read('message', id, until);
    const oldest = endOf('message', messages);
    const [notes, lines] = await Promise.all([
      this.read('note', id, until, oldest),
      this.read('line', id, until, oldest),
    ]);
    // Where one of them goes on, the page ends for all: what is older than that belongs to the next.
    const end = [oldest, endOf('note', notes), endOf('line', lines)]
      .filter((place) => place !== null)
      .sort(inOrder)
      .at(-1);
    const records = [...messages, ...notes, ...lines].filter((record) => !end || inOrder(placeOf(record), end) >= 0);
    const shown = records.filter(({ kind }) => kind === 'message');
    const attachments = await this.attachments.of(shown.map((message) => message.id));
    return {
      olderUrl: end ? `${url}?before=${writtenOut(end)}` : null,
      isEmpty: records.length === 0,
      newestUrl: until ? url : null,
      days: inDays(records.sort(byTime), member, people, attachments),
    };
  }

  /** The newest of one source before a place, and one more than a page shows where there are more; none before `from`. */
  private read(source: Source, conversationId: number, until: Place | null, from: Place | null = null) {
    const conditions = [
      ...(until ? [before(until, source)] : []),
      ...(from ? [{ sql: 'item.at >= ?', values: [asSql(from.at)] }] : []),
    ];
    return this.database.query<ItemRecord>(
      `${selects[source]} ${conditions.map(({ sql }) => `AND ${sql}`).join(' ')}
       ORDER BY item.at DESC, item.id DESC LIMIT ${most[source] + 1}`,
      [conversationId, ...conditions.flatMap(({ values }) => values)],
    );
  }
}

/** Where a page ends that shows as many as it can of a source; null when it shows all. */
function endOf(source: Source, records: ItemRecord[]): Place | null {
  return records.length > most[source] ? placeOf(records[most[source] - 1]!) : null;
}

const selects: Record<Source, string> = {
  message: `SELECT 'message' AS kind, item.id, item.body, item.direction, item.source, item.status, item.at,
      item.created_at, item.error_code, item.error_detail, item.author_id, author.name AS author,
      resent.id AS resent_id
    FROM messages item LEFT JOIN users author ON author.id = item.author_id
    LEFT JOIN messages resent ON resent.resend_of_id = item.id
    WHERE item.conversation_id = ?`,
  note: `SELECT 'note' AS kind, item.id, item.body, item.at, item.author_id, author.name AS author
    FROM notes item LEFT JOIN users author ON author.id = item.author_id WHERE item.conversation_id = ?`,
  line: `SELECT item.kind, item.id, item.at, item.particulars, item.by_user_id AS author_id, author.name AS author,
      assignee.name AS assignee, item.assignee_id
    FROM events item LEFT JOIN users author ON author.id = item.by_user_id
    LEFT JOIN users assignee ON assignee.id = item.assignee_id
    WHERE item.conversation_id = ? AND item.is_line = 1`,
};

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
