import { Injectable, NotFoundException } from '@nestjs/common';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { nationalForm } from '../programs/phone.js';
import { DuplicatePair } from './duplicate-pair.js';
import { reasonWords, type Reason } from './likeness.js';
import { Lookalikes } from './lookalikes.js';

const pageLength = 25;
const mostOnRecord = 5;

interface PairRow {
  id: number;
  one_id: number;
  other_id: number;
  reasons: string;
  score: number;
}

interface Somebody {
  id: number;
  first_name: string;
  last_name: string;
  email: string | null;
  type_name: string;
  accent: string;
}

/** The suggestions: who is perhaps the same person, and who was said not to be. */
@Injectable()
export class Duplicates {
  constructor(
    private readonly database: Database,
    private readonly lookalikes: Lookalikes,
  ) {}

  /** Those that most speaks for come first. `after` is the score and id of the page before’s last. */
  async page(member: Member, status: DuplicatePair['status'], after: string) {
    const [, score, id] = /^(\d{1,4})-(\d{1,9})$/.exec(after) ?? [];
    const rows = await this.database.query<PairRow>(
      `SELECT id, one_id, other_id, reasons, score FROM duplicate_pairs
       WHERE program_id = ? AND status = ? ${id ? 'AND (score < ? OR (score = ? AND id < ?))' : ''}
       ORDER BY score DESC, id DESC LIMIT ${pageLength + 1}`,
      [member.programId, status, ...(id ? [Number(score), Number(score), Number(id)] : [])],
    );
    const shown = rows.slice(0, pageLength);
    const last = rows.length > pageLength ? shown.at(-1) : undefined;
    const people = await this.people([...new Set(shown.flatMap((row) => [row.one_id, row.other_id]))], member);
    const query = status === 'dismissed' ? 'dismissed=1&' : '';
    return {
      isDismissed: status === 'dismissed',
      pairs: shown.map((row) => ({
        id: row.id,
        reasons: wordsOf(row.reasons.split(',') as Reason[]),
        people: [people.get(row.one_id)!, people.get(row.other_id)!],
        compareUrl: `/contacts/${row.one_id}/merge/${row.other_id}`,
        dismissalUrl: `/contacts/duplicates/${row.id}/dismissal`,
      })),
      nextUrl: last ? `/contacts/duplicates?${query}after=${last.score}-${last.id}` : null,
    };
  }

  /** Whom a contact looks like now, as its record says at once, whether or not the search has been there. */
  async of(contactId: number, member: Member) {
    const { alike } = await this.lookalikes.of([contactId], member.programId);
    if (!alike.length) return [];
    const dismissed = await this.dismissed(contactId);
    return alike
      .filter(({ other }) => !dismissed.has(other.id))
      .sort((one, two) => two.score - one.score || one.other.id - two.other.id)
      .slice(0, mostOnRecord)
      .map(({ other, reasons }) => ({
        name: `${other.firstName} ${other.lastName}`.trim(),
        url: `/contacts/${other.id}`,
        reasons: wordsOf(reasons),
        compareUrl: `/contacts/${contactId}/merge/${other.id}`,
      }));
  }

  dismiss(id: number, by: Member): Promise<void> {
    return this.change(id, by, { status: 'dismissed', dismissedById: by.userId });
  }

  suggestAgain(id: number, by: Member): Promise<void> {
    return this.change(id, by, { status: 'suggested', dismissedById: null });
  }

  private change(id: number, { programId }: Member, columns: Partial<DuplicatePair>): Promise<void> {
    return this.database.transaction(async () => {
      const pair = await this.database.hold(DuplicatePair, id);
      if (pair?.programId !== programId) throw new NotFoundException();
      await this.database.update(DuplicatePair, id, columns);
    });
  }

  private async dismissed(contactId: number): Promise<Set<number>> {
    const rows = await this.database.query<{ id: number }>(
      `SELECT other_id AS id FROM duplicate_pairs WHERE one_id = ? AND status = 'dismissed'
       UNION ALL SELECT one_id AS id FROM duplicate_pairs WHERE other_id = ? AND status = 'dismissed'`,
      [contactId, contactId],
    );
    return new Set(rows.map(({ id }) => id));
  }

  private async people(ids: number[], member: Member) {
    if (!ids.length) return new Map();
    const [contacts, numbers] = await Promise.all([
      this.database.query<Somebody>(
        `SELECT contact.id, contact.first_name, contact.last_name, contact.email, type.name AS type_name, type.accent
         FROM contacts contact JOIN contact_types type ON type.id = contact.contact_type_id
         WHERE contact.program_id = ? AND contact.id IN (${marks(ids)})`,
        [member.programId, ...ids],
      ),
      this.database.query<{ contact_id: number; number: string }>(
        `SELECT contact_id, number FROM phone_numbers WHERE contact_id IN (${marks(ids)}) ORDER BY position, id`,
        ids,
      ),
    ]);
    return new Map(
      contacts.map((row) => {
        const own = numbers.filter((each) => each.contact_id === row.id);
        const details = [...own.map(({ number }) => nationalForm(number, member.country)), row.email ?? ''];
        const name = `${row.first_name} ${row.last_name}`.trim();
        const shown = { name, url: `/contacts/${row.id}`, typeName: row.type_name, accent: row.accent };
        return [row.id, { ...shown, details: details.filter(Boolean).join(' · ') }];
      }),
    );
  }
}

const wordsOf = (reasons: Reason[]) => reasons.map((reason) => reasonWords[reason]);
