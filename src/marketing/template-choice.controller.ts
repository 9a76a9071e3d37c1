import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { mayHandle } from '../conversations/abilities.js';
import { Conversations } from '../conversations/conversations.js';
import { CurrentMember } from '../people/current-member.js';
import { Can, handling } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { NotAllowed } from '../refusal.js';
import { Identifier, idIn } from '../web/identifier.js';
import { page, seeOther } from '../web/responses.js';
import { TemplateChoice } from './template-choice.js';
import { wordsIn } from './templates-page.js';

/** What can be inserted into the text to a contact, filled in for them. */
@Controller('conversations/:id/templates')
@Can(handling)
export class TemplateChoiceController {
  constructor(
    private readonly conversations: Conversations,
    private readonly choice: TemplateChoice,
  ) {}

  @Get()
  async index(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Query('q') q?: unknown) {
    const conversation = await this.answerable(id, member);
    return page('templates/choice', await this.choice.of(conversation, member, wordsIn(q)?.slice(0, 100) ?? ''));
  }

  /** Keeps what is written so far; with a template or a field inserts it there, else offers them. */
  @Post()
  async insert(
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
    @Body() { body, template, field }: Record<string, unknown> = {},
  ) {
    const conversation = await this.answerable(id, member);
    if (typeof body === 'string') await this.choice.keep(conversation, member, body);
    if (!template && !field) return seeOther(`/conversations/${id}/templates`);
    await this.choice.insert(conversation, member, { template: idIn(template), field: wordsIn(field) ?? '' });
    return seeOther(`/conversations/${id}#body`);
  }

  private async answerable(id: number, member: Member) {
    const conversation = await this.conversations.find(id, member);
    if (!mayHandle(member, conversation)) throw new NotAllowed('This conversation is not yours to answer.');
    return conversation;
  }
}
