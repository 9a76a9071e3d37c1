import { Injectable } from '@nestjs/common';
import type { Condition } from '../database/condition.js';
import { asDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Going } from './thread-erasure.js';

export const mostCounted = 1000;
/** So many of the contacts that were untouched longest are looked at for a forecast. */
const mostLookedAt = 5000;

/** The place of a contact in the order of those who were untouched longest. */
export interface ContactPlace {
  id: number;
  updatedAt: Date;
  goes: boolean;
}

const held = (contact: string) => `EXISTS (SELECT 1 FROM contact_holds hold WHERE hold.contact_id = ${contact})`;

/** What is older than a program keeps it, held contacts apart. */
@Injectable()
export class Overdue {
  constructor(private readonly database: Database) {}

  /** Some of the threads whose last activity was before a moment. */
  async threads(programId: number, before: Date, most: number): Promise<Going[]> {
    const { sql, values } = threadsBefore(programId, before, most);
    const found = await this.database.query<{ id: number }>(`${sql} LIMIT ${most}`, values);
    return found.length
      ? this.held(
          found.map(({ id }) => id),
          before,
        )
      : [];
  }

  /** The next contacts after a place that nobody has changed since a moment, and whether each of them goes. */
  async contacts(programId: number, before: Date, after: ContactPlace | null, most: number): Promise<ContactPlace[]> {
    const on = after ? 'AND (contact.updated_at > ? OR (contact.updated_at = ? AND contact.id > ?))' : '';
    const goes = goesBefore(before);
    const rows = await this.database.query<{ id: number; updated_at: string | Date; goes: number | string }>(
      `SELECT contact.id, contact.updated_at, CASE WHEN ${goes.sql} THEN 1 ELSE 0 END AS goes FROM contacts contact
       WHERE contact.program_id = ? AND contact.updated_at < ? ${on} ORDER BY contact.updated_at, contact.id LIMIT ${most}`,
      [...goes.values, programId, before, ...(after ? [after.updatedAt, after.updatedAt, after.id] : [])],
    );
    return rows.map((row) => ({ id: row.id, updatedAt: asDate(row.updated_at), goes: Number(row.goes) === 1 }));
  }

  /** Whether a contact still goes, for whoever holds it. */
  async has(contactId: number, before: Date): Promise<boolean> {
    const goes = goesBefore(before);
    const rows = await this.database.query(
      `SELECT 1 AS one FROM contacts contact WHERE contact.id = ? AND contact.updated_at < ? AND ${goes.sql}`,
      [contactId, before, ...goes.values],
    );
    return rows.length > 0;
  }

  /** How many threads and contacts would go now; counted up to a limit, and of contacts among those untouched longest. */
  async counts(programId: number, conversationsBefore: Date | null, contactsBefore: Date | null) {
    const [conversations, contacts] = await Promise.all([
      conversationsBefore ? this.count(threadsBefore(programId, conversationsBefore, mostCounted + 1)) : 0,
      contactsBefore ? this.count(untouchedBefore(programId, contactsBefore)) : 0,
    ]);
    return { conversations, contacts };
  }

  private async count({ sql, values }: Condition): Promise<number> {
    const [row] = await this.database.query<{ count: number | string }>(
      `SELECT COUNT(*) AS count FROM (${sql} LIMIT ${mostCounted + 1}) some`,
      values,
    );
    return Number(row!.count);
  }

  // Held, and only those of which nothing was heard since they were found.
  private held(ids: number[], before: Date): Promise<Going[]> {
    return this.database.query<Going>(
      `SELECT id, number, assignee_id, is_listed FROM conversations
       WHERE id IN (${ids.map(() => '?').join()}) AND last_activity_at < ? ORDER BY id${this.database.holding}`,
      [...ids, before],
    );
  }
}

// A walk along the index for each part of the list.
function threadsBefore(programId: number, before: Date, most: number): Condition {
  const walk = (isListed: 0 | 1) =>
    `SELECT id FROM (SELECT conversation.id FROM conversations conversation
       WHERE conversation.program_id = ? AND conversation.is_listed = ${isListed} AND conversation.last_activity_at < ?
         AND NOT ${held('conversation.contact_id')} ORDER BY conversation.last_activity_at LIMIT ${most}) walk${isListed}`;
  return { sql: `${walk(0)} UNION ALL ${walk(1)}`, values: [programId, before, programId, before] };
}

function untouchedBefore(programId: number, before: Date): Condition {
  const goes = goesBefore(before);
  return {
    sql: `SELECT contact.id FROM (SELECT id FROM contacts WHERE program_id = ? AND updated_at < ?
       ORDER BY updated_at, id LIMIT ${mostLookedAt}) contact WHERE ${goes.sql}`,
    values: [programId, before, ...goes.values],
  };
}

// Nothing said, nothing about to be said, no hold.
function goesBefore(before: Date): Condition {
  return {
    sql: `NOT EXISTS (SELECT 1 FROM conversations thread WHERE thread.contact_id = contact.id AND thread.last_activity_at >= ?)
       AND NOT EXISTS (SELECT 1 FROM campaign_recipients turn JOIN campaigns campaign ON campaign.id = turn.campaign_id
         WHERE turn.contact_id = contact.id AND turn.state = 'waiting' AND campaign.status <> 'canceled')
       AND NOT ${held('contact.id')}`,
    values: [before],
  };
}
