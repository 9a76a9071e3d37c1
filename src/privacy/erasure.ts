import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.js';
import { OptOuts } from '../consent/opt-outs.js';
import { Contact } from '../contacts/contact.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Refusal } from '../refusal.js';
import { ErasedNumber } from './erased-number.js';
import { Holds } from './holds.js';
import { Sweep } from './sweep.js';
import { type Going, ThreadErasure } from './thread-erasure.js';
import { Traces } from './traces.js';

/** Vonage brings receipts, and repeats what was not answered, for a day. */
const receiptsFor = 26 * 3_600_000;

/** Erases everything that is known of a contact. Of an opt-out a hash stays, so that the number is known when it comes back. */
@Injectable()
export class Erasure {
  constructor(
    private readonly database: Database,
    private readonly holds: Holds,
    private readonly threads: ThreadErasure,
    private readonly traces: Traces,
    private readonly optOuts: OptOuts,
    private readonly sweep: Sweep,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * Whole, or not at all; false when the contact is gone already. `by` is null where the schedule does it, and then the run
   * has the line in the audit.
   */
  async erase(contactId: number, programId: number, by: Member | null): Promise<boolean> {
    return this.database.transaction(async () => {
      const contact = await this.database.hold(Contact, contactId);
      if (!contact || contact.programId !== programId) return false;
      const objection = await this.holds.against(contact);
      if (objection) throw new Refusal(objection);
      const own = await this.theirThreads('contact_id = ?', [contactId]);
      const numbers = await this.numbers(contactId, own);
      const free = await this.unshared(contact, numbers);
      const threads = [...own, ...(await this.strangers(programId, free))];
      await this.traces.inMails(
        programId,
        threads.map(({ id }) => id),
      );
      const { messages } = await this.threads.erase(programId, threads);
      await this.letGoOfRecipients(contactId);
      await this.traces.inOtherThreads(programId, numbers, contact.name);
      await this.traces.onPhones(programId, free);
      await this.database.run('DELETE FROM contacts WHERE id = ?', [contactId]);
      await this.optOuts.erase(programId, free);
      await this.remember(programId, free);
      await this.audit.forget(contactId, programId);
      const particulars = { conversations: threads.length, messages };
      if (by) await this.audit.write('contact-erased', programId, by, { contactId, particulars });
      return true;
    });
  }

  // Held in the order of their ids, as everybody does who holds several.
  private theirThreads(condition: string, values: unknown[]): Promise<Going[]> {
    const lock = this.database.dialect === 'mysql' ? ' FOR UPDATE' : '';
    return this.database.query<Going>(
      `SELECT id, number, assignee_id, is_listed FROM conversations WHERE ${condition} ORDER BY id${lock}`,
      values,
    );
  }

  // Also those that they had once.
  private async numbers(contactId: number, threads: Going[]): Promise<string[]> {
    const rows = await this.database.query<{ number: string | null }>(
      `SELECT number FROM phone_numbers WHERE contact_id = ?
       UNION SELECT number FROM campaign_recipients WHERE contact_id = ?`,
      [contactId, contactId],
    );
    return [...new Set([...rows.flatMap(({ number }) => number ?? []), ...threads.map(({ number }) => number)])];
  }

  // What others have too is theirs: their opt-outs, their texts, what the carrier brought of them.
  private async unshared({ id, programId }: Contact, numbers: string[]): Promise<string[]> {
    if (!numbers.length) return [];
    const those = `program_id = ? AND number IN (${marks(numbers)}) AND contact_id <> ?`;
    const rows = await this.database.query<{ number: string }>(
      `SELECT number FROM phone_numbers WHERE ${those} UNION SELECT number FROM conversations WHERE ${those}`,
      [programId, ...numbers, id, programId, ...numbers, id],
    );
    const shared = new Set(rows.map(({ number }) => number));
    return numbers.filter((number) => !shared.has(number));
  }

  // Texts from a number of theirs that were linked to nobody.
  private async strangers(programId: number, numbers: string[]): Promise<Going[]> {
    if (!numbers.length) return [];
    const those = `program_id = ? AND number IN (${marks(numbers)}) AND contact_id IS NULL`;
    return this.theirThreads(those, [programId, ...numbers]);
  }

  // What became of each text stays, whose it was does not.
  private async letGoOfRecipients(contactId: number) {
    const rows = await this.database.query<{ campaign_id: number }>(
      'SELECT DISTINCT campaign_id FROM campaign_recipients WHERE contact_id = ?',
      [contactId],
    );
    await this.database.run(
      `UPDATE campaign_recipients SET state = 'skipped', reason = 'gone' WHERE contact_id = ? AND state = 'waiting'`,
      [contactId],
    );
    await this.database.run(
      `UPDATE campaign_recipients SET contact_id = NULL, number = NULL, once_contact = NULL, once_number = NULL,
         detail = NULL, conversation_id = NULL, message_id = NULL WHERE contact_id = ?`,
      [contactId],
    );
    await this.threads.forgetWords(rows.map(({ campaign_id: id }) => id));
  }

  private async remember(programId: number, numbers: string[]) {
    const at = this.clock.now();
    const until = new Date(at.getTime() + receiptsFor);
    const rows = numbers.map((number) => ({ programId, number, webhooksUpTo: 0, refusalsUpTo: 0, at, until }));
    await this.database.insertAll(ErasedNumber, rows);
    this.database.afterCommit(() => this.sweep.nudge());
  }
}
