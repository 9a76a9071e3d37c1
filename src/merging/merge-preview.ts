import { Injectable } from '@nestjs/common';
import type { Contact } from '../contacts/contact.js';
import type { Typed } from '../contacts/typed.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { nationalForm } from '../programs/phone.js';
import { upTo } from '../web/digits.js';
import { MergedRecord } from './merged-record.js';
import { Merging, seenOf } from './merging.js';
import type { Two } from './pairing.js';
import type { Field } from './record-choice.js';

const counted = {
  conversations: 'conversations thing WHERE thing.contact_id = ?',
  texts: 'conversations thread JOIN messages thing ON thing.conversation_id = thread.id WHERE thread.contact_id = ?',
  notes: 'conversations thread JOIN notes thing ON thing.conversation_id = thread.id WHERE thread.contact_id = ?',
  campaigns: 'campaign_recipients thing WHERE thing.contact_id = ?',
  history: 'contact_changes thing WHERE thing.contact_id = ?',
} as const;
const words: Record<keyof typeof counted, [string, string]> = {
  conversations: ['conversation', 'conversations'],
  texts: ['text', 'texts'],
  notes: ['note', 'notes'],
  campaigns: ['text of Quick Messages and Campaigns', 'texts of Quick Messages and Campaigns'],
  history: ['line of history', 'lines of history'],
};
const most = 10_000;

/** What would come of a merge, before anybody decides. */
@Injectable()
export class MergePreview {
  constructor(
    private readonly database: Database,
    private readonly merging: Merging,
    private readonly record: MergedRecord,
  ) {}

  async of(keptId: number, goneId: number, typed: Typed, member: Member) {
    const two = await this.merging.two(keptId, goneId, member);
    const { kept, gone } = two;
    const [fields, hidden, moving, joined, optedOut] = await Promise.all([
      this.record.fields(two, typed, member),
      this.record.hidden(two, member),
      this.moving(goneId),
      this.joined(two),
      this.optedOut(two),
    ]);
    const national = (number: string) => nationalForm(number, member.country);
    return {
      kept: shownContact(kept),
      gone: shownContact(gone),
      seen: seenOf(two),
      action: `/contacts/${keptId}/merge/${goneId}`,
      swapUrl: `/contacts/${goneId}/merge/${keptId}`,
      rows: fields.map((field) => shownField(field, two)),
      numbers: numbersOf(two).map((number) => ({
        national: national(number),
        isShared: kept.has(number) && gone.has(number),
        isNew: !kept.has(number),
        isOptedOut: optedOut.has(number),
      })),
      hidden,
      moving,
      joined: joined.map(national),
      optedOut: [...optedOut].map(national),
    };
  }

  // What moves, of each kind; kinds of which there is nothing are left out.
  private async moving(goneId: number) {
    const kinds = Object.keys(counted) as (keyof typeof counted)[];
    const counts = await Promise.all(kinds.map((kind) => this.database.count(counted[kind], [goneId], most + 1)));
    return kinds.flatMap((kind, place) => {
      const count = counts[place]!;
      return count ? [{ count: upTo(most, count), label: words[kind][count === 1 ? 0 : 1] }] : [];
    });
  }

  // The numbers on which both have a thread with the same number of ours.
  private async joined({ kept, gone }: Two): Promise<string[]> {
    const rows = await this.database.query<{ number: string }>(
      `SELECT one.number FROM conversations one JOIN conversations other
         ON other.contact_id = ? AND other.number = one.number AND other.program_number_id = one.program_number_id
       WHERE one.contact_id = ? ORDER BY one.id`,
      [gone.id, kept.id],
    );
    return rows.map(({ number }) => number);
  }

  private async optedOut(two: Two): Promise<Set<string>> {
    const numbers = numbersOf(two);
    if (!numbers.length) return new Set();
    const rows = await this.database.query<{ number: string }>(
      `SELECT number FROM opt_outs WHERE program_id = ? AND number IN (${marks(numbers)})`,
      [two.kept.programId, ...numbers],
    );
    return new Set(rows.map(({ number }) => number));
  }
}

const numbersOf = ({ kept, gone }: Two) => [
  ...new Set([...kept.phoneNumbers, ...gone.phoneNumbers].map(({ number }) => number)),
];

export const shownContact = ({ id, name, contactType, createdAt, updatedAt }: Contact) => ({
  id,
  name,
  url: `/contacts/${id}`,
  accent: contactType.accent,
  typeName: contactType.name,
  createdAt,
  updatedAt,
});

function shownField({ name, label, texts, chosen, isSettled, result }: Field, { kept, gone }: Two) {
  const side = (value: 'kept' | 'gone', of: Contact) => ({
    value,
    id: `${name}-${value}`,
    text: texts[value],
    whose: of.name,
    isChosen: chosen === value,
  });
  return { name, label, isSettled, result, sides: [side('kept', kept), side('gone', gone)] };
}
