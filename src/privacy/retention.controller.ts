import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import { line, type Typed } from '../contacts/typed.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { refused } from '../refusal.js';
import { idIn } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { RetentionPage } from './retention-page.js';
import { RetentionSchedules } from './retention-schedules.js';

/** How long the program keeps what it has, and the pause of all erasing. */
@Controller('settings/privacy')
@Can('manage-settings')
export class RetentionController {
  constructor(
    private readonly schedules: RetentionSchedules,
    private readonly retention: RetentionPage,
  ) {}

  @Get()
  async show(@CurrentMember() member: Member, @Query('saved') saved?: string, @Query('before') before?: string) {
    const isSaved = saved === '1';
    return page('privacy/retention', { ...(await this.retention.of(member, null, idIn(before))), isSaved });
  }

  @Post()
  update(@CurrentMember() member: Member, @Body() typed: Typed = {}) {
    return this.attempt(this.schedules.keep(typed, member), typed, member);
  }

  @Post('pause')
  pause(@CurrentMember() member: Member, @Body() typed: Typed = {}) {
    return this.attempt(this.schedules.pause(line(typed['reason']), member), { reason: typed['reason'] }, member);
  }

  @Delete('pause')
  async resume(@CurrentMember() member: Member) {
    await this.schedules.resume(member);
    return seeOther('/settings/privacy?saved=1');
  }

  private async attempt(work: Promise<void>, typed: Typed, member: Member) {
    try {
      await work;
      return seeOther('/settings/privacy?saved=1');
    } catch (error) {
      const problems = refused(error);
      const again = { ...(await this.retention.of(member, typed)), isSaved: false };
      return unprocessable(page('privacy/retention', again), problems);
    }
  }
}
