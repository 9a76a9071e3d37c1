import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { isList } from './audience.js';
import { Audiences } from './audiences.js';
import type { Campaign } from './campaign.js';
import { CampaignRecipient } from './campaign-recipient.js';
import { Campaigns } from './campaigns.js';
import { type Reached, Reach } from './reach.js';

/** Few enough that nobody who answers meanwhile notices. */
const slice = 100;

/** Makes the list of recipients of a campaign, a slice at a time: who gets its first text, and who doesn't and why. */
@Injectable()
export class Preparing {
  constructor(
    private readonly database: Database,
    private readonly campaigns: Campaigns,
    private readonly audiences: Audiences,
    private readonly reach: Reach,
    private readonly clock: Clock,
  ) {}

  /** Adds the next recipients, together with the note of how far the list is; whether there was something to do. */
  step(id: number): Promise<boolean> {
    return this.campaigns.hold(id, async (campaign) => {
      if (campaign.status !== 'sending' || campaign.preparedAt) return false;
      const { country } = await this.campaigns.senderOf(campaign);
      const home = { programId: campaign.programId, country };
      const { contactIds, next } = await this.audiences.slice(campaign.audience, home, campaign.preparedUpTo, slice);
      const { audience } = campaign;
      const before = isList(audience) ? audience.contacts.slice(0, campaign.preparedUpTo) : [];
      const reached = await this.reach.of(contactIds, campaign.programId, before);
      // Whoever was deleted since has no record that a result could lead to.
      await this.add(
        campaign,
        reached.filter(({ reason }) => reason !== 'gone'),
      );
      if (next === null) campaign.preparedAt = this.clock.now();
      else campaign.preparedUpTo = next;
      return true;
    });
  }

  private async add(campaign: Campaign, reached: Reached[]) {
    const now = this.clock.now();
    const numbers = reached.flatMap(({ number, reason }) => (number && !reason ? [number] : []));
    const taken = await this.reach.taken(campaign.id, 1, numbers);
    const rows = reached.map((one) => {
      const reason = one.reason ?? (taken.has(one.number!) ? 'same-number' : null);
      if (!reason) taken.add(one.number!);
      return recipientOf(campaign, 1, { ...one, reason }, now);
    });
    await this.database.insertAll(CampaignRecipient, rows);
  }
}

/** Somebody who waits for the text of a step, or doesn't get it. */
export const recipientOf = (
  { id: campaignId, programId }: Campaign,
  step: number,
  { contactId, number, reason }: Reached,
  dueAt: Date,
): Partial<CampaignRecipient> => ({
  programId,
  campaignId,
  step,
  contactId,
  number,
  state: reason ? 'skipped' : 'waiting',
  reason,
  onceContact: reason ? null : contactId,
  onceNumber: reason ? null : number,
  dueAt,
  hasReplied: false,
  hasOptedOut: false,
});
