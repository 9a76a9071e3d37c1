import { Injectable } from '@nestjs/common';
import { leftUntil } from '../consent/opt-out-wishes.js';
import { type WishRule, wishRules } from '../consent/wishes.js';
import { asDate } from '../database/columns.js';
import type { Condition } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { nationalForm } from '../programs/phone.js';
import { type Marker, markerOf } from '../web/marker.js';
import { mayHandle } from './abilities.js';
import { seenBy } from './sight.js';

const pageLength = 25;

interface Row {
  id: number;
  rule: WishRule;
  due_at: string | Date;
  found_at: string | Date;
  body: string;
  conversation_id: number;
  assignee_id: number | null;
  number: string;
  contact_id: number | null;
  first_name: string | null;
  last_name: string | null;
  accent: string | null;
  assignee: string | null;
}

/** Whose wishes somebody decides on: in conversations that they may see, and of unknown senders if they look after those. */
export function wishesSeenBy(member: Member): Condition {
  const { sql, values } = seenBy(member);
  const unknown = member.can('edit-contacts')
    ? `(conversation.program_id = ? AND conversation.contact_id IS NULL AND conversation.sender_state = 'waiting')`
    : '';
  return unknown ? { sql: `(${sql} OR ${unknown})`, values: [...values, member.programId] } : { sql, values };
}

/** The wishes to opt out that wait for a decision, in conversations that somebody may see. */
@Injectable()
export class WishList {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The ones due first; `after` is the due time and id of the page before's last. */
  async page(member: Member, after: Marker | null) {
    const seen = wishesSeenBy(member);
    const later = after ? 'AND (wish.due_at > ? OR (wish.due_at = ? AND wish.id > ?))' : '';
    const rows = await this.database.query<Row>(
      `SELECT wish.id, wish.rule, wish.due_at, wish.found_at, message.body, message.conversation_id,
         conversation.assignee_id, conversation.number, conversation.contact_id, contact.first_name, contact.last_name, type.accent,
         assignee.name AS assignee
       FROM opt_out_wishes wish JOIN messages message ON message.id = wish.message_id
       JOIN conversations conversation ON conversation.id = message.conversation_id
       LEFT JOIN contacts contact ON contact.id = conversation.contact_id
       LEFT JOIN contact_types type ON type.id = contact.contact_type_id
       LEFT JOIN users assignee ON assignee.id = conversation.assignee_id
       WHERE wish.program_id = ? AND wish.status = 'open' ${later} AND ${seen.sql}
       ORDER BY wish.due_at, wish.id LIMIT ${pageLength + 1}`,
      [member.programId, ...(after ? [after.at, after.at, after.id] : []), ...seen.values],
    );
    const last = rows.length > pageLength ? rows[pageLength - 1] : undefined;
    return {
      wishes: rows.slice(0, pageLength).map((row) => this.shown(row, member)),
      nextUrl: last ? `/consent/wishes?after=${markerOf(asDate(last.due_at), last.id)}` : null,
    };
  }

  private shown(row: Row, member: Member) {
    const isUnknown = row.contact_id === null;
    const number = nationalForm(row.number, member.country);
    const action = `/${isUnknown ? 'unknown-senders' : 'conversations'}/${row.conversation_id}`;
    return {
      id: row.id,
      action,
      url: isUnknown ? `/unknown-senders#sender-${row.conversation_id}` : action,
      isUnknown,
      name: isUnknown ? number : `${row.first_name} ${row.last_name}`.trim() || number,
      accent: row.accent,
      number,
      body: row.body,
      at: asDate(row.found_at),
      reason: wishRules[row.rule],
      assignee: row.assignee,
      mayDecide: isUnknown || mayHandle(member, { assigneeId: row.assignee_id }),
      ...leftUntil(asDate(row.due_at), member.timeZone, this.clock.now()),
    };
  }
}
