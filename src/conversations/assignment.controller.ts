import { Body, Controller, Param, Post } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can, handling } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { Assigning, type Assignment } from './assigning.js';
import { ConversationPage } from './conversation-page.js';
import { Conversations } from './conversations.js';

@Controller('conversations/:id/assignment')
@Can(handling)
export class AssignmentController {
  constructor(
    private readonly conversations: Conversations,
    private readonly assigning: Assigning,
    private readonly pages: ConversationPage,
  ) {}

  @Post()
  async create(
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
    @Body() assignment: Assignment = {},
  ) {
    try {
      await this.assigning.assign(id, member, assignment);
    } catch (error) {
      const problems = refused(error);
      const typed = { assignmentNote: String(assignment.note ?? '') };
      const again = await this.pages.of(await this.conversations.find(id, member), member, null, typed);
      return unprocessable(page('conversations/show', again), problems);
    }
    const stillSeen = await this.assigning.isSeen(id, member);
    return seeOther(stillSeen ? `/conversations/${id}` : '/conversations');
  }
}
