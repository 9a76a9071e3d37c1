import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Event } from '../events/event.js';
import type { Member } from '../people/member.js';
import type { Conversation } from './conversation.js';

/** Who has not read what: a row for each user and conversation, so that counting them is cheap and always agrees. */
@Injectable()
export class Unreads {
  private readonly followers: ((conversationId: number, member: Member) => Promise<unknown>)[] = [];

  constructor(private readonly database: Database) {}

  /** After news: a text is unread for all who may see it, an assignment for the one who got it. */
  async follow(conversation: Conversation, events: Event[]) {
    if (!conversation.isListed) return;
    if (events.some((event) => event.kind === 'received')) await this.markForAll(conversation);
    const assigned = events.filter((event) => event.kind === 'assigned').at(-1);
    if (assigned) await this.handOver(conversation, assigned);
  }

  /** Has somebody take note whenever a user sees a conversation. */
  whenRead(follower: (conversationId: number, member: Member) => Promise<unknown>) {
    this.followers.push(follower);
  }

  /** This user has seen the conversation; whether anything was unread. */
  async read(conversationId: number, member: Member): Promise<boolean> {
    for (const follower of this.followers) await follower(conversationId, member);
    const unread = await this.database.query(
      'SELECT 1 AS unread FROM unreads WHERE user_id = ? AND conversation_id = ?',
      [member.userId, conversationId],
    );
    if (!unread.length) return false;
    await this.forget(conversationId, member.userId);
    return true;
  }

  private async markForAll(conversation: Conversation) {
    await this.database.run(
      `INSERT INTO unreads (user_id, conversation_id, program_id)
       SELECT member.user_id, ?, member.program_id FROM memberships member JOIN roles role ON role.id = member.role_id
       WHERE member.program_id = ? AND member.is_active = 1
         AND (role.permissions LIKE '%view-all-conversations%' OR member.user_id = ?)
         AND NOT EXISTS (SELECT 1 FROM unreads known WHERE known.user_id = member.user_id AND known.conversation_id = ?)`,
      [conversation.id, conversation.programId, conversation.assigneeId, conversation.id],
    );
  }

  // Who handed it on has seen it; who lost it and can't see it any longer has nothing unread there.
  private async handOver(conversation: Conversation, { wasAssigneeId, byUserId }: Event) {
    if (wasAssigneeId) await this.forgetUnlessSeeing(conversation, wasAssigneeId);
    if (conversation.assigneeId && conversation.assigneeId !== byUserId)
      await this.mark(conversation, conversation.assigneeId);
  }

  private mark(conversation: Conversation, userId: number) {
    return this.database.run(
      `INSERT INTO unreads (user_id, conversation_id, program_id) SELECT ?, ?, ? FROM programs WHERE id = ?
         AND NOT EXISTS (SELECT 1 FROM unreads known WHERE known.user_id = ? AND known.conversation_id = ?)`,
      [userId, conversation.id, conversation.programId, conversation.programId, userId, conversation.id],
    );
  }

  private forgetUnlessSeeing(conversation: Conversation, userId: number) {
    return this.database.run(
      `DELETE FROM unreads WHERE user_id = ? AND conversation_id = ? AND user_id NOT IN (
         SELECT member.user_id FROM memberships member JOIN roles role ON role.id = member.role_id
         WHERE member.program_id = ? AND role.permissions LIKE '%view-all-conversations%')`,
      [userId, conversation.id, conversation.programId],
    );
  }

  private forget(conversationId: number, userId: number) {
    return this.database.transaction(() =>
      this.database.run('DELETE FROM unreads WHERE user_id = ? AND conversation_id = ?', [userId, conversationId]),
    );
  }
}
