import { Injectable } from '@nestjs/common';
import { Ledger, type LedgerLine, lineInWords } from '../consent/ledger.js';
import type { Contact } from '../contacts/contact.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { nationalForm } from '../programs/phone.js';
import { seenBy } from './sight.js';

const pageLength = 50;

/** Every yes and no of a contact's numbers, as their record shows it. */
@Injectable()
export class ContactConsent {
  constructor(
    private readonly database: Database,
    private readonly ledger: Ledger,
  ) {}

  async of(contact: Contact, member: Member, before: number) {
    const numbers = contact.phoneNumbers.map(({ number }) => number);
    const lines = await this.ledger.of(member.programId, numbers, before, pageLength + 1);
    const shown = lines.slice(0, pageLength);
    const visible = await this.visible(shown, member);
    return {
      lines: shown.map((line) => ledgerLine(line, member, visible)),
      olderUrl: lines.length > pageLength ? `/contacts/${contact.id}/consent?before=${shown.at(-1)!.id}` : null,
    };
  }

  // A conversation that one may not see is not even hinted at.
  private async visible(lines: LedgerLine[], member: Member): Promise<Set<number>> {
    const ids = [...new Set(lines.flatMap(({ conversationId }) => conversationId ?? []))];
    if (!ids.length) return new Set();
    const { sql, values } = seenBy(member);
    const rows = await this.database.query<{ id: number }>(
      `SELECT conversation.id FROM conversations conversation WHERE conversation.id IN (${marks(ids)}) AND ${sql}`,
      [...ids, ...values],
    );
    return new Set(rows.map(({ id }) => id));
  }
}

/** A line of the ledger, as pages show it. */
export const ledgerLine = (line: LedgerLine, { country }: Member, visible: ReadonlySet<number> = new Set()) => ({
  id: line.id,
  at: line.at,
  isOptOut: line.change === 'opt-out',
  text: lineInWords(line),
  number: nationalForm(line.number, country),
  reason: line.reason,
  conversationUrl:
    line.conversationId && visible.has(line.conversationId) ? `/conversations/${line.conversationId}` : null,
});
