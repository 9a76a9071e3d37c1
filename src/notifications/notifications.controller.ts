import { Body, Controller, Get, NotFoundException, Param, Post, Query } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import type { Member } from '../people/member.js';
import { Identifier, idIn } from '../web/identifier.js';
import { page, seeOther } from '../web/responses.js';
import { Notices } from './notices.js';
import { Ringing } from './ringing.js';

/** What the bell rings for. */
@Controller('notifications')
export class NotificationsController {
  constructor(
    private readonly notices: Notices,
    private readonly ringing: Ringing,
  ) {}

  @Get()
  async index(@CurrentMember() member: Member, @Query('before') before?: unknown) {
    return page('notifications/index', await this.notices.page(member, idIn(before)));
  }

  /** What a push for several leads to. While they look at another program it is not there, and that page offers the way. */
  @Get('in/:programId')
  async ofProgram(@Param('programId', Identifier) programId: number, @CurrentMember() member: Member) {
    if (programId !== member.programId) throw new NotFoundException();
    return seeOther(await this.ringing.leadTo(member));
  }

  @Post('reading')
  async readAll(@CurrentMember() member: Member, @Body() said: { upTo?: unknown; before?: unknown } = {}) {
    await this.notices.readUpTo(idIn(said.upTo), member);
    return backTo(said.before);
  }

  @Post(':id/reading')
  async read(
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
    @Body() said: { before?: unknown } = {},
  ) {
    await this.notices.read(id, member);
    return backTo(said.before);
  }
}

const backTo = (before: unknown) => seeOther(idIn(before) ? `/notifications?before=${idIn(before)}` : '/notifications');
