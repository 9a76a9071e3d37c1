import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import type { Typed } from '../contacts/typed.js';
import { tokenOf } from '../people/form-token.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { CampaignForms, type Filled } from './campaign-forms.js';
import { CampaignPages } from './campaign-pages.js';
import { CampaignPage } from './campaign-pages-show.js';
import type { Campaign } from './campaign.js';
import { Campaigns } from './campaigns.js';
import { CampaignsList, type ListQuery } from './campaigns-list.js';
import { Drafting } from './drafting.js';

/** Marketing › Campaigns: the list, and the page on which one is made. */
@Controller('campaigns')
@Can('manage-campaigns')
export class CampaignsController {
  constructor(
    private readonly campaigns: Campaigns,
    private readonly list: CampaignsList,
    private readonly forms: CampaignForms,
    private readonly pages: CampaignPages,
    private readonly page: CampaignPage,
    private readonly drafting: Drafting,
  ) {}

  @Get()
  async index(@CurrentMember() member: Member, @Query() query: ListQuery) {
    return page('campaigns/index', { list: await this.list.of(query, member) });
  }

  @Get('new')
  async blank(@CurrentMember() member: Member, @Query() query: Typed) {
    return this.pages.builder(await this.forms.blank(query, member), { campaign: null, member });
  }

  @Post()
  async create(@CurrentMember() member: Member, @Body() typed: Typed = {}) {
    const filled = await this.forms.typed(typed, member);
    if (filled.wish === 'look') return this.again(filled, null, typed, member);
    try {
      const details = await this.forms.details(filled, member);
      const made = await this.drafting.campaign(
        details,
        tokenOf(typed['token'], JSON.stringify(details), member),
        member,
      );
      return seeOther(filled.wish === 'review' ? `${made.url}/review` : `${made.url}?saved=1`);
    } catch (error) {
      return this.again(filled, null, typed, member, refused(error));
    }
  }

  @Get(':id')
  async show(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Query() query: Typed) {
    return this.page.of(await this.campaigns.find(id, 'campaign', member), member, query);
  }

  @Post(':id')
  async update(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body() typed: Typed = {}) {
    const campaign = await this.campaigns.find(id, 'campaign', member);
    const filled = await this.forms.typed(typed, member);
    if (filled.wish === 'look') return this.again(filled, campaign, typed, member);
    try {
      await this.drafting.edit(id, await this.forms.details(filled, member), filled.form.version, member);
      return seeOther(filled.wish === 'review' ? `${campaign.url}/review` : `${campaign.url}?saved=1`);
    } catch (error) {
      const problems = refused(error);
      const now = await this.campaigns.find(id, 'campaign', member);
      return this.again(filled, now, typed, member, problems);
    }
  }

  @Delete(':id')
  async discard(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    try {
      await this.drafting.discard(id, member);
      return seeOther('/campaigns');
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.page.of(await this.campaigns.find(id, 'campaign', member), member), problems);
    }
  }

  // The form with what was typed, as its button changed it, or with what was wrong.
  private async again(
    filled: Filled,
    campaign: Campaign | null,
    typed: Typed,
    member: Member,
    problems = filled.problems,
  ) {
    const around = { campaign, member, token: typed['token'] };
    const answer = await this.pages.builder(filled, around);
    return Object.keys(problems).length ? unprocessable(answer, problems) : answer;
  }
}
