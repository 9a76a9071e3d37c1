import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.js';
import type { Contact } from '../contacts/contact.js';
import { asDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { ContactHold } from './contact-hold.js';
import { mustSayWhy, RetentionSchedule } from './retention-schedule.js';

/** What stops all erasing: of one contact, or in the whole program. */
@Injectable()
export class Holds {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** The hold of a contact, for people to read; null when there is none. */
  async of(contactId: number) {
    const [row] = await this.database.query<{ reason: string; at: string | Date; by_name: string | null }>(
      `SELECT hold.reason, hold.at, user.name AS by_name FROM contact_holds hold
       LEFT JOIN users user ON user.id = hold.by_user_id WHERE hold.contact_id = ?`,
      [contactId],
    );
    return row ? { reason: row.reason, at: asDate(row.at), by: row.by_name ?? 'Somebody who has left' } : null;
  }

  async place({ id: contactId, programId }: Contact, reason: string, by: Member): Promise<void> {
    mustSayWhy(reason);
    await this.database.transaction(async () => {
      const hold = { programId, contactId, reason, byUserId: by.userId, at: this.clock.now() };
      if (!(await this.database.insertOnce(ContactHold, hold))) return;
      await this.audit.write('contact-held', programId, by, { contactId, particulars: { reason } });
    });
  }

  async end({ id: contactId, programId }: Contact, by: Member): Promise<void> {
    await this.database.transaction(async () => {
      const ended = await this.database.run('DELETE FROM contact_holds WHERE contact_id = ?', [contactId]);
      if (ended) await this.audit.write('contact-released', programId, by, { contactId });
    });
  }

  /** Why this contact may not be erased now; null when it may. */
  async against({ id, programId }: Pick<Contact, 'id' | 'programId'>): Promise<string | null> {
    const hold = await this.of(id);
    if (hold) return `This contact is on hold (“${hold.reason}”), so nothing of it is erased.`;
    const schedule = await this.database.manager.findOneBy(RetentionSchedule, { programId });
    return schedule?.pausedAt ? `All erasing is paused (“${schedule.pauseReason}”).` : null;
  }
}
