import { Injectable } from '@nestjs/common';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { like } from '../database/like.js';
import { Event, type Particulars } from '../events/event.js';
import { Mail } from '../mail/mail.js';

/** What stands where a name stood. */
export const nobody = 'an erased contact';

/** What tells of somebody in rows that are not theirs. Every method is part of the caller's transaction. */
@Injectable()
export class Traces {
  constructor(private readonly database: Database) {}

  /** Takes what e-mails that have not left (or are kept) tell of conversations out of them. */
  async inMails(programId: number, conversationIds: number[]): Promise<void> {
    if (!conversationIds.length) return;
    const rows = await this.database.query<{ id: number; body: string }>(
      `SELECT id, body FROM mails WHERE program_id = ? AND kind = 'notifications' AND body LIKE '%/conversations/%'`,
      [programId],
    );
    const address = new RegExp(`/conversations/(${conversationIds.join('|')})$`, 'm');
    for (const { id, body } of rows)
      if (address.test(body)) await this.database.update(Mail, id, { body: without(body, address) });
  }

  /** Takes their name out of the lines of other threads: those of whoever shares a number, to whom texts were moved. */
  async inOtherThreads(programId: number, numbers: string[], name: string): Promise<void> {
    if (!numbers.length || !name) return;
    const rows = await this.database.query<{ id: number; particulars: string }>(
      `SELECT event.id, event.particulars FROM conversations conversation
       JOIN events event ON event.conversation_id = conversation.id
       WHERE conversation.program_id = ? AND conversation.number IN (${marks(numbers)})
         AND event.is_line = 1 AND event.kind IN ('moved', 'linked') AND event.particulars LIKE ? ESCAPE '!'`,
      [programId, ...numbers, `%${like(JSON.stringify(name).slice(1, -1)).replaceAll('\\', '_')}%`],
    );
    for (const { id, particulars: said } of rows) {
      const particulars = JSON.parse(said) as Particulars;
      const contact = particulars.contact?.replaceAll(name, nobody);
      await this.database.update(Event, id, { particulars: { ...particulars, ...(contact ? { contact } : {}) } });
    }
  }

  /** Forgets what is said of these numbers: that they are spam or blocked, and what the simulator's telephones hold. */
  async ofNumbers(programId: number, numbers: string[]): Promise<void> {
    if (!numbers.length) return;
    await this.database.run(`DELETE FROM unwanted_numbers WHERE program_id = ? AND number IN (${marks(numbers)})`, [
      programId,
      ...numbers,
    ]);
    await this.database.run(
      `DELETE FROM phone_texts WHERE phone IN (${marks(numbers)})
         AND program_number IN (SELECT number FROM program_numbers WHERE program_id = ?)`,
      [...numbers, programId],
    );
  }
}

const without = (body: string, address: RegExp) =>
  body
    .split('\n\n')
    .filter((paragraph) => !address.test(paragraph))
    .join('\n\n');
