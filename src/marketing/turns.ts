import { Injectable } from '@nestjs/common';
import type { MessageStatus } from '../conversations/message-status.js';
import { asOptionalDate } from '../database/columns.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { isoDayOf, startOfDay } from '../programs/days.js';
import type { Campaign } from './campaign.js';

/** Somebody whose turn has come, with what decides whether they get their text now. */
export interface Turn {
  id: number;
  step: number;
  contactId: number;
  number: string;
  /** Where they are, if the contact says so. */
  zone: string | null;
  /** Whether it failed before to make a text for them. */
  hadFault: boolean;
  /** Whether the contact has this number no more. */
  isNumberGone: boolean;
  isOptedOut: boolean;
  wasTextedToday: boolean;
  /** The text before this one: what became of it, and when it left; null for the first. */
  last: { outcome: MessageStatus | null; leftAt: Date | null } | null;
  hasAnswered: boolean;
}

type Picked = Pick<Row, 'id' | 'contact_id' | 'number'>;

interface Row {
  id: number;
  step: number;
  contact_id: number;
  number: string;
  detail: string | null;
  time_zone: string | null;
  opted: number | string;
  has_number: number | string;
  last_id: number | null;
  last_outcome: MessageStatus | null;
  left_at: string | Date | null;
  conversation_id: number | null;
  queued_at: string | Date | null;
}

/** Kept as the detail of a recipient for whom no text could be made. */
export const fault = 'fault';

/** The recipients of a campaign whose turn has come. */
@Injectable()
export class Turns {
  constructor(private readonly database: Database) {}

  /**
   * The first of them by their time, held until the transaction ends: nobody merges them meanwhile. In the order of their
   * contacts, so that two campaigns hold threads in the same one.
   */
  async next(campaign: Campaign, most: number, now: Date): Promise<Turn[]> {
    const picked = await this.database.query<Picked>(
      `SELECT id, contact_id, number FROM campaign_recipients WHERE campaign_id = ? AND state = 'waiting'
         AND outcome IS NULL AND due_at <= ? ORDER BY due_at, id LIMIT ${most}`,
      [campaign.id, now],
    );
    if (!picked.length) return [];
    const held = await this.hold(await this.contactsOf(campaign, picked));
    const ids = picked.map(({ id }) => id);
    const found = await this.database.query<Row>(
      `SELECT turn.id, turn.step, turn.contact_id, turn.number, turn.detail, contact.time_zone,
         opted.id IS NOT NULL AS opted, phone.id IS NOT NULL AS has_number, last.id AS last_id,
         last.outcome AS last_outcome, last.left_at, last.conversation_id, sent.created_at AS queued_at
       FROM campaign_recipients turn
       JOIN contacts contact ON contact.id = turn.contact_id
       LEFT JOIN phone_numbers phone ON phone.contact_id = turn.contact_id AND phone.number = turn.number
       LEFT JOIN opt_outs opted ON opted.program_id = turn.program_id AND opted.number = turn.number
       LEFT JOIN campaign_recipients last
         ON last.campaign_id = turn.campaign_id AND last.step = turn.step - 1 AND last.once_contact = turn.contact_id
       LEFT JOIN messages sent ON sent.id = last.message_id
       WHERE turn.id IN (${marks(ids)}) AND turn.state = 'waiting' ORDER BY turn.contact_id`,
      ids,
    );
    // Whoever was merged into somebody else before they could be held has their turn another time.
    const rows = found.filter((row) => held.has(row.contact_id));
    const texted = campaign.skipsTextedToday ? await this.textedToday(campaign, rows, now) : new Set<string>();
    const answered = await this.answered(rows);
    return rows.map((row) => ({
      id: row.id,
      step: row.step,
      contactId: row.contact_id,
      number: row.number,
      zone: row.time_zone,
      hadFault: row.detail === fault,
      isNumberGone: !Number(row.has_number),
      isOptedOut: Boolean(Number(row.opted)),
      wasTextedToday: texted.has(row.number),
      last: row.last_id === null ? null : { outcome: row.last_outcome, leftAt: asOptionalDate(row.left_at) },
      hasAnswered: answered.has(row.id),
    }));
  }

  // Where it matters who was texted today, also who shares a number: another campaign may be about to text them.
  private async contactsOf({ programId, skipsTextedToday }: Campaign, picked: Picked[]): Promise<number[]> {
    const own = picked.map((row) => row.contact_id);
    if (!skipsTextedToday) return own;
    const numbers = picked.map(({ number }) => number);
    const sharing = await this.database.query<{ contact_id: number }>(
      `SELECT contact_id FROM phone_numbers WHERE program_id = ? AND number IN (${marks(numbers)})`,
      [programId, ...numbers],
    );
    return [...new Set([...own, ...sharing.map((row) => row.contact_id)])];
  }

  // In the order of their ids, as everybody does who holds several.
  private async hold(contactIds: number[]): Promise<Set<number>> {
    const rows = await this.database.query<{ id: number }>(
      `SELECT id FROM contacts WHERE id IN (${marks(contactIds)}) ORDER BY id${this.database.holding}`,
      contactIds,
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Of these numbers, those that another Quick Message or Campaign texted on this day of the program's. */
  async textedToday(
    { id, programId }: Pick<Campaign, 'id' | 'programId'>,
    rows: { number: string }[],
    now: Date,
  ): Promise<Set<string>> {
    if (!rows.length) return new Set();
    const [program] = await this.database.query<{ time_zone: string }>('SELECT time_zone FROM programs WHERE id = ?', [
      programId,
    ]);
    const zone = program!.time_zone;
    const numbers = rows.map(({ number }) => number);
    const texted = await this.database.query<{ number: string }>(
      `SELECT DISTINCT other.number FROM campaign_recipients other JOIN messages message ON message.id = other.message_id
       WHERE other.program_id = ? AND other.number IN (${marks(numbers)})
         AND other.campaign_id <> ? AND message.created_at >= ? AND message.status <> 'failed'`,
      [programId, ...numbers, id, startOfDay(isoDayOf(now, zone), zone)],
    );
    return new Set(texted.map(({ number }) => number));
  }

  // Whatever they wrote since the text before was queued: an answer may be here before we know that the text has left.
  private async answered(rows: Row[]): Promise<Set<number>> {
    const later = rows.filter((row) => row.conversation_id !== null && row.queued_at !== null);
    const found = new Set<number>();
    if (!later.length) return found;
    const one = `SELECT ? AS id WHERE EXISTS
      (SELECT 1 FROM messages WHERE conversation_id = ? AND direction = 'inbound' AND created_at >= ?)`;
    const answered = await this.database.query<{ id: number | string }>(
      later.map(() => one).join(' UNION ALL '),
      later.flatMap((row) => [row.id, row.conversation_id, asOptionalDate(row.queued_at)]),
    );
    for (const { id } of answered) found.add(Number(id));
    return found;
  }
}
