import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { Contact } from '../contacts/contact.js';
import { reversed } from '../programs/phone.js';
import { flag, integer, moment, optionalInteger, optionalMoment, optionalString, string } from '../database/columns.js';
import { Event, type Kind, type Particulars } from '../events/event.js';
import type { Member } from '../people/member.js';
import { User } from '../people/user.js';
import { ProgramNumber } from '../programs/program-number.js';
import { legible } from '../programs/legible.js';
import { NotAllowed, Refusal } from '../refusal.js';
import { mayHandle } from './abilities.js';
import type { Attachment } from './attachment.js';
import { withWords } from './attachment-words.js';
import { mentionedIn } from './mentions.js';
import { Message } from './message.js';
import { refuseMergeFields } from './merge-field-left.js';
import { longestNote, Note } from './note.js';
import { sees } from './sight.js';
import type { Unwanted } from './unwanted-number.js';

/** The text thread between one program number and one phone number of one contact. */
@Entity('conversations')
export class Conversation {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(integer) programNumberId: number;
  @ManyToOne(() => ProgramNumber) @JoinColumn({ name: 'program_number_id' }) programNumber: Relation<ProgramNumber>;
  /** Nobody's, while the number is an unknown sender's. */
  @Column(optionalInteger) contactId: number | null;
  @ManyToOne(() => Contact) @JoinColumn({ name: 'contact_id' }) contact: Relation<Contact> | null;
  /** The other side's number, E.164. */
  @Column(string) number: string;
  @Column(string) reversed: string;
  @Column(string) threadKey: string;
  @Column(string) status: 'unopened' | 'open' | 'resolved';
  @Column(optionalInteger) assigneeId: number | null;
  @ManyToOne(() => User) @JoinColumn({ name: 'assignee_id' }) assignee: Relation<User> | null;
  /** Whether it was ever opened, and so is in the Conversations module. */
  @Column(flag) isListed: boolean;
  @Column(moment) lastActivityAt: Date;
  @Column(optionalInteger) lastMessageId: number | null;
  /** Since when the contact waits for an answer. */
  @Column(optionalMoment) waitingSince: Date | null;
  /** Whether the newest text of ours did not arrive. */
  @Column(flag) hasFailed: boolean;
  @Column(optionalMoment) unassignedSince: Date | null;
  /** Where an unknown sender's texts are; nowhere before the first, and once they have found their contact. */
  @Column(optionalString) senderState: SenderState | null;
  /** Since when routing waits for somebody who is away or full; empty when it waits for nobody. */
  @Column(optionalMoment) awaitsRoutingSince: Date | null;
  /** Whether it was announced that it waits too long. */
  @Column(flag) isEscalated: boolean;
  @Column(moment) createdAt: Date;

  /** What a verb made, to be saved together with the conversation. */
  news: { messages: Message[]; notes: Note[]; events: Event[] };

  static between(programNumber: ProgramNumber, contact: Pick<Contact, 'id'> | null, number: string, now: Date) {
    return Object.assign(new Conversation(), {
      programId: programNumber.programId,
      programNumberId: programNumber.id,
      contactId: contact?.id ?? null,
      number,
      reversed: reversed(number),
      threadKey: threadKey(programNumber.id, contact?.id ?? null, number),
      status: 'unopened',
      isListed: false,
      assigneeId: null,
      hasFailed: false,
      waitingSince: null,
      unassignedSince: null,
      awaitsRoutingSince: null,
      isEscalated: false,
      lastMessageId: null,
      senderState: null,
      lastActivityAt: now,
      createdAt: now,
    } satisfies Partial<Conversation>) as Conversation;
  }

  get isOpen() {
    return this.status === 'open';
  }

  /** A text of the contact: opens the conversation, or opens it again. One of an unknown sender goes to `state`. */
  receive(message: Message, now: Date, state: SenderState = 'waiting') {
    this.waitingSince ??= now;
    if (this.contactId !== null) {
      this.take(message, 'received', now);
      return this.open(now);
    }
    this.senderState = state;
    this.take(message, state === 'waiting' ? 'unknown-text' : 'unwanted-text', now);
  }

  /** Somebody says what an unknown sender is: spam, blocked, or worth an answer after all. */
  sortSender(state: SenderState, by: Member, now: Date, reason = '') {
    const was = this.senderState;
    this.senderState = state;
    const kind = state === 'waiting' ? (was === 'blocked' ? 'unblocked' : 'not-spam') : state;
    this.record(kind, now, by, reason ? { reason } : {});
  }

  /** A text of ours, from a person who may write here. */
  reply(body: string, by: Member, now: Date, own: Partial<Message> = {}, picture: Attachment | null = null) {
    this.mustBeHandledBy(by);
    if (!this.isOpen) throw new Refusal('Reopen this conversation to answer.', 'body');
    const words = picture && !legible(body) ? '' : worded(body, 'text');
    refuseMergeFields(words);
    const attachments = picture ? [picture] : [];
    const message = Message.queue(withWords(words, kindsOf(attachments)), 'reply', now, {
      authorId: by.userId,
      ...own,
    });
    this.take(Object.assign(message, { attachments }), 'queued', now, by);
    this.waitingSince = null;
    this.isEscalated &&= this.unassignedSince !== null;
  }

  /** A text that Parley writes by itself. It opens nothing and ends no waiting. */
  answer(body: string, source: 'answer' | 'opt-out-confirmation', now: Date) {
    this.take(Message.queue(body, source, now), 'queued', now);
  }

  /** A text to many, this contact among them. It opens nothing and ends no waiting. */
  send(body: string, source: 'quick-message' | 'campaign', now: Date, authorId: number | null) {
    this.take(Message.queue(worded(body, 'text'), source, now, { authorId }), 'queued', now);
  }

  /** What staff tell each other. Of `people`, those whom it mentions hear of it if they can see the conversation. */
  note(body: string, by: Member, now: Date, formToken: string | null = null, people: Member[] = []) {
    this.mustBeHandledBy(by);
    const words = worded(body, 'note');
    this.made.notes.push(Object.assign(new Note(), { authorId: by.userId, body: words, formToken, at: now }));
    const mentioned = mentionedIn(words, people).filter(({ userId }) => userId !== by.userId);
    const mentions = mentioned.filter((member) => sees(member, this)).map(({ userId }) => userId);
    const notTold = mentioned.filter((member) => !sees(member, this)).map(({ name }) => name);
    this.record('noted', now, by, mentions.length ? { mentions } : {});
    if (notTold.length) this.record('not-told', now, by, { notTold });
  }

  /** Gives it to `assignee`, or to nobody. The caller has made sure that they can be an assignee here. */
  assignTo(assignee: Member | null, by: Member | null, now: Date, particulars: Particulars = {}) {
    if (by) this.mustBeHandledBy(by);
    if ((assignee?.userId ?? null) === this.assigneeId && !particulars.note) return;
    const was = this.assigneeId;
    // A text that came while it was nobody's waits by itself: that it was nobody's is all that was announced.
    this.isEscalated &&= this.waitingSince !== null && this.waitingSince <= (this.unassignedSince ?? now);
    this.assigneeId = assignee?.userId ?? null;
    this.assignee = null;
    this.unassignedSince = assignee || !this.isOpen ? null : now;
    this.awaitsRoutingSince = null;
    this.record('assigned', now, by, particulars, was);
  }

  resolve(by: Member, now: Date) {
    this.mustBeHandledBy(by);
    if (!this.isOpen) return;
    this.status = 'resolved';
    this.waitingSince = null;
    this.unassignedSince = null;
    this.awaitsRoutingSince = null;
    this.isEscalated = false;
    this.record('resolved', now, by);
  }

  reopen(by: Member, now: Date) {
    this.mustBeHandledBy(by);
    if (this.isOpen) return;
    this.open(now, by);
  }

  /** Notes down something that the number did: a keyword, a move to another contact. */
  record(kind: Kind, now: Date, by: Member | null = null, particulars: Particulars = {}, was = this.assigneeId) {
    this.made.events.push(
      Event.of(kind, {
        programId: this.programId,
        byUserId: by?.userId ?? null,
        assigneeId: this.assigneeId,
        wasAssigneeId: was,
        particulars: Object.keys(particulars).length ? particulars : null,
        at: now,
      }),
    );
  }

  /** Opens it, for the first time or again; `since` when its texts came before it opened. */
  open(now: Date, by: Member | null = null, since = now) {
    if (this.isOpen) return;
    const kind = this.isListed ? 'reopened' : 'opened';
    this.status = 'open';
    this.isListed = true;
    this.lastActivityAt = now;
    if (this.assigneeId === null) this.unassignedSince = now;
    this.record(kind, now, by, since < now ? { since: since.toISOString() } : {});
  }

  get made() {
    return (this.news ??= { messages: [], notes: [], events: [] });
  }

  private take(message: Message, kind: TextKind, now: Date, by: Member | null = null) {
    message.programNumberId = this.programNumberId;
    this.made.messages.push(message);
    if (now > this.lastActivityAt) this.lastActivityAt = now;
    this.record(kind, now, by);
  }

  private mustBeHandledBy(by: Member) {
    if (!mayHandle(by, this)) throw new NotAllowed('This conversation is not yours to answer.');
  }
}

const kindsOf = (attachments: Attachment[]) => attachments.map(({ kind }) => kind);

/** Unknown senders wait for somebody to say whose number it is, unless they were put aside. */
export type SenderState = 'waiting' | Unwanted;

type TextKind = 'received' | 'unknown-text' | 'unwanted-text' | 'queued';

/** One thread for each program number, contact and number of theirs. */
export const threadKey = (programNumberId: number, contactId: number | null, number: string) =>
  `${programNumberId}:${contactId ?? 'unknown'}:${number}`;

/** The longest text that the provider takes. */
export const longestText = 1000;

function worded(body: string, what: 'text' | 'note'): string {
  const words = legible(body);
  const longest = what === 'text' ? longestText : longestNote;
  if (!words) throw new Refusal(`Write a ${what} first.`, 'body');
  if (words.length > longest)
    throw new Refusal(`That is ${words.length} characters; a ${what} can have ${longest}.`, 'body');
  return words;
}
