import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { forgivenBy, type Reason } from './brakes.js';
import type { Campaign } from './campaign.js';
import { CampaignNews } from './campaign-news.js';
import { Campaigns } from './campaigns.js';
import { Tallies } from './tallies.js';

/** What is held back waits until somebody resumes; this is no time at which it would leave. */
export const heldUntil = new Date('2999-01-01T00:00:00Z');

const ofCampaign = `status = 'queued' AND id IN
  (SELECT message_id FROM campaign_recipients WHERE campaign_id = ? AND state = 'queued' AND outcome IS NULL)`;

/**
 * Stops what is being sent, and lets it go on. What is on its way to the provider at this moment can't be called back. What
 * somebody does a second time (a button pressed twice, two people at once) is done already.
 */
@Injectable()
export class Control {
  constructor(
    private readonly database: Database,
    private readonly campaigns: Campaigns,
    private readonly tallies: Tallies,
    private readonly news: CampaignNews,
    private readonly clock: Clock,
  ) {}

  /** Begins at once, or at its time. */
  send(id: number): Promise<void> {
    return this.campaigns.hold(id, async (campaign) => {
      campaign.send(this.clock.now());
      this.news.changed(campaign);
    });
  }

  /** Whose time has come begins. */
  begin(id: number): Promise<void> {
    return this.campaigns.hold(id, async (campaign) => {
      const now = this.clock.now();
      if (campaign.status === 'scheduled' && campaign.startsAt && campaign.startsAt <= now) campaign.begin(now);
    });
  }

  pause(id: number, by: Member): Promise<void> {
    return this.campaigns.hold(id, async (campaign) => {
      if (campaign.status !== 'paused') await this.halt(campaign, { because: 'person' }, by);
    });
  }

  /** It pauses itself, unless somebody was quicker. */
  brake(id: number, reason: Reason): Promise<void> {
    return this.campaigns.hold(id, async (campaign) => {
      if (campaign.status !== 'sending') return;
      await this.halt(campaign, reason, null);
      await this.news.paused(campaign);
    });
  }

  resume(id: number): Promise<void> {
    return this.campaigns.hold(id, async (campaign) => {
      if (campaign.status === 'sending') return;
      campaign.resume(forgivenBy(await this.tallies.of(id)));
      await this.database.run(
        `UPDATE messages SET due_at = ?, error_code = NULL, error_detail = NULL WHERE ${ofCampaign}`,
        [this.clock.now(), id],
      );
      this.news.changed(campaign);
    });
  }

  cancel(id: number): Promise<void> {
    return this.campaigns.hold(id, async (campaign) => {
      if (campaign.status === 'canceled') return;
      const now = this.clock.now();
      campaign.cancel(now);
      await this.database.run(
        `UPDATE messages SET status = 'failed', error_code = 'canceled', error_detail = NULL, settled_at = ? WHERE ${ofCampaign}`,
        [now, id],
      );
      await this.database.run(
        `UPDATE campaign_recipients SET outcome = 'failed', error_code = 'canceled'
         WHERE campaign_id = ? AND state = 'queued' AND outcome IS NULL AND EXISTS (SELECT 1 FROM messages message
           WHERE message.id = campaign_recipients.message_id AND message.status = 'failed' AND message.error_code = 'canceled')`,
        [id],
      );
      this.news.changed(campaign);
    });
  }

  unschedule(id: number): Promise<void> {
    return this.campaigns.hold(id, async (campaign) => {
      if (campaign.status !== 'draft') campaign.unschedule();
    });
  }

  /** All of it has left, or never will. */
  finish(id: number): Promise<boolean> {
    return this.campaigns.hold(id, async (campaign) => {
      if (campaign.status !== 'sending' || !campaign.preparedAt || !(await this.isEmpty(id))) return false;
      campaign.finish(this.clock.now());
      await this.news.finished(campaign);
      return true;
    });
  }

  private async halt(campaign: Campaign, { because, share }: Reason, by: Member | null) {
    campaign.halt(because, by, this.clock.now(), share);
    await this.database.run(`UPDATE messages SET due_at = ? WHERE ${ofCampaign}`, [heldUntil, campaign.id]);
  }

  /** Whether a text of it is in the outbox, or on its way to the provider. */
  hasQueued(id: number): Promise<boolean> {
    return this.isAny(id, `state = 'queued' AND outcome IS NULL`);
  }

  /** Whether nobody waits for a text, and each that was queued has left or failed. */
  async isEmpty(id: number): Promise<boolean> {
    return !(await this.hasQueued(id)) && !(await this.isAny(id, `state = 'waiting' AND outcome IS NULL`));
  }

  private async isAny(id: number, condition: string): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT 1 AS one FROM campaign_recipients WHERE campaign_id = ? AND ${condition} LIMIT 1`,
      [id],
    );
    return rows.length > 0;
  }
}
