import { Controller, Delete, Param, Post } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can, handling } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Identifier } from '../web/identifier.js';
import { seeOther } from '../web/responses.js';
import { Conversations } from './conversations.js';

@Controller('conversations/:id/resolution')
@Can(handling)
export class ResolutionController {
  constructor(
    private readonly conversations: Conversations,
    private readonly clock: Clock,
  ) {}

  @Post()
  async create(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    await this.conversations.change(id, member, (conversation) => conversation.resolve(member, this.clock.now()));
    return seeOther(`/conversations/${id}`);
  }

  @Delete()
  async destroy(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    await this.conversations.change(id, member, (conversation) => conversation.reopen(member, this.clock.now()));
    return seeOther(`/conversations/${id}`);
  }
}
