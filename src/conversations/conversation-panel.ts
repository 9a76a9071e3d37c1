import { Injectable } from '@nestjs/common';
import { byTexting } from '../consent/by-texting.js';
import { OptOutWishes } from '../consent/opt-out-wishes.js';
import { ContactProfile } from '../contacts/contact-profile.js';
import { Clock } from '../programs/clock.js';
import { nationalForm } from '../programs/phone.js';
import { asDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { full } from '../web/moments.js';
import type { Conversation } from './conversation.js';
import { seenBy } from './sight.js';
import { unanswered } from './unanswered.js';

const mostProperties = 8;

interface Consent {
  since: string | Date;
  word: string | null;
  source: string | null;
  by_name: string | null;
}

/** What stands beside the thread: the contact, their numbers and other conversations, and whether they opted out. */
@Injectable()
export class ConversationPanel {
  constructor(
    private readonly database: Database,
    private readonly profile: ContactProfile,
    private readonly wishes: OptOutWishes,
    private readonly clock: Clock,
  ) {}

  async of(conversation: Conversation, member: Member) {
    const [numbers, others, sharedWith, optOut, wish, profile] = await Promise.all([
      this.numbers(conversation),
      this.others(conversation, member),
      this.sharedWith(conversation),
      this.optOut(conversation, member),
      this.wishes.open(member.programId, conversation.number, member.timeZone, this.clock.now()),
      this.profile.of(conversation.contact!, member.country),
    ]);
    // Asked only where there is somebody to move them to.
    const mayMove = sharedWith.length > 0 && (await unanswered(this.database, conversation.id).getExists());
    const filled = profile.properties.filter(({ values }) => values.length);
    const contact = conversation.contact!;
    const labelled = others.map((other) => ({
      url: `/conversations/${other.id}`,
      label: `${nationalForm(other.number, member.country)}, ${other.status === 'open' ? 'open' : 'resolved'}`,
      number: nationalForm(other.number, member.country),
      statusLabel: other.status === 'open' ? 'Open' : 'Resolved',
      at: asDate(other.last_activity_at),
      isCurrent: other.id === conversation.id,
    }));
    return {
      numbers: labelled.length > 1 ? labelled : [],
      sharedWith,
      mayMove,
      optOut,
      wish,
      panel: {
        contact: {
          url: `/contacts/${contact.id}`,
          name: contact.name,
          typeName: contact.contactType.name,
          accent: contact.contactType.accent,
          email: contact.email,
          since: contact.createdAt,
          numbers: numbers.map(({ number, label, opted }) => ({
            national: nationalForm(number, member.country),
            tel: number,
            label,
            isCurrent: number === conversation.number,
            optedOut: Boolean(opted),
          })),
        },
        properties: filled.slice(0, mostProperties),
        hasMore: filled.length > mostProperties,
        relationships: profile.relationships,
        others: labelled.filter((other) => !other.isCurrent),
      },
    };
  }

  private numbers({ contactId }: Conversation) {
    return this.database.query<{ number: string; label: string; opted: number }>(
      `SELECT phone.number, phone.label, opted.id IS NOT NULL AS opted FROM phone_numbers phone
       LEFT JOIN opt_outs opted ON opted.program_id = phone.program_id AND opted.number = phone.number
       WHERE phone.contact_id = ? ORDER BY phone.position, phone.id`,
      [contactId],
    );
  }

  private others({ contactId }: Conversation, member: Member) {
    const { sql, values } = seenBy(member);
    return this.database.query<{ id: number; number: string; status: string; last_activity_at: string | Date }>(
      `SELECT conversation.id, conversation.number, conversation.status, conversation.last_activity_at
       FROM conversations conversation WHERE ${sql} AND conversation.contact_id = ?
       ORDER BY conversation.last_activity_at DESC, conversation.id DESC LIMIT 50`,
      [...values, contactId],
    );
  }

  private async sharedWith({ programId, number, contactId }: Conversation) {
    const rows = await this.database.query<{ id: number; first_name: string; last_name: string }>(
      `SELECT contact.id, contact.first_name, contact.last_name FROM phone_numbers phone
       JOIN contacts contact ON contact.id = phone.contact_id
       WHERE phone.program_id = ? AND phone.number = ? AND contact.id <> ? ORDER BY contact.last_name, contact.id LIMIT 20`,
      [programId, number, contactId],
    );
    return rows.map((row) => ({ id: row.id, name: `${row.first_name} ${row.last_name}`.trim() }));
  }

  private async optOut({ programId, number, contact }: Conversation, member: Member) {
    const [held] = await this.database.query<Consent>(
      `SELECT opted.since, change_.word, change_.source, person.name AS by_name FROM opt_outs opted
       LEFT JOIN consent_changes change_ ON change_.id = (SELECT MAX(id) FROM consent_changes WHERE program_id = ? AND number = ?)
       LEFT JOIN users person ON person.id = change_.by_user_id
       WHERE opted.program_id = ? AND opted.number = ?`,
      [programId, number, programId, number],
    );
    if (!held) return null;
    const since = asDate(held.since);
    return {
      since,
      text:
        held.source === 'erasure'
          ? `This number opted out on ${full(since, member.timeZone)}, before an earlier contact who had it was erased.`
          : `${contact!.firstName || contact!.name} opted out ${how(held)} on ${full(since, member.timeZone)}.`,
      mayOptIn: member.can('edit-contacts'),
    };
  }
}

function how({ word, source, by_name: byName }: Consent): string {
  if (word) return byTexting(word);
  return source === 'carrier' ? 'with their carrier' : byName ? `through ${byName}` : 'of texts';
}
