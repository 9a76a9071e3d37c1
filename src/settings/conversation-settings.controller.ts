import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { Bulk } from '../conversations/bulk.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { NotAllowed, refused } from '../refusal.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { KeywordSettings } from './keyword-settings.js';
import { ConversationSettings, type TypedSettings } from './conversation-settings.js';

@Controller('settings/conversations')
@Can('manage-settings')
export class ConversationSettingsController {
  constructor(
    private readonly settings: ConversationSettings,
    private readonly bulk: Bulk,
    private readonly keywords: KeywordSettings,
  ) {}

  @Get()
  async show(@CurrentMember() member: Member, @Query('saved') saved?: string) {
    return this.page(member, saved);
  }

  @Post()
  async update(@CurrentMember() member: Member, @Body() typed: TypedSettings = {}) {
    try {
      await this.settings.change(typed, member);
      return seeOther('/settings/conversations?saved=1');
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.page(member, '', typed), problems);
    }
  }

  private async page(member: Member, saved = '', typed?: TypedSettings) {
    const settings = await this.settings.of(member, typed);
    return page('settings/conversations', { ...settings, keywords: await this.keywords.of(member), saved });
  }

  /** Has auto-assignment look at what is open and nobody's. */
  @Post('assignment')
  async assign(@CurrentMember() member: Member) {
    if (!member.seesAll || !member.can('manage-all-conversations'))
      throw new NotAllowed('Assigning conversations takes View All and Manage All Conversations.');
    try {
      const which = this.settings.unassigned(member);
      const job = await this.bulk.begin(member, 'route', null, which, '/conversations?assignee=none');
      if (job.total <= 50) await this.bulk.finished(job.id);
      return seeOther(`/conversations/bulk/${job.id}`);
    } catch (error) {
      refused(error);
      return seeOther('/settings/conversations');
    }
  }
}
