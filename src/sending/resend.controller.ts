import { Controller, Param, Post } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can, handling } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Identifier } from '../web/identifier.js';
import { seeOther } from '../web/responses.js';
import { Resends } from './resends.js';

@Controller('messages/:id/resend')
@Can(handling)
export class ResendController {
  constructor(private readonly resends: Resends) {}

  @Post()
  async create(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return seeOther(`/conversations/${await this.resends.make(id, member)}`);
  }
}
