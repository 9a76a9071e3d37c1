import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { CurrentMember } from '../people/current-member.js';
import type { Member } from '../people/member.js';
import { page, seeOther } from '../web/responses.js';
import { Choices } from './choices.js';

/** Of what one wants to hear, and how. */
@Controller('account/notifications')
export class ChoicesController {
  constructor(private readonly choices: Choices) {}

  @Get()
  async show(@CurrentMember() member: Member, @Req() { sessionID }: Request, @Query('saved') saved?: unknown) {
    return page('notifications/choices', await this.choices.page(member, sessionID, String(saved)));
  }

  @Post()
  async update(@CurrentMember() member: Member, @Body('on') on?: unknown) {
    await this.choices.keep(member, [on].flat());
    return seeOther('/account/notifications?saved=1');
  }
}
