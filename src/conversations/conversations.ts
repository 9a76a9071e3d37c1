import { Injectable, NotFoundException } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Event } from '../events/event.js';
import { Happenings } from '../events/happenings.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Attachments } from './attachments.js';
import { AutoAssignment } from './auto-assignment.js';
import { Conversation } from './conversation.js';
import { Message } from './message.js';
import { Note } from './note.js';
import { seenBy } from './sight.js';
import { Unreads } from './unreads.js';

/** All conversations, as far as the person asking may see them. */
@Injectable()
export class Conversations {
  constructor(
    private readonly database: Database,
    private readonly happenings: Happenings,
    private readonly unreads: Unreads,
    private readonly attachments: Attachments,
    private readonly autoAssignment: AutoAssignment,
    private readonly clock: Clock,
  ) {}

  /** The only way to query conversations. */
  visibleTo(member: Member) {
    const { sql, values } = seenBy(member);
    const names = values.map((_, place) => `seen${place}`);
    const numbered = names.reduce((condition, name) => condition.replace('?', `:${name}`), sql);
    return this.database.manager
      .createQueryBuilder(Conversation, 'conversation')
      .where(numbered, Object.fromEntries(names.map((name, place) => [name, values[place]])));
  }

  /** One conversation with whom it is about, or 404. */
  async find(id: number, member: Member): Promise<Conversation> {
    const conversation = await this.visibleTo(member)
      .innerJoinAndSelect('conversation.contact', 'contact')
      .innerJoinAndSelect('contact.contactType', 'contactType')
      .innerJoinAndSelect('conversation.programNumber', 'programNumber')
      .leftJoinAndSelect('conversation.assignee', 'assignee')
      .andWhere('conversation.id = :id', { id })
      .getOne();
    if (!conversation) throw new NotFoundException();
    return conversation;
  }

  /** Every verb of a person passes through here: load, change, save, tell. */
  async change(id: number, by: Member, verb: (conversation: Conversation) => unknown): Promise<void> {
    await this.database.transaction(async () => {
      const conversation = await this.database
        .locked(this.visibleTo(by).andWhere('conversation.id = :id', { id }))
        .getOne();
      if (!conversation) throw new NotFoundException();
      await verb(conversation);
      await this.save(conversation);
    });
  }

  /** Saves a conversation that is there already with its news, inside the transaction under way, and tells of it afterwards. */
  async save(conversation: Conversation): Promise<void> {
    await this.autoAssignment.follow(conversation, this.clock.now());
    const { messages, notes, events } = conversation.made;
    const { id: conversationId, programId } = conversation;
    for (const message of messages) {
      await this.add(Message, Object.assign(message, { conversationId, programId }));
      await this.attachments.addTo(message);
    }
    for (const note of notes) await this.add(Note, Object.assign(note, { conversationId, programId }));
    for (const event of events)
      await this.add(Event, Object.assign(event, { conversationId, ...aboutMessage(event, messages) }));
    await this.point(conversation, messages);
    const { id, contact, programNumber, assignee, news, made, ...columns } = conversation;
    void [contact, programNumber, assignee, news, made];
    await this.database.update(Conversation, id, columns);
    await this.unreads.follow(conversation, events);
    for (const event of events) event.isListed = conversation.isListed;
    await this.happenings.tell(events);
    conversation.news = { messages: [], notes: [], events: [] };
  }

  private async add<Row extends { id: number }>(entity: new () => Row, row: Row) {
    row.id = await this.database.insert(entity, row);
  }

  // The newest by the thread's own order is the last message: a late one does not become it.
  private async point(conversation: Conversation, messages: Message[]) {
    if (!messages.length) return;
    const [newest] = await this.database.query<{ id: number }>(
      'SELECT id FROM messages WHERE conversation_id = ? ORDER BY at DESC, id DESC LIMIT 1',
      [conversation.id],
    );
    conversation.lastMessageId = newest?.id ?? null;
    if (messages.some((message) => !message.isInbound)) conversation.hasFailed = false;
  }
}

// The event of a message that was made with it carries its id.
function aboutMessage(event: Event, messages: Message[]) {
  if (event.kind !== 'received' && event.kind !== 'queued') return {};
  return { messageId: messages.at(-1)?.id ?? null };
}
