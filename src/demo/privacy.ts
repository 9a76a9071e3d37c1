import { AuditLine } from '../audit/audit-line.js';
import type { Contact } from '../contacts/contact.js';
import { ContactHold } from '../privacy/contact-hold.js';
import type { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import type { Calendar } from './calendar.js';

const reason = 'Appeals the decision on financial aid; the dean asked to keep everything until May';

/** The demo's office has a contact on hold, and somebody asked what is known of them. */
export async function keepPrivate(database: Database, contacts: Contact[], admin: Member, calendar: Calendar) {
  const { programId, userId: byUserId } = admin;
  const [held, curious] = contacts.filter(({ email }) => email).slice(-2);
  const at = calendar.on(9, '11:20');
  await database.insert(ContactHold, { programId, contactId: held!.id, reason, byUserId, at });
  const line = { programId, byUserId };
  await database.insertAll(AuditLine, [
    { ...line, kind: 'contact-held', contactId: held!.id, particulars: { reason }, at },
    {
      ...line,
      kind: 'contact-exported',
      contactId: curious!.id,
      particulars: { form: 'page' },
      at: calendar.on(3, '15:05'),
    },
  ]);
}
