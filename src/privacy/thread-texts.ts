import { Injectable } from '@nestjs/common';
import { type ItemRecord, itemOf } from '../conversations/timeline-item.js';
import type { Contact } from '../contacts/contact.js';
import { asDate } from '../database/columns.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import type { Entry } from './record-sections.js';
import { slice } from './walk.js';

export interface OwnThread {
  id: number;
  number: string;
  ours: string;
  status: string;
  assignee: string | null;
  began: Date;
  lastActivity: Date;
}

/** What was said and done in the threads of a contact, a thread after the other, oldest first. */
@Injectable()
export class ThreadTexts {
  constructor(private readonly database: Database) {}

  /** Also texts from a number of theirs that were linked to nobody. */
  async threads({ id, programId }: Contact, numbers: string[]): Promise<OwnThread[]> {
    const unlinked = numbers.length
      ? `OR (conversation.program_id = ? AND conversation.number IN (${marks(numbers)}) AND conversation.contact_id IS NULL)`
      : '';
    const rows = await this.database.query<Omit<OwnThread, 'began' | 'lastActivity'> & { a: string; b: string }>(
      `SELECT conversation.id, conversation.number, own.number AS ours, conversation.status, user.name AS assignee,
         conversation.created_at AS a, conversation.last_activity_at AS b
       FROM conversations conversation JOIN program_numbers own ON own.id = conversation.program_number_id
       LEFT JOIN users user ON user.id = conversation.assignee_id
       WHERE conversation.contact_id = ? ${unlinked} ORDER BY conversation.id`,
      [id, ...(numbers.length ? [programId, ...numbers] : [])],
    );
    return rows.map(({ a, b, ...thread }) => ({ ...thread, began: asDate(a), lastActivity: asDate(b) }));
  }

  async *messages(threads: OwnThread[]): AsyncGenerator<Entry> {
    for (const { id, number, ours } of threads)
      for await (const row of this.walk('messages', 'item.direction, item.source, item.status, item.error_code', id))
        yield {
          at: asDate(row.at),
          conversation: id,
          from: row.direction === 'inbound' ? number : ours,
          to: row.direction === 'inbound' ? ours : number,
          by: row.author,
          sort: row.source!,
          state: row.status!,
          error: row.error_code!,
          text: row.body!,
        };
  }

  /** What staff began to write to them. */
  async *drafts(threads: OwnThread[]): AsyncGenerator<Entry> {
    for (const { id } of threads) {
      const rows = await this.database.query<{ author: string; body: string }>(
        `SELECT author.name AS author, draft.body FROM drafts draft JOIN users author ON author.id = draft.user_id
         WHERE draft.conversation_id = ? ORDER BY draft.id`,
        [id],
      );
      for (const { author: by, body: text } of rows) yield { conversation: id, by, text };
    }
  }

  async *notes(threads: OwnThread[]): AsyncGenerator<Entry> {
    for (const { id } of threads)
      for await (const row of this.walk('notes', "'note' AS kind", id))
        yield { at: asDate(row.at), conversation: id, by: row.author, note: row.body! };
  }

  async *lines(threads: OwnThread[], member: Member): AsyncGenerator<Entry> {
    for (const { id } of threads)
      for await (const row of this.walk(
        'events',
        'item.kind, item.particulars, item.assignee_id, assignee.name AS assignee',
        id,
      )) {
        const { text, detail } = itemOf(row, member, []);
        yield { at: asDate(row.at), conversation: id, what: text, detail };
      }
  }

  // By the index of the thread, so that a slice costs what it holds.
  private async *walk(table: keyof typeof parts, columns: string, id: number): AsyncGenerator<ItemRecord> {
    for (let last: { at: Date; id: number } | null = null; ;) {
      const after = last ? 'AND (item.at > ? OR (item.at = ? AND item.id > ?))' : '';
      const rows: ItemRecord[] = await this.database.query<ItemRecord>(
        `SELECT item.id, item.at, author.name AS author, ${parts[table].columns}, ${columns} FROM ${table} item
         LEFT JOIN users author ON author.id = item.${parts[table].author} ${parts[table].join}
         WHERE item.conversation_id = ? ${parts[table].only} ${after} ORDER BY item.at, item.id LIMIT ${slice}`,
        [id, ...(last ? [last.at, last.at, last.id] : [])],
      );
      yield* rows;
      if (rows.length < slice) return;
      last = { at: asDate(rows.at(-1)!.at), id: rows.at(-1)!.id };
    }
  }
}

const parts = {
  messages: { author: 'author_id', columns: 'item.body, item.author_id', join: '', only: '' },
  notes: { author: 'author_id', columns: 'item.body, item.author_id', join: '', only: '' },
  events: {
    author: 'by_user_id',
    columns: 'item.by_user_id AS author_id',
    join: 'LEFT JOIN users assignee ON assignee.id = item.assignee_id',
    only: 'AND item.is_line = 1',
  },
} as const;
