import { Body, Controller, Param, Post } from '@nestjs/common';
import type { Typed } from '../contacts/typed.js';
import { CurrentMember } from '../people/current-member.js';
import { Can, handling } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Submissions } from '../people/submissions.js';
import { refused } from '../refusal.js';
import { Identifier, idIn } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { Assigning } from './assigning.js';
import { ConversationPage } from './conversation-page.js';
import { Conversations } from './conversations.js';
import { Linking } from './linking.js';

/** Moves the unanswered texts of a shared number to another contact who has it. */
@Controller('conversations/:id/contact')
@Can(handling)
export class MovingController {
  constructor(
    private readonly linking: Linking,
    private readonly assigning: Assigning,
    private readonly conversations: Conversations,
    private readonly pages: ConversationPage,
    private readonly submissions: Submissions,
  ) {}

  @Post()
  async create(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body() typed: Typed = {}) {
    const move = () => this.linking.move(id, idIn(typed['contact']), member);
    const url = async (moved: number) => `/conversations/${(await this.assigning.isSeen(moved, member)) ? moved : id}`;
    try {
      return seeOther(await this.submissions.once(typed, member, move, url));
    } catch (error) {
      const problems = refused(error);
      return unprocessable(
        page('conversations/show', await this.pages.of(await this.conversations.find(id, member), member)),
        problems,
      );
    }
  }
}
