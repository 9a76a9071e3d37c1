import { randomUUID } from 'node:crypto';
import { type WishRule, wishIn, wishRules } from '../consent/wishes.js';
import type { Conversation } from '../conversations/conversation.js';
import { failures, type MessageStatus } from '../conversations/message-status.js';
import { Message, type Source } from '../conversations/message.js';
import type { Unwanted, UnwantedNumber } from '../conversations/unwanted-number.js';
import type { Event } from '../events/event.js';
import type { Member } from '../people/member.js';
import type { Program } from '../programs/program.js';
import type { Calendar } from './calendar.js';
import type { Colleague, Thread } from './thread.js';

const seconds = (at: Date, count: number) => new Date(at.getTime() + count * 1000);

/** Lets a thread happen to a conversation, by the verbs that everybody uses, at the times when it happened. */
export class Retelling {
  /** The keywords that were texted: they are no messages. */
  readonly keywords: { change: 'opt-out' | 'opt-in'; word: string; providerId: string; at: Date }[] = [];
  /** The texts that read like a wish to opt out. */
  readonly wishes: { message: Message; rule: WishRule }[] = [];
  unwanted: Partial<UnwantedNumber> | null = null;
  readonly unreadBy: Member[] = [];
  readonly aboutMessage = new Map<Event, Message>();

  constructor(
    readonly conversation: Conversation,
    readonly program: Program,
    private readonly staff: ReadonlyMap<Colleague, Member>,
  ) {}

  get messages() {
    return this.conversation.made.messages;
  }

  tell(thread: Thread, calendar: Calendar): this {
    let at = new Date(0);
    for (const { when, happens } of thread.steps) {
      const planned = typeof when === 'number' ? new Date(at.getTime() + when * 60_000) : when(calendar);
      // Early in the morning "an hour ago" may be before yesterday's last text: time never runs backwards.
      at = planned < at ? new Date(at.getTime() + 60_000) : planned;
      if (at > calendar.now) at = calendar.now;
      happens(this, at);
    }
    return this;
  }

  announce(source: Source, body: string, by: Colleague, at: Date) {
    this.attach(() => {
      this.messages.push(Message.queue(body, source, at, { authorId: this.member(by).userId }));
      this.conversation.lastActivityAt = at;
      this.conversation.record('queued', at, this.member(by));
    });
    this.settle('delivered', at);
  }

  receive(body: string, at: Date) {
    this.attach(() => this.conversation.receive(Message.receive(body, randomUUID(), at, at), at));
    const rule = wishIn(body);
    if (!rule) return;
    this.conversation.record('opt-out-wish', at, null, { reason: `It ${wishRules[rule]}. Somebody must decide.` });
    this.wishes.push({ message: this.messages.at(-1)!, rule });
  }

  reply(by: Colleague, body: string, at: Date) {
    this.attach(() => this.conversation.reply(body, this.member(by), at));
    this.settle('delivered', at);
  }

  note(by: Colleague, body: string, at: Date) {
    this.conversation.note(body, this.member(by), at);
  }

  assign(by: Colleague, whom: Colleague | null, note: string | undefined, at: Date) {
    this.conversation.assignTo(whom && this.member(whom), this.member(by), at, note ? { note } : {});
  }

  resolve(by: Colleague, at: Date) {
    this.conversation.resolve(this.member(by), at);
  }

  reopen(by: Colleague, at: Date) {
    this.conversation.reopen(this.member(by), at);
  }

  stop(word: string, at: Date) {
    this.obey({ change: 'opt-out', word, providerId: randomUUID(), at }, 'opted-out');
    this.answer(this.program.textOnOptOut, 'opt-out-confirmation', at);
  }

  start(word: string, at: Date) {
    this.obey({ change: 'opt-in', word, providerId: randomUUID(), at }, 'opted-in');
    this.answer(this.program.textOnOptIn, 'answer', at);
  }

  tellSharing(at: Date) {
    const reason =
      'This number belongs to 2 contacts. Parley chose the one who was texted last; move the texts if they are from someone else.';
    this.conversation.record('shared-number', at, null, { reason });
  }

  /** What became of our last text, when it did not simply arrive. */
  lose(status: MessageStatus, code: string, at: Date) {
    const last = this.messages.findLast((message) => !message.isInbound)!;
    Object.assign(last, { status: 'queued', settledAt: null, submittedAt: null });
    if (status === 'unconfirmed') last.providerId = null;
    else last.progress('submitted', seconds(at, 1));
    last.progress(status, seconds(at, 14), { code });
    this.conversation.hasFailed = true;
  }

  putAside(kind: Unwanted, by: Colleague, reason: string, at: Date) {
    const { programId, number } = this.conversation;
    const { userId: byUserId } = this.member(by);
    this.unwanted = { programId, number, kind, reason: reason || null, byUserId, at };
    this.conversation.sortSender(kind, this.member(by), at, reason);
  }

  leaveUnread(by: Colleague[]) {
    const { assigneeId } = this.conversation;
    const seeing = by.map((one) => this.member(one)).filter((one) => one.seesAll || one.userId === assigneeId);
    this.unreadBy.push(...seeing);
  }

  private obey(keyword: Retelling['keywords'][number], kind: 'opted-out' | 'opted-in') {
    this.keywords.push(keyword);
    this.conversation.record(kind, keyword.at, null, { word: keyword.word });
  }

  private answer(body: string, source: 'answer' | 'opt-out-confirmation', at: Date) {
    this.attach(() => this.conversation.answer(body, source, at));
    this.settle('delivered', at);
  }

  // The events that a text made know which text it was.
  private attach(happens: () => void) {
    const { events } = this.conversation.made;
    const before = events.length;
    happens();
    const message = this.messages.at(-1)!;
    for (const event of events.slice(before))
      if (event.kind === 'received' || event.kind === 'queued') this.aboutMessage.set(event, message);
  }

  private settle(status: MessageStatus, at: Date) {
    const message = this.messages.at(-1)!;
    Object.assign(message, { attempts: 1, providerId: randomUUID() });
    message.progress('submitted', seconds(at, 1));
    message.progress(status, seconds(at, 4));
    this.conversation.hasFailed = failures.includes(status);
  }

  private member(email: Colleague): Member {
    const member = this.staff.get(email);
    if (!member) throw new RangeError(`${email} does not work here`);
    return member;
  }
}
