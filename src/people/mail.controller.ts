import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Identifier, idIn } from '../web/identifier.js';
import { page, seeOther } from '../web/responses.js';
import { CurrentMember } from './current-member.js';
import { Can } from './guards.js';
import { MailLog } from './mail-log.js';
import type { Member } from './member.js';

/** What Parley wrote by e-mail: sent, failed, or kept here while there is no mail server. */
@Controller('settings/mail')
@Can('manage-users')
export class MailController {
  constructor(private readonly log: MailLog) {}

  @Get()
  async index(@CurrentMember() member: Member, @Query('before') before?: unknown) {
    return page('mail/index', await this.log.page(member, idIn(before) || undefined));
  }

  @Post(':id/again')
  async again(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    await this.log.again(id, member);
    return seeOther('/settings/mail');
  }
}
