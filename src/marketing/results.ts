import { Injectable } from '@nestjs/common';
import { segmentsOf } from '../conversations/segments.js';
import { asDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { ProgramNumber } from '../programs/program-number.js';
import { Audiences } from './audiences.js';
import type { Campaign } from './campaign.js';
import type { CampaignStep } from './campaign-step.js';
import { Campaigns } from './campaigns.js';
import { RecipientsPage } from './recipients-page.js';
import { byStep, countsOf, fatesOf, figuresOf, outcomesOf } from './result-figures.js';
import { type Later, progressOf } from './result-progress.js';
import { ResultTimes } from './result-times.js';
import { sum, Tallies } from './tallies.js';

const minute = 60_000;
/** A text that was put off after a fault is due again in some minutes; what is due later than that waits for its day. */
const later = 6 * minute;
/** Receipts and replies come in for a while after the last text. */
const settlesFor = 60 * minute;
const mostCounted = 1_000_000;

/** What became of a Quick Message or Campaign so far, as its page shows it. */
@Injectable()
export class Results {
  private readonly audienceOf = new Map<number, { count: number; until: number }>();
  private readonly onlookers: ((campaign: Campaign, member: Member) => Promise<void>)[] = [];

  constructor(
    private readonly database: Database,
    private readonly campaigns: Campaigns,
    private readonly audiences: Audiences,
    private readonly tallies: Tallies,
    private readonly times: ResultTimes,
    private readonly recipients: RecipientsPage,
    private readonly clock: Clock,
  ) {}

  /** Has somebody know who looked at the results of what. */
  whenSeen(onlooker: (campaign: Campaign, member: Member) => Promise<void>) {
    this.onlookers.push(onlooker);
  }

  /** For the partial `campaigns/results`. `query` is what the address says: which recipients, and from where on. */
  async of(campaign: Campaign, member: Member, query: { show?: unknown; after?: unknown } = {}) {
    const now = this.clock.now();
    const [steps, tallies] = await Promise.all([
      this.campaigns.steps(campaign.id),
      this.tallies.bySteps(campaign.id),
      ...this.onlookers.map((onlooker) => onlooker(campaign, member)),
    ]);
    const all = sum([...tallies.values()]);
    const recipients = tallies.get(1)?.total ?? 0;
    const fates = fatesOf(all, campaign);
    const [waits, audience, perText, chart, list] = await Promise.all([
      this.later(campaign, now),
      this.audience(campaign, recipients),
      this.perText(campaign, steps),
      this.times.chart(campaign.id, recipients, member),
      this.recipients.of(campaign, countsOf(fates), steps.length > 1, query, member),
    ]);
    const zone = member.timeZone;
    const progress = progressOf({ campaign, steps, tallies, later: waits, audience, perText, now, zone });
    return {
      url: campaign.url,
      status: campaign.status,
      hasBegun: all.total > 0 || campaign.startedAt !== null,
      isUnderWay: campaign.status === 'sending' || campaign.status === 'paused',
      refreshes: refreshes(campaign, fates.underWay > 0, now),
      address: list.address,
      progress,
      figures: figuresOf(fates, recipients).map((figure) => ({ ...figure, url: list.urlOf(figure.show) })),
      outcomes: outcomesOf(fates).map((outcome) => ({ ...outcome, url: list.urlOf(outcome.show) })),
      steps:
        steps.length > 1
          ? byStep(
              tallies,
              campaign,
              steps.map(({ position }) => position),
            )
          : [],
      chart,
      recipients: list,
    };
  }

  // What is not due for a while, by the step.
  private async later({ id, status }: Campaign, now: Date): Promise<Later[]> {
    if (status !== 'sending') return [];
    const rows = await this.database.query<{ step: number; count: number | string; first: string; last: string }>(
      `SELECT step, COUNT(*) AS count, MIN(due_at) AS first, MAX(due_at) AS last FROM campaign_recipients
       WHERE campaign_id = ? AND state = 'waiting' AND due_at > ? GROUP BY step`,
      [id, new Date(now.getTime() + later)],
    );
    return rows.map(({ step, count, first, last }) => ({
      step,
      count: Number(count),
      first: asDate(first),
      last: asDate(last),
    }));
  }

  // Counting a large audience takes a while, and it hardly changes while its recipients are found.
  private async audience(campaign: Campaign, recipients: number): Promise<number> {
    if (campaign.preparedAt || !['sending', 'paused'].includes(campaign.status)) return recipients;
    const known = this.audienceOf.get(campaign.id);
    if (known && known.until > Date.now()) return known.count;
    const { country } = await this.campaigns.senderOf(campaign);
    const count = await this.audiences.count(
      campaign.audience,
      { programId: campaign.programId, country },
      mostCounted,
    );
    if (this.audienceOf.size > 100) this.audienceOf.clear();
    this.audienceOf.set(campaign.id, { count, until: Date.now() + minute });
    return count;
  }

  // The texts may differ in length by what is merged into them: this is an estimate.
  private async perText({ programNumberId, status }: Campaign, steps: CampaignStep[]): Promise<number> {
    if (status !== 'sending') return 0;
    const number = await this.database.manager.findOneBy(ProgramNumber, { id: programNumberId });
    const segments = Math.max(1, ...steps.map(({ body }) => segmentsOf(body).count));
    return (segments * minute) / Math.max(1, number?.segmentsPerMinute ?? 60);
  }
}

// How often the page looks again, in milliseconds; empty when nothing more is to be expected.
function refreshes({ status, finishedAt }: Campaign, hasOpenEnds: boolean, now: Date): string {
  if (status === 'sending') return '2000';
  if (status === 'paused' || status === 'scheduled') return '5000';
  return hasOpenEnds && finishedAt && now.getTime() - finishedAt.getTime() < settlesFor ? '10000' : '';
}
