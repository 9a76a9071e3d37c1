import { randomUUID } from 'node:crypto';
import { wordsOf } from '../dist/src/database/words.js';
import { firstNames, lastNames, pick, pickEarly, rareWord, seeded, text } from './words.mjs';

const day = 86_400_000;
const when = (time) => new Date(time).toISOString().replace('T', ' ').replace('Z', '');

/** A word that only `plantedTimes` messages hold, for the search for something rare. */
export const planted = 'zitherologist';
const plantedTimes = 12;

/** What `rows` of each table below yields, in this order. */
export const columns = {
  contacts: [
    'id',
    'program_id',
    'contact_type_id',
    'first_name',
    'last_name',
    'email',
    'words',
    'created_at',
    'updated_at',
  ],
  phone_numbers: ['program_id', 'contact_id', 'number', 'reversed', 'position'],
  opt_outs: ['program_id', 'number', 'since'],
  conversations: [
    ...['id', 'program_id', 'program_number_id', 'contact_id', 'number', 'reversed', 'thread_key', 'status'],
    ...['assignee_id', 'is_listed', 'last_activity_at', 'last_message_id', 'waiting_since', 'has_failed'],
    ...['unassigned_since', 'is_escalated', 'created_at'],
  ],
  messages: [
    ...[
      'id',
      'program_id',
      'conversation_id',
      'direction',
      'source',
      'body',
      'words',
      'status',
      'author_id',
      'at',
      'created_at',
    ],
    ...['provider_id', 'client_ref', 'error_code', 'attempts', 'submitted_at', 'settled_at'],
  ],
  events: ['program_id', 'conversation_id', 'message_id', 'kind', 'by_user_id', 'assignee_id', 'is_line', 'at'],
  unreads: ['user_id', 'conversation_id', 'program_id'],
  duplicate_looks: ['contact_id', 'changed_at'],
};

/**
 * An office of years: its contacts, conversations and messages as rows, the same ones in every run. `places` are the
 * programs, a large one and a small one, with the ids of their number, contact types, counselors and those who see all.
 */
export class Office {
  constructor({ conversations, messages, places }) {
    this.random = seeded(2026);
    this.places = places;
    this.now = Date.now();
    this.conversations = Array.from({ length: conversations }, (_, index) => this.conversation(index));
    this.messages = this.inOrder(messages);
  }

  *rows(table) {
    yield* (
      { contacts: this.contactRows, phone_numbers: this.numberRows, opt_outs: this.optOutRows }[table]?.call(this) ??
      { conversations: this.conversationRows, messages: this.messageRows }[table]?.call(this) ??
      { events: this.eventRows, unreads: this.unreadRows, duplicate_looks: this.lookRows }[table].call(this)
    );
  }

  // One in fifty is the second number of a contact, one in a hundred belongs to the small program.
  conversation(index) {
    const { random } = this;
    const place = index % 100 === 99 ? this.places[1] : this.places[0];
    const isSecond = index % 50 === 7 && index > 100;
    const digits = `${200 + (index % 700)}555${String(Math.floor(index / 700)).padStart(4, '0')}`;
    return {
      place,
      contact: isSecond ? index - 4 : index + 1,
      isSecond,
      number: `+1${digits}`,
      reversed: [...`1${digits}`].reverse().join(''),
      isOpen: random() < 0.3,
      assignee: random() < 0.1 ? null : pickEarly(place.counselors, random),
      optedOut: random() < 0.02,
      texts: [],
    };
  }

  // Every conversation has a first text; the others are spread so that some have a hundred and most a few.
  inOrder(count) {
    const { random, conversations } = this;
    const starts = conversations.map(() => this.now - 400 * day * random());
    const messages = [];
    for (let index = 0; index < count; index++) {
      const of = index < conversations.length ? index : Math.floor(conversations.length * random() ** 2);
      const at = Math.min(
        starts[of] + (index < conversations.length ? 0 : 30 * day * random() ** 3),
        this.now - 60_000 * random(),
      );
      messages.push({ of, at, isInbound: random() < 0.5 });
    }
    messages.sort((one, other) => one.at - other.at);
    messages.forEach((message, index) => {
      message.id = index + 1;
      message.status = message.isInbound ? 'received' : random() < 0.02 ? 'undeliverable' : 'delivered';
      conversations[message.of].texts.push(message);
    });
    return messages;
  }

  // Duplicates were looked for long ago: figures are of an office at work, not of one that was just moved in.
  *lookRows() {
    for (const { isSecond, contact, texts } of this.conversations)
      if (!isSecond) yield [contact, when(texts[0].at - day)];
  }

  *contactRows() {
    const { random } = this;
    for (const { place, contact, isSecond, texts } of this.conversations) {
      if (isSecond) continue;
      const [first, last] = [pick(firstNames, random), random() < 0.5 ? pick(lastNames, random) : named(random)];
      const since = when(texts[0].at - day);
      const type = pickEarly(place.types, random);
      const email = `${first}.${last}${contact}@example.org`.toLowerCase();
      yield [contact, place.programId, type, first, last, email, wordsOf(first, last, email), since, since];
    }
  }

  *numberRows() {
    for (const { place, contact, number, reversed, isSecond } of this.conversations)
      yield [place.programId, contact, number, reversed, isSecond ? 1 : 0];
  }

  *optOutRows() {
    for (const { place, number, optedOut, texts } of this.conversations)
      if (optedOut) yield [place.programId, number, when(texts.at(-1).at)];
  }

  *conversationRows() {
    for (const [index, one] of this.conversations.entries()) {
      const { place, contact, number, reversed, isOpen, assignee, texts } = one;
      const last = texts.at(-1);
      const lastAt = when(last.at);
      const failed = texts.findLast((message) => !message.isInbound)?.status === 'undeliverable';
      yield [
        ...[
          index + 1,
          place.programId,
          place.numberId,
          contact,
          number,
          reversed,
          `${place.numberId}:${contact}:${number}`,
        ],
        ...[
          isOpen ? 'open' : 'resolved',
          assignee,
          1,
          lastAt,
          last.id,
          isOpen && last.isInbound ? lastAt : null,
          failed ? 1 : 0,
        ],
        // Announced long ago: else the first minutes of every measurement would be spent on it.
        ...[isOpen && assignee === null ? lastAt : null, 1, when(texts[0].at)],
      ];
    }
  }

  *messageRows() {
    const { random } = this;
    const every = Math.floor(this.messages.length / plantedTimes);
    for (const { id, of, at, isInbound, status } of this.messages) {
      const { place, assignee } = this.conversations[of];
      const time = when(at);
      const body = id % every === 5 ? `${text(random)} My ${planted} says hi.` : text(random);
      yield [
        ...[
          id,
          place.programId,
          of + 1,
          isInbound ? 'inbound' : 'outbound',
          isInbound ? 'inbound' : 'reply',
          body,
          wordsOf(body),
          status,
        ],
        ...[isInbound ? null : assignee, time, time, randomUUID(), isInbound ? null : randomUUID()],
        ...[
          status === 'undeliverable' ? '1340' : null,
          isInbound ? 0 : 1,
          isInbound ? null : time,
          isInbound ? null : time,
        ],
      ];
    }
  }

  // What happened, with every text: opened, assigned and perhaps resolved are lines of the thread.
  *eventRows() {
    for (const { id, of, at, isInbound } of this.messages) {
      const { place, assignee, texts, isOpen } = this.conversations[of];
      const event = (kind, messageId, isLine) => [
        place.programId,
        of + 1,
        messageId,
        kind,
        null,
        assignee,
        isLine,
        when(at),
      ];
      yield event(isInbound ? 'received' : 'queued', id, 0);
      if (texts[0].id === id) yield event('opened', null, 1);
      if (texts[0].id === id && assignee !== null) yield event('assigned', null, 1);
      if (texts.at(-1).id === id && !isOpen) yield event('resolved', null, 1);
    }
  }

  // One in five of what waits is unread to each of those who see all, and to whom it is assigned; some of what is resolved.
  *unreadRows() {
    const { random } = this;
    for (const [index, { place, isOpen, assignee, texts }] of this.conversations.entries()) {
      if (!texts.at(-1).isInbound) continue;
      const share = isOpen ? 0.2 : 0.02;
      const readers = new Set([...place.seeingAll, ...(assignee === null ? [] : [assignee])]);
      for (const reader of readers) if (random() < share) yield [reader, index + 1, place.programId];
    }
  }
}

const named = (random) => rareWord(random).replace(/^./, (letter) => letter.toUpperCase());
