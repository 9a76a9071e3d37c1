import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can, handling } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Refusal } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { noContent, page } from '../web/responses.js';
import { ConversationPage } from './conversation-page.js';
import { Conversations } from './conversations.js';
import { type Draft, Drafts } from './drafts.js';
import { Inbox } from './inbox.js';
import { InboxFilter } from './inbox-filter.js';
import { placeIn } from './timeline-place.js';
import { Unreads } from './unreads.js';

@Controller('conversations')
export class ConversationsController {
  constructor(
    private readonly conversations: Conversations,
    private readonly inbox: Inbox,
    private readonly pages: ConversationPage,
    private readonly unreads: Unreads,
    private readonly drafts: Drafts,
  ) {}

  @Get()
  async index(@Query() query: Record<string, unknown>, @CurrentMember() member: Member) {
    return page('conversations/index', { inbox: await this.inbox.of(InboxFilter.read(query, member), member) });
  }

  @Get('count')
  async count(@Query() query: Record<string, unknown>, @CurrentMember() member: Member) {
    return { count: await this.inbox.count(InboxFilter.read(query, member), member) };
  }

  @Get(':id')
  async show(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Query('before') before?: string) {
    const conversation = await this.conversations.find(id, member);
    await this.unreads.read(id, member);
    return page('conversations/show', await this.pages.of(conversation, member, placeIn(before)));
  }

  @Post(':id/reading')
  async read(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    await this.conversations.find(id, member);
    await this.unreads.read(id, member);
    return noContent();
  }

  @Post(':id/draft')
  @Can(handling)
  async draft(
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
    @Body() typed: Partial<Draft> = {},
  ) {
    await this.conversations.find(id, member);
    const { body, token } = typed;
    if (body === undefined) throw new Refusal('The text is missing, so the draft stays as it was.');
    await this.drafts.keep(id, member, { body: String(body), token });
    return noContent();
  }
}
