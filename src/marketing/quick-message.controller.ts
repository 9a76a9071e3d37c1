import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { Typed } from '../contacts/typed.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { NotAllowed, refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { Campaigns } from './campaigns.js';
import { Control } from './control.js';
import { mayControl, QuickMessageProgress } from './quick-message-progress.js';

/** One Quick Message that was sent: how far it is and what came of it; it can be stopped. */
@Controller('quick-messages/:id')
@Can('send-quick-messages')
export class QuickMessageController {
  constructor(
    private readonly campaigns: Campaigns,
    private readonly progress: QuickMessageProgress,
    private readonly control: Control,
  ) {}

  @Get()
  async show(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Query() query: Typed) {
    const campaign = await this.campaigns.find(id, 'quick-message', member);
    return page('quick-messages/show', await this.progress.of(campaign, member, query));
  }

  @Post('pause')
  pause(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return this.change(id, member, () => this.control.pause(id, member));
  }

  @Post('resume')
  resume(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return this.change(id, member, () => this.control.resume(id));
  }

  @Post('cancel')
  cancel(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return this.change(id, member, () => this.control.cancel(id));
  }

  private async change(id: number, member: Member, verb: () => Promise<void>) {
    const campaign = await this.campaigns.find(id, 'quick-message', member);
    if (!mayControl(campaign, member))
      throw new NotAllowed('Only the person who sent it, or somebody who manages Campaigns, can stop it.');
    try {
      await verb();
      return seeOther(campaign.url);
    } catch (error) {
      const problems = refused(error);
      const now = await this.campaigns.find(id, 'quick-message', member);
      return unprocessable(page('quick-messages/show', await this.progress.of(now, member, {})), problems);
    }
  }
}
