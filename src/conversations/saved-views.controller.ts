import { Body, Controller, Delete, Param, Post } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import type { Member } from '../people/member.js';
import { SavedViews } from '../people/saved-views.js';
import { refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { Inbox } from './inbox.js';
import { InboxFilter } from './inbox-filter.js';

@Controller('saved-views')
export class SavedViewsController {
  constructor(
    private readonly savedViews: SavedViews,
    private readonly inbox: Inbox,
  ) {}

  @Post()
  async create(@CurrentMember() member: Member, @Body('name') typed?: string, @Body('query') query?: string) {
    const viewName = String(typed ?? '');
    const filter = InboxFilter.read(Object.fromEntries(new URLSearchParams(String(query ?? ''))), member);
    try {
      await this.savedViews.save(member, 'conversations', viewName, filter.query);
      return seeOther(filter.url);
    } catch (error) {
      const inbox = await this.inbox.of(filter, member);
      return unprocessable(page('conversations/index', { inbox, viewName }), refused(error));
    }
  }

  @Delete(':id')
  async destroy(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    await this.savedViews.remove(member, 'conversations', id);
    return seeOther('/conversations');
  }
}
