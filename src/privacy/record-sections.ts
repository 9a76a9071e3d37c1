import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ContactHistory } from '../contacts/contact-history.js';
import type { Contact } from '../contacts/contact.js';
import { Portraits } from '../contacts/portrait.js';
import type { Member } from '../people/member.js';
import { OwnNumbers } from './own-numbers.js';
import { RecordAttachments } from './record-attachments.js';
import { RecordConsent } from './record-consent.js';
import { RecordRest } from './record-rest.js';
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

const atOnce = 200;

/** Some hundred entries at a time, and other pages get their turn in between. */
export async function* together(entries: ReturnType<Section['entries']>): AsyncGenerator<Entry[]> {
  let some: Entry[] = [];
  for await (const entry of entries) {
    some.push(entry);
    // A file may be megabytes.
    if (some.length < atOnce && !('base64' in entry)) continue;
    yield some;
    some = [];
    await breathe();
  }
  if (some.length) yield some;
}

/** Everything known about a contact, section by section. */
@Injectable()
export class RecordSections {
  constructor(
    private readonly portraits: Portraits,
    private readonly history: ContactHistory,
    private readonly numbers: OwnNumbers,
    private readonly texts: ThreadTexts,
    private readonly attachments: RecordAttachments,
    private readonly consent: RecordConsent,
    private readonly rest: RecordRest,
  ) {}

  /** `isWhole`: with the bytes of pictures, rather than where a page finds them. */
  async of(contact: Contact, member: Member, isWhole: boolean): Promise<Section[]> {
    const portrait = await this.portraits.of(contact, member.country);
    const numbers = contact.phoneNumbers.map(({ number, label }) => ({ number, label }));
    const every = await this.numbers.of(contact.id);
    const own = await this.numbers.unshared(contact, every);
    const threads = await this.texts.threads(contact, own);
    return [
      section('fields', 'Fields', () => [...portrait].flatMap(([field, value]) => (value ? [{ field, value }] : []))),
      section('hiddenFields', 'Fields of earlier types', () => this.rest.hidden(contact)),
      section('numbers', 'Numbers', () => numbers),
      section('optOuts', 'Opted out', () => this.consent.optOuts(contact, every)),
      section('consent', 'Consent', () => this.consent.changes(contact, every)),
      section('wishes', 'Texts that read like a wish to opt out', () => this.consent.wishes(contact, every)),
      section('conversations', 'Conversations', () =>
        threads.map(({ id, ...thread }) => ({ conversation: id, ...thread })),
      ),
      section('messages', 'Messages', () => this.texts.messages(threads)),
      section('attachments', 'Pictures and files', () => this.attachments.of(threads, isWhole)),
      section('drafts', 'Drafts', () => this.texts.drafts(threads)),
      section('notes', 'Staff notes', () => this.texts.notes(threads)),
      section('lines', 'What happened in conversations', () => this.texts.lines(threads, member)),
      section('campaigns', 'Quick Messages and Campaigns', () => this.rest.campaigns(contact)),
      section('history', 'Changes to the record', () => this.changes(contact)),
      section('files', 'In uploaded files', () => this.rest.uploaded(contact, own)),
      section('audit', 'Exports and holds', () => this.rest.audit(contact)),
    ];
  }

  private async *changes({ id }: Contact): AsyncGenerator<Entry> {
    for (let before: number | null = 0; before !== null;) {
      const { lines, older }: Awaited<ReturnType<ContactHistory['page']>> = await this.history.page(id, before);
      for (const { at, text, source, fields } of lines) yield { at, what: text, source, fields };
      before = older;
    }
  }
}

const section = (key: string, title: string, entries: Section['entries']): Section => ({ key, title, entries });
