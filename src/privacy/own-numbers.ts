import { Injectable } from '@nestjs/common';
import type { Contact } from '../contacts/contact.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';

/** The numbers of a contact, and whose else they are. */
@Injectable()
export class OwnNumbers {
  constructor(private readonly database: Database) {}

  /** Also those that they had once. */
  async of(contactId: number): Promise<string[]> {
    const rows = await this.database.query<{ number: string | null }>(
      `SELECT number FROM phone_numbers WHERE contact_id = ? UNION SELECT number FROM conversations WHERE contact_id = ?
       UNION SELECT number FROM campaign_recipients WHERE contact_id = ?`,
      [contactId, contactId, contactId],
    );
    return rows.flatMap(({ number }) => number ?? []);
  }

  /** Those that nobody else has: what others have too is theirs, with its opt-out, its texts, what the carrier brought of it. */
  async unshared({ id, programId }: Pick<Contact, 'id' | 'programId'>, numbers: string[]): Promise<string[]> {
    if (!numbers.length) return [];
    const those = `program_id = ? AND number IN (${marks(numbers)}) AND contact_id <> ?`;
    const rows = await this.database.query<{ number: string }>(
      `SELECT number FROM phone_numbers WHERE ${those} UNION SELECT number FROM conversations WHERE ${those}`,
      [programId, ...numbers, id, programId, ...numbers, id],
    );
    const shared = new Set(rows.map(({ number }) => number));
    return numbers.filter((number) => !shared.has(number));
  }
}
