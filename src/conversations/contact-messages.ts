import { Injectable } from '@nestjs/common';
import { asDate } from '../database/columns.js';
import type { Condition } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { nationalForm } from '../programs/phone.js';
import { type Marker, markerOf } from '../web/marker.js';
import { type ItemRecord, itemOf } from './timeline-item.js';

const pageLength = 50;

type Row = ItemRecord & { conversation_id: number; is_listed: number; number: string; ours: string; label: string };

/** Everything that was sent to a contact and received from them, on all numbers. */
@Injectable()
export class ContactMessages {
  constructor(private readonly database: Database) {}

  /** The newest first, before the last of the page before. */
  async page(contactId: number, member: Member, before: Marker | null) {
    const seen = readBy(member);
    const older = before ? 'AND (message.at < ? OR (message.at = ? AND message.id < ?))' : '';
    const rows = await this.database.query<Row>(
      `SELECT 'message' AS kind, message.id, message.body, message.direction, message.source, message.status, message.at,
         message.created_at, message.error_code, message.error_detail, message.author_id, author.name AS author,
         message.conversation_id, conversation.is_listed, conversation.number, number.number AS ours, number.label
       FROM conversations conversation JOIN messages message ON message.conversation_id = conversation.id
       JOIN program_numbers number ON number.id = conversation.program_number_id
       LEFT JOIN users author ON author.id = message.author_id
       WHERE conversation.contact_id = ? AND ${seen.sql} ${older}
       ORDER BY message.at DESC, message.id DESC LIMIT ${pageLength + 1}`,
      [contactId, ...seen.values, ...(before ? [before.at, before.at, before.id] : [])],
    );
    const last = rows.length > pageLength ? rows[pageLength - 1] : undefined;
    return {
      messages: rows.slice(0, pageLength).map((row) => ({
        ...itemOf(row, member, []),
        id: row.id,
        number: nationalForm(row.number, member.country),
        ours: `${row.label} ${nationalForm(row.ours, member.country)}`,
        url: Number(row.is_listed) ? `/conversations/${row.conversation_id}` : null,
      })),
      olderUrl: last ? `/contacts/${contactId}/messages?before=${markerOf(asDate(last.at), last.id)}` : null,
    };
  }
}

/**
 * Whose texts somebody may read: those of the conversations that they see. Of threads that have not opened yet, which are in
 * no list: whoever sees everything, all; everybody else, what they sent.
 */
function readBy(member: Member): Condition {
  const inProgram = 'conversation.program_id = ?';
  return member.seesAll
    ? { sql: inProgram, values: [member.programId] }
    : {
        sql: `${inProgram} AND ((conversation.is_listed = 1 AND conversation.assignee_id = ?)
          OR (conversation.is_listed = 0 AND message.author_id = ?))`,
        values: [member.programId, member.userId, member.userId],
      };
}
