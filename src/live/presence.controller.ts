import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { Conversations } from '../conversations/conversations.js';
import { CurrentMember } from '../people/current-member.js';
import type { Member } from '../people/member.js';
import { Identifier } from '../web/identifier.js';
import { noContent, page } from '../web/responses.js';
import { Presence } from '../conversations/presence.js';

/** Who else has a conversation open. */
@Controller('conversations/:id')
export class PresenceController {
  constructor(
    private readonly conversations: Conversations,
    private readonly presence: Presence,
  ) {}

  @Get('watchers')
  async index(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    await this.conversations.find(id, member);
    return page('conversations/watchers', { conversation: { id }, watchers: this.presence.watching(id, member) });
  }

  @Post('presence')
  async create(
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
    @Body() said: { typing?: string; gone?: string } = {},
  ) {
    await this.conversations.find(id, member);
    this.presence.see(id, member, said.typing === '1', said.gone === '1');
    return noContent();
  }
}
