import { Injectable } from '@nestjs/common';
import { Conversation, threadKey } from '../conversations/conversation.js';
import { Conversations } from '../conversations/conversations.js';
import { failures, type MessageStatus } from '../conversations/message-status.js';
import { Database } from '../database/database.js';
import { Event } from '../events/event.js';
import { Happenings } from '../events/happenings.js';
import type { Member } from '../people/member.js';
import { combined } from './combined.js';
import type { ContactMerge } from './contact-merge.js';
import { MergedThread } from './merged-thread.js';
import type { Row } from './merge-step.js';
import { ofConversations } from './references.js';
import type { Trail } from './trail.js';

/** Gives the kept contact the conversations of the other. Where both have one with the same numbers, they become one. */
@Injectable()
export class ThreadMerge {
  constructor(
    private readonly database: Database,
    private readonly conversations: Conversations,
    private readonly happenings: Happenings,
  ) {}

  async bring(merge: ContactMerge, by: Member, trail: Trail) {
    const { keptId, goneId } = merge;
    const threads = await this.held([keptId, goneId]);
    const own = threads.filter(({ contactId }) => contactId === keptId);
    for (const thread of own) this.nudge(thread, merge);
    for (const gone of threads.filter(({ contactId }) => contactId === goneId)) {
      const twin = own.find((each) => each.programNumberId === gone.programNumberId && each.number === gone.number);
      if (twin) await this.join(twin, gone, merge, by, trail);
      else await this.move(gone, merge, by, trail);
    }
  }

  /** Threads of these contacts, held in the order of their ids until the transaction ends. */
  held(contactIds: number[]): Promise<Conversation[]> {
    const query = this.database.manager
      .createQueryBuilder(Conversation, 'conversation')
      .where(`conversation.contactId IN (:...contactIds)`, { contactIds })
      .orderBy('conversation.id');
    return this.database.locked(query).getMany();
  }

  private async move(thread: Conversation, merge: ContactMerge, by: Member, trail: Trail) {
    const key = threadKey(thread.programNumberId, merge.keptId, thread.number);
    await trail.change('conversations', thread.id, { contact_id: merge.keptId, thread_key: key });
    await this.tell(Object.assign(thread, { contactId: merge.keptId, threadKey: key }), merge, by);
  }

  private async join(kept: Conversation, gone: Conversation, merge: ContactMerge, by: Member, trail: Trail) {
    const before = await trail.row('conversations', kept.id);
    for (const reference of ofConversations) {
      const narrowed: Row = reference.byNumber ? { program_id: gone.programId, number: gone.number } : {};
      await trail.follow(reference, gone.id, kept.id, narrowed);
    }
    const was = kept.assigneeId;
    Object.assign(kept, combined(kept, gone), await this.newest(kept.id));
    const reason = 'Both had a thread with this number. They are one now, in chronological order.';
    const formerly = kept.assigneeId === was ? gone.assigneeId : was;
    await this.tell(kept, merge, by, reason, formerly ?? kept.assigneeId);
    const goneRow = await trail.row('conversations', gone.id);
    await this.database.insert(MergedThread, { mergeId: merge.id, keptId: kept.id, goneId: gone.id });
    await trail.remove('conversations', goneRow);
    await trail.changed('conversations', before);
    this.nudge(gone, merge);
  }

  /** After texts went from a thread to another: has it know its newest, if it was one of those. */
  async point(thread: Conversation) {
    const last = await this.database.query('SELECT 1 AS one FROM messages WHERE id = ? AND conversation_id = ?', [
      thread.lastMessageId ?? 0,
      thread.id,
    ]);
    if (!last.length) Object.assign(thread, await this.newest(thread.id));
  }

  // The newest text of a thread, and whether the newest of ours did not arrive.
  private async newest(id: number): Promise<Pick<Conversation, 'lastMessageId' | 'hasFailed'>> {
    const last = (ours: string) =>
      this.database.query<{ id: number; status: MessageStatus }>(
        `SELECT id, status FROM messages WHERE conversation_id = ? ${ours} ORDER BY at DESC, id DESC LIMIT 1`,
        [id],
      );
    const [[text], [sent]] = [await last(''), await last(`AND direction = 'outbound'`)];
    return { lastMessageId: text?.id ?? null, hasFailed: sent !== undefined && failures.includes(sent.status) };
  }

  private async tell(
    thread: Conversation,
    { goneName, at }: ContactMerge,
    by: Member,
    reason?: string,
    was = thread.assigneeId,
  ) {
    thread.record('merged', at, by, { contact: goneName, ...(reason && { reason }) }, was);
    await this.conversations.save(thread);
  }

  // Whoever has a thread open that is gone looks again, and is led to where it went; others see whose thread it is now.
  private nudge({ id, programId, assigneeId, isListed }: Conversation, { at, byUserId }: ContactMerge) {
    const event = Event.of('merged', { programId, conversationId: id, assigneeId, byUserId, at });
    this.database.afterCommit(() => this.happenings.told.next(Object.assign(event, { id: 0, isListed })));
  }
}
