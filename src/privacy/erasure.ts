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
import { FileTraces, soughtBy } from './file-traces.js';
import { Holds } from './holds.js';
import { MergeTraces } from './merge-traces.js';
import { OwnNumbers } from './own-numbers.js';
import { Sweep } from './sweep.js';
import { type Going, ThreadErasure } from './thread-erasure.js';
import { Traces } from './traces.js';

const always = () => Promise.resolve(true);

/** Vonage brings receipts, and repeats what was not answered, for a day. */
const receiptsFor = 26 * 3_600_000;

/** Erases everything that is known of a contact. Of an opt-out a hash stays, so that the number is known when it comes back. */
@Injectable()
export class Erasure {
  constructor(
    private readonly database: Database,
    private readonly holds: Holds,
    private readonly numbers: OwnNumbers,
    private readonly threads: ThreadErasure,
    private readonly traces: Traces,
    private readonly merges: MergeTraces,
    private readonly files: FileTraces,
    private readonly optOuts: OptOuts,
    private readonly sweep: Sweep,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * Whole, or not at all; false when the contact is gone already. `by` is null where the schedule does it: then the run has
   * the line in the audit, and `goes` says, of the contact held, whether it still does.
   */
  async erase(contactId: number, programId: number, by: Member | null, goes = always): Promise<boolean> {
    return this.database.transaction(async () => {
      // Files before contacts, in the order of those who carry them out.
      await this.files.hold(programId);
      const contact = await this.database.hold(Contact, contactId);
      if (!contact || contact.programId !== programId || !(await goes())) return false;
      const objection = await this.holds.against(contact);
      if (objection) throw new Refusal(objection);
      const own = await this.theirThreads('contact_id = ?', [contactId]);
      const numbers = await this.numbers.of(contactId);
      const free = await this.numbers.unshared(contact, numbers);
      const merged = await this.merges.into(contactId);
      const threads = [...own, ...(await this.strangers(programId, free))];
      await this.traces.inMails(
        programId,
        threads.map(({ id }) => id),
      );
      const { messages } = await this.threads.erase(programId, threads);
      await this.letGoOfRecipients(contactId);
      for (const { name } of [contact, ...merged]) await this.traces.inOtherThreads(programId, numbers, name);
      await this.traces.ofNumbers(programId, free);
      await this.merges.erase(contactId);
      await this.files.erase({ ...soughtBy(contact), numbers: free });
      await this.database.run('DELETE FROM contacts WHERE id = ?', [contactId]);
      await this.optOuts.erase(programId, free);
      await this.remember(programId, free);
      for (const { id } of [contact, ...merged]) await this.audit.forget(id, programId);
      const particulars = { conversations: threads.length, messages };
      if (by) await this.audit.write('contact-erased', programId, by, { contactId, particulars });
      return true;
    });
  }

  // Held in the order of their ids, as everybody does who holds several.
  private theirThreads(condition: string, values: unknown[]): Promise<Going[]> {
    return this.database.query<Going>(
      `SELECT id, number, assignee_id, is_listed FROM conversations WHERE ${condition} ORDER BY id${this.database.holding}`,
      values,
    );
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
