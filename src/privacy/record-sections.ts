import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { sentenceOf } from '../audit/audit-sentences.js';
import type { AuditKind, AuditParticulars } from '../audit/audit-line.js';
import { ContactHistory } from '../contacts/contact-history.js';
import type { Contact } from '../contacts/contact.js';
import { Portraits } from '../contacts/portrait.js';
import { asDate, asOptionalDate } from '../database/columns.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { ThreadTexts } from './thread-texts.js';

export type Cell = string | number | boolean | null | Date | object;
/** One thing that is known, by the names of its parts. */
export type Entry = Record<string, Cell>;

/** A part of everything that is known of a contact: read a slice at a time, however much it is. */
export interface Section {
  key: string;
  title: string;
  entries: () => AsyncIterable<Entry> | Iterable<Entry>;
}

const slice = 500;
const atOnce = 200;

/** Some hundred entries at a time, and other pages get their turn in between. */
export async function* together(entries: ReturnType<Section['entries']>): AsyncGenerator<Entry[]> {
  let some: Entry[] = [];
  for await (const entry of entries) {
    some.push(entry);
    if (some.length < atOnce) continue;
    yield some;
    some = [];
    await breathe();
  }
  if (some.length) yield some;
}

/** Everything that is known of a contact, section by section. */
@Injectable()
export class RecordSections {
  constructor(
    private readonly database: Database,
    private readonly portraits: Portraits,
    private readonly history: ContactHistory,
    private readonly texts: ThreadTexts,
  ) {}

  async of(contact: Contact, member: Member): Promise<Section[]> {
    const portrait = await this.portraits.of(contact, member.country);
    const numbers = contact.phoneNumbers.map(({ number, label }) => ({ number, label }));
    const threads = await this.texts.threads(contact.id);
    const every = [...new Set([...numbers, ...threads].map(({ number }) => number))];
    return [
      section('fields', 'Fields', () => [...portrait].map(([field, value]) => ({ field, value }))),
      section('numbers', 'Numbers', () => numbers),
      section('optOuts', 'Opted out', () => this.optOuts(contact, every)),
      section('consent', 'Consent', () => this.consent(contact, every)),
      section('conversations', 'Conversations', () =>
        threads.map(({ id, ...thread }) => ({ conversation: id, ...thread })),
      ),
      section('messages', 'Messages', () => this.texts.messages(threads)),
      section('notes', 'Notes of the staff', () => this.texts.notes(threads)),
      section('lines', 'What happened in conversations', () => this.texts.lines(threads, member)),
      section('campaigns', 'Quick Messages and Campaigns', () => this.campaigns(contact)),
      section('history', 'Changes of the record', () => this.changes(contact)),
      section('audit', 'Exports and holds', () => this.audit(contact)),
    ];
  }

  private async *optOuts({ programId }: Contact, numbers: string[]): AsyncGenerator<Entry> {
    if (!numbers.length) return;
    const rows = await this.database.query<{ number: string; since: string | Date }>(
      `SELECT number, since FROM opt_outs WHERE program_id = ? AND number IN (${marks(numbers)})`,
      [programId, ...numbers],
    );
    for (const { number, since } of rows) yield { number, since: asDate(since) };
  }

  private async *consent({ programId }: Contact, numbers: string[]): AsyncGenerator<Entry> {
    if (!numbers.length) return;
    const those = `change_.program_id = ? AND change_.number IN (${marks(numbers)})`;
    yield* this.walk<ConsentRow>(
      `SELECT change_.id, change_.number, change_.change AS what, change_.source, change_.word, change_.reason,
         user.name AS by_name, change_.at FROM consent_changes change_ LEFT JOIN users user ON user.id = change_.by_user_id
       WHERE ${those} AND change_.id > ? ORDER BY change_.id LIMIT ${slice}`,
      [programId, ...numbers],
      ({ at, what: change, number, source, word, reason, by_name: by }) => ({
        ...{ at: asDate(at), number, change, source, word, reason, by },
      }),
    );
  }

  private campaigns({ id }: Contact) {
    return this.walk<RecipientRow>(
      `SELECT recipient.id, campaign.kind, campaign.name, recipient.step, recipient.number, recipient.state, recipient.reason,
         recipient.outcome, recipient.due_at, recipient.left_at, recipient.replied_at, recipient.has_opted_out
       FROM campaign_recipients recipient JOIN campaigns campaign ON campaign.id = recipient.campaign_id
       WHERE recipient.contact_id = ? AND recipient.id > ? ORDER BY recipient.id LIMIT ${slice}`,
      [id],
      ({ kind, name, step, number, state, reason, outcome, ...row }) => ({
        ...{ due: asDate(row.due_at), kind, name, step, number, state: outcome ?? state, reason },
        left: asOptionalDate(row.left_at),
        replied: asOptionalDate(row.replied_at),
        optedOut: Boolean(Number(row.has_opted_out)),
      }),
    );
  }

  private async *changes({ id }: Contact): AsyncGenerator<Entry> {
    for (let before: number | null = 0; before !== null;) {
      const { lines, older }: Awaited<ReturnType<ContactHistory['page']>> = await this.history.page(id, before);
      for (const { at, text, source, fields } of lines) yield { at, what: text, source, fields };
      before = older;
    }
  }

  private audit({ id, programId }: Contact) {
    return this.walk<AuditRow>(
      `SELECT line.id, line.kind, line.particulars, line.at, user.name AS by_name FROM audit_lines line
       LEFT JOIN users user ON user.id = line.by_user_id
       WHERE line.program_id = ? AND line.contact_id = ? AND line.id > ? ORDER BY line.id LIMIT ${slice}`,
      [programId, id],
      ({ at, kind, by_name: by, particulars: said }) => {
        const particulars = (said ? JSON.parse(said) : {}) as AuditParticulars;
        const what = `${by ?? 'Parley'} ${sentenceOf(kind, particulars)}`;
        return { at: asDate(at), what, reason: particulars.reason ?? null };
      },
    );
  }

  // Whatever a statement finds after an id, slice after slice.
  private async *walk<Row extends { id: number }>(
    sql: string,
    values: unknown[],
    shape: (row: Row) => Entry,
  ): AsyncGenerator<Entry> {
    for (let after = 0; ;) {
      const rows = await this.database.query<Row>(sql, [...values, after]);
      for (const row of rows) yield shape(row);
      if (rows.length < slice) return;
      after = rows.at(-1)!.id;
    }
  }
}

const section = (key: string, title: string, entries: Section['entries']): Section => ({ key, title, entries });

interface ConsentRow {
  id: number;
  number: string;
  what: string;
  source: string;
  word: string | null;
  reason: string | null;
  by_name: string | null;
  at: string | Date;
}

interface RecipientRow {
  id: number;
  kind: string;
  name: string;
  step: number;
  number: string | null;
  state: string;
  reason: string | null;
  outcome: string | null;
  due_at: string | Date;
  left_at: string | Date | null;
  replied_at: string | Date | null;
  has_opted_out: number;
}

interface AuditRow {
  id: number;
  kind: AuditKind;
  particulars: string | null;
  at: string | Date;
  by_name: string | null;
}
