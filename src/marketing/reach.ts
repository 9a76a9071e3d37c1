import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { mayBeMobile } from '../programs/phone.js';
import type { SkipReason } from './campaign-recipient.js';

/** The number on which a contact is texted, or why they can't be. */
export interface Reached {
  contactId: number;
  number: string | null;
  reason: SkipReason | null;
}

interface Row {
  id: number;
  number: string | null;
  is_opted_out: number | string;
}

/** Finds out on which number contacts can be texted. */
@Injectable()
export class Reach {
  constructor(private readonly database: Database) {}

  /**
   * Each of these contacts on the first of their numbers that may be a mobile one and has not opted out. Whom the program
   * doesn't have is `gone`; whoever is listed again, or was listed `before`, is there `twice`. At most a thousand at a time.
   */
  async of(contactIds: number[], programId: number, before: number[] = []): Promise<Reached[]> {
    if (!contactIds.length) return [];
    const rows = await this.database.query<Row>(
      `SELECT contact.id, phone.number, opted.id IS NOT NULL AS is_opted_out FROM contacts contact
       LEFT JOIN phone_numbers phone ON phone.contact_id = contact.id
       LEFT JOIN opt_outs opted ON opted.program_id = contact.program_id AND opted.number = phone.number
       WHERE contact.program_id = ? AND contact.id IN (${contactIds.map(() => '?').join(', ')})
       ORDER BY contact.id, phone.position, phone.id`,
      [programId, ...contactIds],
    );
    const known = Map.groupBy(rows, ({ id }) => id);
    const seen = new Set<number>(before);
    return contactIds.map((contactId) => {
      const numbers = known.get(contactId);
      const isAgain = seen.has(contactId);
      seen.add(contactId);
      if (!numbers) return { contactId, number: null, reason: 'gone' };
      return { contactId, ...(isAgain ? { ...chosen(numbers), reason: 'twice' } : chosen(numbers)) };
    });
  }

  /** Of these numbers, those that a step of a campaign texts already. */
  async taken(campaignId: number, step: number, numbers: string[]): Promise<Set<string>> {
    if (!numbers.length) return new Set();
    const rows = await this.database.query<{ once_number: string }>(
      `SELECT once_number FROM campaign_recipients
       WHERE campaign_id = ? AND step = ? AND once_number IN (${numbers.map(() => '?').join(', ')})`,
      [campaignId, step, ...numbers],
    );
    return new Set(rows.map((row) => row.once_number));
  }
}

function chosen(rows: Row[]): Pick<Reached, 'number' | 'reason'> {
  const numbers = rows.filter(({ number }) => number !== null);
  const mobile = numbers.filter(({ number }) => mayBeMobile(number!));
  const free = mobile.find((row) => !Number(row.is_opted_out));
  if (free) return { number: free.number, reason: null };
  const [first] = mobile.length ? mobile : numbers;
  const reason = !numbers.length ? 'no-number' : mobile.length ? 'opted-out' : 'not-mobile';
  return { number: first?.number ?? null, reason };
}
