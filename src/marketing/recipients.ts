import { Injectable } from '@nestjs/common';
import { seenBy } from '../conversations/sight.js';
import type { MessageStatus } from '../conversations/message-status.js';
import { asDate, asOptionalDate } from '../database/columns.js';
import type { Condition } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import type { Campaign } from './campaign.js';
import type { SkipReason } from './campaign-recipient.js';
import { partsOf, type Show } from './result-states.js';

/** One text to one person, with what became of it. */
export interface Recipient {
  id: number;
  step: number;
  /** Empty once the contact was erased. */
  contactId: number | null;
  firstName: string;
  lastName: string;
  accent: string;
  number: string | null;
  state: 'waiting' | 'queued' | 'skipped';
  reason: SkipReason | null;
  detail: string | null;
  outcome: MessageStatus | null;
  errorCode: string | null;
  dueAt: Date;
  leftAt: Date | null;
  repliedAt: Date | null;
  hasReplied: boolean;
  hasOptedOut: boolean;
  /** Only where whoever asks may see it. */
  conversationId: number | null;
}

/** The recipients of a Quick Message or Campaign, in the order in which they were found. */
@Injectable()
export class Recipients {
  constructor(private readonly database: Database) {}

  /** The next ones after `after`, 0 at first. One statement, and an index for each list, however many there are. */
  async slice(campaign: Campaign, show: Show, after: number, most: number, member: Member): Promise<Recipient[]> {
    const picked = pick(campaign, show, after, most);
    const seen = seenBy(member);
    const rows = await this.database.query<Row>(
      `SELECT recipient.id, recipient.step, recipient.contact_id, contact.first_name, contact.last_name, type.accent,
         recipient.number, recipient.state, recipient.reason, recipient.detail, recipient.outcome, recipient.error_code,
         recipient.due_at, recipient.left_at, recipient.replied_at, recipient.has_replied, recipient.has_opted_out,
         conversation.id AS seen_id
       FROM (${picked.sql}) picked JOIN campaign_recipients recipient ON recipient.id = picked.id
       LEFT JOIN contacts contact ON contact.id = recipient.contact_id
       LEFT JOIN contact_types type ON type.id = contact.contact_type_id
       LEFT JOIN conversations conversation ON conversation.id = recipient.conversation_id AND ${seen.sql}
       ORDER BY recipient.id`,
      [...picked.values, ...seen.values],
    );
    return rows.map(recipientFrom);
  }
}

// Each part by its index, then the first of all of them.
function pick(campaign: Campaign, show: Show, after: number, most: number): Condition {
  const parts = partsOf(show, campaign);
  const one = (part: string) =>
    `SELECT id FROM campaign_recipients WHERE campaign_id = ? AND ${part} AND id > ? ORDER BY id LIMIT ${most}`;
  const sql =
    parts.length === 1
      ? one(parts[0]!)
      : `${parts.map((part, place) => `SELECT id FROM (${one(part)}) part${place}`).join(' UNION ALL ')} ORDER BY id LIMIT ${most}`;
  return { sql, values: parts.flatMap(() => [campaign.id, after]) };
}

interface Row {
  id: number;
  step: number;
  contact_id: number | null;
  first_name: string | null;
  last_name: string | null;
  accent: string | null;
  number: string | null;
  state: Recipient['state'];
  reason: SkipReason | null;
  detail: string | null;
  outcome: MessageStatus | null;
  error_code: string | null;
  due_at: string | Date;
  left_at: string | Date | null;
  replied_at: string | Date | null;
  has_replied: number;
  has_opted_out: number;
  seen_id: number | null;
}

const recipientFrom = (row: Row): Recipient => ({
  id: row.id,
  step: row.step,
  contactId: row.contact_id,
  firstName: row.contact_id ? (row.first_name ?? '') : 'Erased contact',
  lastName: row.last_name ?? '',
  accent: row.accent ?? 'gone',
  number: row.number,
  state: row.state,
  reason: row.reason,
  detail: row.detail,
  outcome: row.outcome,
  errorCode: row.error_code,
  dueAt: asDate(row.due_at),
  leftAt: asOptionalDate(row.left_at),
  repliedAt: asOptionalDate(row.replied_at),
  hasReplied: Boolean(Number(row.has_replied)),
  hasOptedOut: Boolean(Number(row.has_opted_out)),
  conversationId: row.seen_id,
});
