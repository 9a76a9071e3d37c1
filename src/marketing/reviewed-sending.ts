import { Injectable } from '@nestjs/common';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Refusal } from '../refusal.js';
import { Audiences } from './audiences.js';
import type { Campaign } from './campaign.js';
import { Campaigns } from './campaigns.js';
import { Control } from './control.js';
import { problemOfText } from './merge-fields.js';
import { MergeValues } from './merge-values.js';
import { blocksOf } from './review-page.js';
import { Reviews } from './reviews.js';

/** Sends a campaign as it was reviewed, or says why not. */
@Injectable()
export class ReviewedSending {
  constructor(
    private readonly campaigns: Campaigns,
    private readonly audiences: Audiences,
    private readonly values: MergeValues,
    private readonly reviews: Reviews,
    private readonly control: Control,
    private readonly clock: Clock,
  ) {}

  /** `version` is the one that was looked at. The same review sent twice sends once. */
  async send(id: number, version: number, by: Member): Promise<void> {
    await this.mustReachSomebody(await this.campaigns.find(id, 'campaign', by), by);
    const { fields } = await this.values.mergeable(by.programId);
    await this.campaigns.hold(id, async (campaign) => {
      if (campaign.status === 'canceled') throw new Refusal('This campaign was canceled.', 'form');
      if (!campaign.isDraft) return;
      if (version !== campaign.version)
        throw new Refusal('Somebody changed this campaign since you looked at it. This is how it is now.', 'form');
      const steps = await this.campaigns.steps(id);
      const [block] = blocksOf(campaign, steps, (body) => problemOfText(body, fields), this.clock.now());
      if (block) throw new Refusal(block, 'form');
      await this.control.send(id);
    });
  }

  private async mustReachSomebody(campaign: Campaign, { programId, country }: Member) {
    const reviewed = this.reviews.finished(campaign)?.tally?.recipients;
    const count = reviewed ?? (await this.audiences.count(campaign.audience, { programId, country }, 1));
    if (campaign.isDraft && !count)
      throw new Refusal('Nobody would get this campaign, so it was not sent. Choose another audience.', 'form');
  }
}
