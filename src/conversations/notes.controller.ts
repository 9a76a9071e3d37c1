import { Body, Controller, Param, Post } from '@nestjs/common';
import { isDuplicate } from '../database/duplicate.js';
import { CurrentMember } from '../people/current-member.js';
import { Can, handling } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Members } from '../people/members.js';
import { Clock } from '../programs/clock.js';
import { refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { ConversationPage } from './conversation-page.js';
import { Conversations } from './conversations.js';
import { tokenOf } from '../people/form-token.js';

@Controller('conversations/:id/notes')
@Can(handling)
export class NotesController {
  constructor(
    private readonly conversations: Conversations,
    private readonly pages: ConversationPage,
    private readonly members: Members,
    private readonly clock: Clock,
  ) {}

  @Post()
  async create(
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
    @Body() typed: { body?: string; token?: string } = {},
  ) {
    const note = String(typed.body ?? '');
    const token = tokenOf(typed.token, note, member);
    const people = note.includes('@') ? await this.members.of(member.programId) : [];
    try {
      await this.conversations.change(id, member, (conversation) =>
        conversation.note(note, member, this.clock.now(), token, people),
      );
    } catch (error) {
      if (token && isDuplicate(error)) return seeOther(`/conversations/${id}`);
      const { body, ...problems } = refused(error);
      const again = await this.pages.of(await this.conversations.find(id, member), member, null, { note });
      return unprocessable(page('conversations/show', again), body ? { ...problems, note: body } : problems);
    }
    return seeOther(`/conversations/${id}`);
  }
}
