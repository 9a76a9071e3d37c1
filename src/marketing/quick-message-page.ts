import { Injectable } from '@nestjs/common';
import { ContactGrid } from '../contacts/contact-grid.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { nationalForm } from '../programs/phone.js';
import { inDigits } from '../web/digits.js';
import { page } from '../web/responses.js';
import { mostPicked } from './drafting.js';
import { parse, written } from './merge-fields.js';
import { MergeValues } from './merge-values.js';
import type { QuickMessageDraft } from './quick-message-draft.js';
import { type Person, QuickMessagePeople } from './quick-message-people.js';
import { type Prospect, QuickMessageReview } from './quick-message-review.js';
import { summaryOf } from './quick-message-summary.js';
import { Templates } from './templates.js';

const mostMatches = 8;
/** Whoever else was chosen is found by search; a page of a thousand names would be no overview. */
const mostChips = 60;
const mostExamples = 100;

/** What the page shows on which a Quick Message is written. */
@Injectable()
export class QuickMessagePage {
  constructor(
    private readonly database: Database,
    private readonly grid: ContactGrid,
    private readonly people: QuickMessagePeople,
    private readonly review: QuickMessageReview,
    private readonly values: MergeValues,
    private readonly templates: Templates,
  ) {}

  /** `tooMany`: the view of the grid that shows more contacts than a Quick Message goes to. */
  async of(draft: QuickMessageDraft, member: Member, tooMany: string | null = null) {
    const { q, token, body } = draft;
    // The form says itself what is wrong with more than that.
    const contacts = draft.contacts.slice(0, mostPicked);
    const [mergeable, people, matches, templates, numbers] = await Promise.all([
      this.values.mergeable(member.programId),
      this.people.of(contacts, member),
      this.matches(draft, member),
      this.templates.usable(member),
      this.numbers(draft, member),
    ]);
    const prospects = await this.review.of(contacts, people, body, mergeable, member);
    return page('quick-messages/new', {
      ...{ q, token, body, matches, numbers },
      tooMany: tooMany !== null && {
        most: inDigits(mostPicked),
        campaignUrl: member.can('manage-campaigns') ? `/campaigns/new${tooMany ? `?${tooMany}` : ''}` : null,
      },
      hasFields: body.includes('{{'),
      exampleField: written('First Name', 'there'),
      fields: mergeable.fields
        .filter(({ isOffered }) => isOffered)
        .map(({ name }) => ({ name, written: written(name) })),
      templates: templates.map((template) => ({
        ...{ id: template.id, name: template.name, body: template.body, isOwn: !template.isShared },
      })),
      recipients: recipientsOf(draft.contacts, people),
      summary: summaryOf(prospects),
      preview: previewOf(draft, prospects, body ? parse(body, mergeable.fields).problems : []),
    });
  }

  /** What would become of a draft if it were sent now. */
  async prospects({ contacts, body }: QuickMessageDraft, member: Member): Promise<Prospect[]> {
    const some = contacts.slice(0, mostPicked);
    const [mergeable, people] = await Promise.all([
      this.values.mergeable(member.programId),
      this.people.of(some, member),
    ]);
    return this.review.of(some, people, body, mergeable, member);
  }

  /** The contacts whose name or number is what is looked for, the first few. */
  async matches({ q, contacts }: QuickMessageDraft, member: Member) {
    if (!q) return { shown: [], hasMore: false };
    const { rows } = await this.grid.of({ q }, member);
    const shown = rows.slice(0, mostMatches).map(({ id, name, accent, typeName, numbers }) => ({
      ...{ id, name, accent, typeName, isChosen: contacts.includes(id) },
      numbers: numbers.map(({ national, optedOut }) => `${national}${optedOut ? ' (opted out)' : ''}`).join(', '),
    }));
    return { shown, hasMore: rows.length > mostMatches };
  }

  private async numbers({ numberId }: QuickMessageDraft, { programId, country }: Member) {
    const rows = await this.database.query<{ id: number; number: string; label: string; is_default: number | boolean }>(
      'SELECT id, number, label, is_default FROM program_numbers WHERE program_id = ? ORDER BY is_default DESC, id',
      [programId],
    );
    return rows.map(({ id, number, label, is_default: isDefault }) => ({
      value: id,
      label: `${label} ${nationalForm(number, country)}`.trim(),
      isSelected: numberId ? id === numberId : Boolean(isDefault),
    }));
  }
}

function recipientsOf(contacts: number[], people: ReadonlyMap<number, Person>) {
  const chips = contacts.map((id) => people.get(id) ?? { id, name: 'Deleted contact', accent: 'slate', typeName: '' });
  return {
    count: chips.length,
    countText: inDigits(chips.length),
    isMany: chips.length > 1,
    shown: chips.slice(0, mostChips),
    hidden: chips.slice(mostChips),
  };
}

function previewOf({ body, example }: QuickMessageDraft, prospects: Prospect[], problems: string[]) {
  const wanted = prospects.find(({ contactId }) => contactId === example);
  const chosen = wanted ?? prospects.find(({ reason }) => !reason) ?? prospects[0];
  // Whose text is to be seen is among those whom one can choose.
  const some = prospects.slice(0, mostExamples);
  const examples = chosen && !some.includes(chosen) ? [chosen, ...some] : some;
  const text = chosen?.text ?? body;
  return {
    ...{ text, problems },
    name: chosen?.name ?? '',
    // The same contact twice is one choice.
    examples: [...new Map(examples.map((each) => [each.contactId, each])).values()].map(({ contactId, name }) => ({
      ...{ value: contactId, label: name },
      isSelected: contactId === chosen?.contactId,
    })),
    missing: chosen?.reason === 'no-value' ? (chosen.detail ?? '') : '',
    tooLong: chosen?.reason === 'too-long' ? `With their values it is too long: ${chosen.detail}.` : '',
  };
}
