import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { type Typed, word } from '../contacts/typed.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { refused } from '../refusal.js';
import { Identifier, idIn } from '../web/identifier.js';
import { seeOther, unprocessable } from '../web/responses.js';
import { CampaignPage } from './campaign-pages-show.js';
import { Campaigns } from './campaigns.js';
import { ReviewPage } from './review-page.js';
import { ReviewedSending } from './reviewed-sending.js';
import { Reviews } from './reviews.js';
import type { TypedTest } from './test-form.js';
import { TestSends } from './test-sends.js';

/** What sending a draft would do; sending it, or a test of it. */
@Controller('campaigns/:id')
@Can('manage-campaigns')
export class CampaignReviewController {
  constructor(
    private readonly campaigns: Campaigns,
    private readonly reviews: Reviews,
    private readonly pages: ReviewPage,
    private readonly page: CampaignPage,
    private readonly sending: ReviewedSending,
    private readonly tests: TestSends,
  ) {}

  @Get('review')
  async show(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Query('tested') tested?: unknown) {
    const campaign = await this.campaigns.find(id, 'campaign', member);
    return campaign.isDraft ? this.pages.of(campaign, member, {}, tested) : seeOther(campaign.url);
  }

  @Post('review')
  async again(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    const campaign = await this.campaigns.find(id, 'campaign', member);
    if (!campaign.isDraft) return seeOther(campaign.url);
    this.reviews.again(campaign);
    return seeOther(`${campaign.url}/review`);
  }

  @Post('send')
  async send(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body() typed: Typed = {}) {
    try {
      await this.sending.send(id, idIn(word(typed['version'])), member);
      return seeOther(`/campaigns/${id}`);
    } catch (error) {
      return this.refuse(id, member, refused(error));
    }
  }

  @Post('test')
  async test(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body() typed: TypedTest = {}) {
    const campaign = await this.campaigns.find(id, 'campaign', member);
    try {
      return seeOther(`${campaign.url}/review?tested=${await this.tests.send(campaign, typed, member)}`);
    } catch (error) {
      return this.refuse(id, member, refused(error), typed);
    }
  }

  private async refuse(id: number, member: Member, problems: Record<string, string>, typed: TypedTest = {}) {
    const campaign = await this.campaigns.find(id, 'campaign', member);
    const again = campaign.isDraft ? this.pages.of(campaign, member, typed) : this.page.of(campaign, member);
    return unprocessable(await again, problems);
  }
}
