import { Body, Controller, Param, Post, UploadedFile, UseInterceptors } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can, handling } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { ConversationPage } from './conversation-page.js';
import { Conversations } from './conversations.js';
import { OnePicture, type Uploaded } from './picture-upload.js';
import { Replies } from './replies.js';

@Controller('conversations/:id/messages')
@Can(handling)
export class MessagesController {
  constructor(
    private readonly conversations: Conversations,
    private readonly pages: ConversationPage,
    private readonly replies: Replies,
  ) {}

  @Post()
  @UseInterceptors(OnePicture)
  async create(
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
    @Body() typed: { body?: string; token?: string } = {},
    @UploadedFile() file?: Uploaded,
  ) {
    const body = String(typed.body ?? '');
    try {
      await this.replies.send(id, { body, token: typed.token, file }, member);
    } catch (error) {
      const problems = withPicture(refused(error), file);
      const conversation = await this.conversations.find(id, member);
      const again = { body, ...(typed.token ? { token: String(typed.token) } : {}) };
      return unprocessable(
        page('conversations/show', await this.pages.of(conversation, member, null, again)),
        problems,
      );
    }
    return seeOther(`/conversations/${id}`);
  }
}

// A page can keep what was typed, but not a file.
const withPicture = (problems: Record<string, string>, file: Uploaded) =>
  file && !problems['picture'] ? { ...problems, picture: 'Choose the picture again.' } : problems;
