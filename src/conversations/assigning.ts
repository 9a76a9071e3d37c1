import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Members } from '../people/members.js';
import { Clock } from '../programs/clock.js';
import { legible } from '../programs/legible.js';
import { Refusal } from '../refusal.js';
import { idIn } from '../web/identifier.js';
import type { Conversation } from './conversation.js';
import { Conversations } from './conversations.js';

/** What the form says: a user's id or nothing for nobody, a note for them, and who had it when the form was made. */
export interface Assignment {
  assignee?: string;
  note?: string;
  was?: string;
}

const longestNote = 1000;

/** Hands conversations to people who may have them. */
@Injectable()
export class Assigning {
  constructor(
    private readonly database: Database,
    private readonly conversations: Conversations,
    private readonly members: Members,
    private readonly clock: Clock,
  ) {}

  async assign(id: number, by: Member, { assignee, note = '', was }: Assignment) {
    // A form that arrived without its fields would take it from whoever has it.
    if (assignee === undefined) throw new Refusal('Choose who gets it, or nobody.', 'assignee');
    const to = await this.assignee(String(assignee), by);
    const words = legible(String(note));
    if (words.length > longestNote)
      throw new Refusal(`That is ${words.length} characters; a note can have ${longestNote}.`, 'assignmentNote');
    await this.conversations.change(id, by, async (conversation) => {
      await this.mustBeUnchanged(conversation, to, was);
      // Nobody has it, and nobody was chosen: a note for them would say that somebody gave it back.
      if (!to && was === '') throw new Refusal('Choose who gets it. Nobody has it now.', 'assignee');
      if (to && !(await this.members.hold(to.userId, by.programId))?.handlesConversations) throw notAssignable();
      conversation.assignTo(to, by, this.clock.now(), words ? { note: words } : {});
    });
  }

  /** Whether they still see it: who handed on their last claim to it goes back to the list. */
  isSeen(id: number, member: Member): Promise<boolean> {
    return this.conversations.visibleTo(member).andWhere('conversation.id = :id', { id }).getExists();
  }

  /** Who is meant, if they can be assigned conversations here; null for nobody. */
  async assignee(said: string, by: Member): Promise<Member | null> {
    if (said === '' || said === 'none') return null;
    const member = await this.members.find(idIn(said), by.programId);
    if (!member?.handlesConversations) throw notAssignable();
    return member;
  }

  // Two people reassigning at once: the second is told.
  private async mustBeUnchanged(conversation: Conversation, to: Member | null, was: string | undefined) {
    const isChanged = was !== undefined && String(was) !== String(conversation.assigneeId ?? '');
    if (!isChanged || conversation.assigneeId === (to?.userId ?? null)) return;
    const [owner] = await this.database.query<{ name: string }>('SELECT name FROM users WHERE id = ?', [
      conversation.assigneeId,
    ]);
    const now = owner ? `is assigned to ${owner.name}` : 'is unassigned';
    throw new Refusal(`Someone was quicker: this ${now} now. Choose again if you still want to change it.`, 'assignee');
  }
}

const notAssignable = () => new Refusal('Choose somebody who handles conversations here.', 'assignee');
