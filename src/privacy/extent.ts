import { Injectable } from '@nestjs/common';
import { OptOuts } from '../consent/opt-outs.js';
import type { Contact } from '../contacts/contact.js';
import { Database } from '../database/database.js';
import { nationalForm } from '../programs/phone.js';
import { MergeTraces } from './merge-traces.js';

/** What would go with a contact, for whoever is about to erase it. */
@Injectable()
export class Extent {
  constructor(
    private readonly database: Database,
    private readonly optOuts: OptOuts,
    private readonly merges: MergeTraces,
  ) {}

  async of(contact: Contact, country: string) {
    const own = 'FROM conversations thread WHERE thread.contact_id = ?';
    const hanging = (table: string) =>
      `(SELECT COUNT(*) FROM ${table} item JOIN conversations thread ON thread.id = item.conversation_id WHERE thread.contact_id = ?)`;
    const [counts] = await this.database.query<Record<string, number | string>>(
      `SELECT (SELECT COUNT(*) ${own}) AS conversations, ${hanging('messages')} AS messages, ${hanging('notes')} AS notes,
         (SELECT COUNT(*) FROM campaign_recipients WHERE contact_id = ?) AS recipients,
         (SELECT COUNT(*) FROM messages item JOIN conversations thread ON thread.id = item.conversation_id
          WHERE thread.contact_id = ? AND item.status = 'queued') AS queued,
         (SELECT COUNT(*) FROM contact_changes WHERE contact_id = ?) AS changes`,
      Array.from({ length: 6 }, () => contact.id),
    );
    const numbers = await Promise.all(
      contact.phoneNumbers.map(async ({ number }) => ({
        national: nationalForm(number, country),
        isOptedOut: await this.optOuts.hold(contact.programId, number),
        others: await this.others(contact, number),
      })),
    );
    const count = (name: string) => Number(counts![name]);
    const merged = (await this.merges.into(contact.id)).map(({ name }) => name);
    return {
      numbers,
      merged,
      conversations: count('conversations'),
      messages: count('messages'),
      notes: count('notes'),
      recipients: count('recipients'),
      queued: count('queued'),
      changes: count('changes'),
    };
  }

  private async others({ id, programId }: Contact, number: string) {
    const rows = await this.database.query<{ id: number; first_name: string; last_name: string }>(
      `SELECT contact.id, contact.first_name, contact.last_name FROM phone_numbers phone
       JOIN contacts contact ON contact.id = phone.contact_id
       WHERE phone.program_id = ? AND phone.number = ? AND phone.contact_id <> ? ORDER BY contact.id LIMIT 5`,
      [programId, number, id],
    );
    return rows.map((row) => ({ url: `/contacts/${row.id}`, name: `${row.first_name} ${row.last_name}`.trim() }));
  }
}
