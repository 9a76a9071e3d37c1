import { Injectable } from '@nestjs/common';
import { Contacts } from '../contacts/contacts.js';
import type { Contact, ContactDetails } from '../contacts/contact.js';
import { Database } from '../database/database.js';
import { Event } from '../events/event.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { isTelephone } from '../programs/phone.js';
import { ProgramNumber } from '../programs/program-number.js';
import { Refusal } from '../refusal.js';
import type { Conversation } from './conversation.js';
import { Conversations } from './conversations.js';
import { earliest } from './earliest.js';
import { Message } from './message.js';
import { Threads } from './threads.js';
import { unanswered } from './unanswered.js';
import { UnknownSenders } from './unknown-senders.js';
import { UnwantedNumbers } from './unwanted-numbers.js';

/** Finds texts their right contact: an unknown sender's, or those that went to the wrong one of several. */
@Injectable()
export class Linking {
  constructor(
    private readonly database: Database,
    private readonly contacts: Contacts,
    private readonly conversations: Conversations,
    private readonly threads: Threads,
    private readonly unknownSenders: UnknownSenders,
    private readonly unwanted: UnwantedNumbers,
    private readonly clock: Clock,
  ) {}

  /** The sender turns out to be a contact: the thread opens there as if it had just arrived. Returns its id. */
  async link(senderId: number, contactId: number, by: Member): Promise<number> {
    return this.database.transaction(async () => {
      const unknown = await this.unknownSenders.thread(senderId, by);
      if (!isTelephone(unknown.number))
        throw new Refusal(`${unknown.number} is not a phone number, so it can’t belong to a contact.`);
      const gaining = (found: Contact, now: Date) => found.gain(unknown.number, 'Mobile', now);
      const contact = await this.contacts.change(contactId, by, gaining, 'linked');
      const thread = await this.threadWith(contact, unknown);
      await this.bring(unknown, thread, contact, by);
      return thread.id;
    });
  }

  /** A new contact for an unknown sender, who gets the thread. Returns its id. */
  async create(senderId: number, details: ContactDetails, by: Member): Promise<number> {
    return this.database.transaction(async () => {
      const contact = await this.contacts.add(details, by);
      return this.link(senderId, contact.id, by);
    });
  }

  /** Moves the unanswered texts of a shared number to another contact who has it. Returns their thread's id. */
  async move(conversationId: number, contactId: number, by: Member): Promise<number> {
    const now = this.clock.now();
    let target = 0;
    await this.conversations.change(conversationId, by, async (from) => {
      if (contactId === from.contactId) throw new Refusal('The texts are already with this contact.', 'contact');
      const contact = await this.contacts.find(contactId, by);
      if (!contact.has(from.number)) throw new Refusal(`${contact.name} does not have this number.`, 'contact');
      const to = await this.threadWith(contact, from);
      await this.take(from, to, await unanswered(this.database, from.id).getMany(), now);
      to.record('moved', now, by, { contact: 'here from another contact with this number' });
      from.record('moved', now, by, { contact: `to ${contact.name}` });
      from.resolve(by, now);
      from.waitingSince = null;
      await this.threads.save(to);
      target = to.id;
    });
    return target;
  }

  private async bring(unknown: Conversation, thread: Conversation, contact: Contact, by: Member) {
    const now = this.clock.now();
    const { manager } = this.database;
    const texts = await manager.findBy(Message, { conversationId: unknown.id });
    await this.take(unknown, thread, texts, now);
    await manager.update(Event, { conversationId: unknown.id }, { conversationId: thread.id });
    thread.record('linked', now, by, { contact: contact.name });
    await this.threads.save(thread);
    await this.database.run('DELETE FROM conversations WHERE id = ?', [unknown.id]);
    await this.unwanted.forget(unknown);
  }

  private async take(from: Conversation, to: Conversation, texts: Message[], now: Date) {
    if (!texts.some((text) => text.isInbound)) throw new Refusal('There are no unanswered texts to move.', 'contact');
    for (const text of texts)
      await this.database.run('UPDATE messages SET conversation_id = ? WHERE id = ?', [to.id, text.id]);
    const [newest] = await this.database.query<{ id: number }>(
      'SELECT id FROM messages WHERE conversation_id = ? ORDER BY at DESC, id DESC LIMIT 1',
      [to.id],
    );
    const [left] = await this.database.query<{ id: number }>(
      'SELECT id FROM messages WHERE conversation_id = ? ORDER BY at DESC, id DESC LIMIT 1',
      [from.id],
    );
    to.lastMessageId = newest?.id ?? null;
    from.lastMessageId = left?.id ?? null;
    // Texts of their own may have waited for longer.
    to.waitingSince = earliest([to.waitingSince, from.waitingSince ?? now]);
    to.lastActivityAt = now;
    to.open(now, null, to.waitingSince!);
    to.record('received', now);
  }

  private async threadWith(contact: Contact, like: Conversation) {
    const programNumber = await this.database.manager.findOneByOrFail(ProgramNumber, { id: like.programNumberId });
    return this.threads.between(programNumber, contact, like.number, this.clock.now());
  }
}
