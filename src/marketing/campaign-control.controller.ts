import { Body, Controller, Param, Post } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Submissions } from '../people/submissions.js';
import { refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { seeOther, unprocessable } from '../web/responses.js';
import { CampaignPage } from './campaign-pages-show.js';
import { Campaigns } from './campaigns.js';
import { Control } from './control.js';
import { Drafting } from './drafting.js';

/** Steers a campaign that was sent, or is going to be. */
@Controller('campaigns/:id')
@Can('manage-campaigns')
export class CampaignControlController {
  constructor(
    private readonly campaigns: Campaigns,
    private readonly control: Control,
    private readonly drafting: Drafting,
    private readonly page: CampaignPage,
    private readonly submissions: Submissions,
  ) {}

  @Post('pause')
  pause(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return this.steer(id, member, () => this.control.pause(id, member));
  }

  @Post('resume')
  resume(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return this.steer(id, member, () => this.control.resume(id));
  }

  @Post('cancel')
  cancel(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return this.steer(id, member, () => this.control.cancel(id));
  }

  /** Back to a draft. */
  @Post('unschedule')
  unschedule(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return this.steer(id, member, () => this.control.unschedule(id));
  }

  @Post('duplicate')
  duplicate(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body() typed: object = {}) {
    const duplicate = () => this.drafting.duplicate(id, member);
    return this.steer(id, member, () => this.submissions.once(typed, member, duplicate, ({ url }) => url));
  }

  private async steer(id: number, member: Member, verb: () => Promise<string | void>) {
    const { url } = await this.campaigns.find(id, 'campaign', member);
    try {
      return seeOther((await verb()) ?? url);
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.page.of(await this.campaigns.find(id, 'campaign', member), member), problems);
    }
  }
}
