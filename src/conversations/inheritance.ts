import { Injectable, NotFoundException } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Members } from '../people/members.js';
import { Clock } from '../programs/clock.js';
import { Refusal } from '../refusal.js';
import type { BulkJob } from './bulk-job.js';
import { Conversation } from './conversation.js';
import { Conversations } from './conversations.js';

/**
 * Passes on what people left who are deactivated, or handle no conversations any longer. Parley does it, and says in the
 * thread who made it necessary.
 */
@Injectable()
export class Inheritance {
  constructor(
    private readonly database: Database,
    private readonly conversations: Conversations,
    private readonly members: Members,
    private readonly clock: Clock,
  ) {}

  /** Gives one conversation to the heir of a job, or to nobody, inside the transaction under way. */
  async pass(id: number, { programId, userId, assigneeId: heirId }: BulkJob): Promise<true> {
    const conversation = await this.held(id, programId);
    const leaverId = conversation?.assigneeId;
    if (!conversation?.isOpen || !leaverId) throw new NotFoundException();
    const leaver = await this.members.find(leaverId, programId);
    if (leaver?.handlesConversations) throw new Refusal('Somebody who can still have it has it now.');
    const heir = heirId ? await this.members.hold(heirId, programId) : null;
    const by = await this.nameOf(userId);
    const reason = leaver
      ? `${leaver.name} no longer handles conversations: ${by} changed their role`
      : `${by} deactivated ${await this.nameOf(leaverId)}`;
    conversation.assignTo(heir?.handlesConversations ? heir : null, null, this.clock.now(), { reason });
    await this.conversations.save(conversation);
    return true;
  }

  private held(id: number, programId: number) {
    const query = this.database.manager
      .createQueryBuilder(Conversation, 'conversation')
      .where('conversation.id = :id AND conversation.programId = :programId', { id, programId });
    return this.database.locked(query).getOne();
  }

  private async nameOf(id: number): Promise<string> {
    const [user] = await this.database.query<{ name: string }>('SELECT name FROM users WHERE id = ?', [id]);
    return user?.name ?? 'Somebody';
  }
}
