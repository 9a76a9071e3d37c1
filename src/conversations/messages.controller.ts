import { Body, Controller, Param, Post } from '@nestjs/common';
import { OptOuts } from '../consent/opt-outs.js';
import { isDuplicate } from '../database/duplicate.js';
import { CurrentMember } from '../people/current-member.js';
import { Can, handling } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Refusal, refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { ConversationPage } from './conversation-page.js';
import { Conversations } from './conversations.js';
import { Drafts } from './drafts.js';
import { tokenOf } from './form-token.js';

@Controller('conversations/:id/messages')
@Can(handling)
export class MessagesController {
  constructor(
    private readonly conversations: Conversations,
    private readonly pages: ConversationPage,
    private readonly optOuts: OptOuts,
    private readonly drafts: Drafts,
    private readonly clock: Clock,
  ) {}

  @Post()
  async create(
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
    @Body() typed: { body?: string; token?: string } = {},
  ) {
    const body = String(typed.body ?? '');
    try {
      await this.reply(id, member, body, tokenOf(typed.token, body, member));
    } catch (error) {
      const problems = refused(error);
      const conversation = await this.conversations.find(id, member);
      const again = { body, ...(typed.token ? { token: String(typed.token) } : {}) };
      return unprocessable(
        page('conversations/show', await this.pages.of(conversation, member, null, again)),
        problems,
      );
    }
    return seeOther(`/conversations/${id}`);
  }

  // The same form sent twice finds its token there already: the work is done.
  private async reply(id: number, member: Member, body: string, formToken: string | null) {
    try {
      await this.conversations.change(id, member, async (conversation) => {
        conversation.reply(body, member, this.clock.now(), { formToken });
        if (await this.optOuts.hold(conversation.programId, conversation.number))
          throw new Refusal('This number has opted out of texts, so nothing was sent.', 'body');
        await this.drafts.forget(id, member);
      });
    } catch (error) {
      if (!formToken || !isDuplicate(error)) throw error;
    }
  }
}
