import { Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther } from '../web/responses.js';
import { Duplicates } from './duplicates.js';

/** Pairs of contacts that are perhaps one person. */
@Controller('contacts/duplicates')
@Can('edit-contacts')
export class DuplicatesController {
  constructor(private readonly duplicates: Duplicates) {}

  @Get()
  async index(@CurrentMember() member: Member, @Query('dismissed') dismissed?: string, @Query('after') after = '') {
    const status = dismissed === '1' ? 'dismissed' : 'suggested';
    return page('merging/duplicates', await this.duplicates.page(member, status, String(after)));
  }

  @Post(':pair/dismissal')
  async dismiss(@Param('pair', Identifier) id: number, @CurrentMember() member: Member) {
    await this.duplicates.dismiss(id, member);
    return seeOther('/contacts/duplicates');
  }

  @Delete(':pair/dismissal')
  async suggestAgain(@Param('pair', Identifier) id: number, @CurrentMember() member: Member) {
    await this.duplicates.suggestAgain(id, member);
    return seeOther('/contacts/duplicates?dismissed=1');
  }
}
