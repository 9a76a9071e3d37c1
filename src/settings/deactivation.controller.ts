import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { Bulk } from '../conversations/bulk.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { Deactivation } from './deactivation.js';

@Controller('settings/users/:id/deactivation')
@Can('manage-users')
export class DeactivationController {
  constructor(
    private readonly deactivation: Deactivation,
    private readonly bulk: Bulk,
  ) {}

  @Get()
  async show(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return page('users/deactivation', await this.deactivation.page(id, member));
  }

  @Post()
  async create(
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
    @Body() { heir }: { heir?: unknown } = {},
  ) {
    try {
      const job = await this.deactivation.carryOut(id, heir, member);
      if (job && job.total <= 50) await this.bulk.finished(job.id);
      return seeOther(job && member.handlesConversations ? `/conversations/bulk/${job.id}` : `/settings/users/${id}`);
    } catch (error) {
      const problems = refused(error);
      const again = await this.deactivation.page(id, member, typeof heir === 'string' ? heir : '');
      return unprocessable(page('users/deactivation', again), problems);
    }
  }

  @Delete()
  async destroy(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    await this.deactivation.undo(id, member);
    return seeOther(`/settings/users/${id}`);
  }
}
