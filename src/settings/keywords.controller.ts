import { Body, Controller, Post } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { refused } from '../refusal.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { ConversationSettings } from './conversation-settings.js';
import { KeywordSettings, type TypedKeywords } from './keyword-settings.js';

/** The words that opt out and in, on the page of the Conversations settings. */
@Controller('settings/conversations/keywords')
@Can('manage-settings')
export class KeywordsController {
  constructor(
    private readonly keywords: KeywordSettings,
    private readonly settings: ConversationSettings,
  ) {}

  @Post()
  async update(@CurrentMember() member: Member, @Body() typed: TypedKeywords = {}) {
    try {
      await this.keywords.change(typed, member);
      return seeOther('/settings/conversations?saved=words');
    } catch (error) {
      const problems = refused(error);
      const again = { ...(await this.settings.of(member)), keywords: await this.keywords.of(member, typed), saved: '' };
      return unprocessable(page('settings/conversations', again), problems);
    }
  }
}
