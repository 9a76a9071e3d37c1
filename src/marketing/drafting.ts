import { Injectable } from '@nestjs/common';
import { line } from '../contacts/typed.js';
import { Database } from '../database/database.js';
import { isDuplicate } from '../database/duplicate.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { ProgramNumber } from '../programs/program-number.js';
import { legible } from '../programs/legible.js';
import { Refusal, Refusals } from '../refusal.js';
import { inDigits } from '../web/digits.js';
import { isList } from './audience.js';
import { Campaign } from './campaign.js';
import { CampaignNews } from './campaign-news.js';
import { CampaignStep } from './campaign-step.js';
import { Campaigns } from './campaigns.js';
import { problemOfText } from './merge-fields.js';
import { MergeValues } from './merge-values.js';

/** One text of a campaign as a form gives it. */
export type StepDetails = Pick<CampaignStep, 'body' | 'waitDays' | 'onlyIfNoReply'>;

/** What can be said of a campaign before it is sent. */
export interface CampaignDetails extends Pick<
  Campaign,
  'name' | 'programNumberId' | 'audience' | 'skipsTextedToday' | 'failureLimit' | 'optOutLimit' | 'startsAt'
> {
  steps: StepDetails[];
}

export interface QuickMessageDetails {
  contacts: number[];
  body: string;
  programNumberId: number;
}

const longestCampaignName = 120;
export const mostSteps = 5;
export const longestWait = 60;
/** A Quick Message is for people whom one has picked; more of them are an audience. */
export const mostPicked = 1000;

/** Makes Quick Messages and Campaigns, and changes Campaigns until they are sent. */
@Injectable()
export class Drafting {
  constructor(
    private readonly database: Database,
    private readonly campaigns: Campaigns,
    private readonly values: MergeValues,
    private readonly news: CampaignNews,
    private readonly clock: Clock,
  ) {}

  /** Sends a text to some contacts now. The same form twice (by its `token`) is the same Quick Message. */
  async quickMessage({ contacts, body, programNumberId }: QuickMessageDetails, token: string | null, by: Member) {
    const problems: Record<string, string> = {};
    if (!contacts.length) problems['contacts'] = 'Choose at least one recipient.';
    if (contacts.length > mostPicked)
      problems['contacts'] = `Choose up to ${inDigits(mostPicked)}; a Campaign reaches more.`;
    const { fields } = await this.values.mergeable(by.programId);
    const problem = problemOfText(body, fields);
    if (problem) problems['body'] = problem;
    if (Object.keys(problems).length) throw new Refusals(problems);
    await this.mustBeOurs(programNumberId, by);
    const now = this.clock.now();
    const audience = { contacts };
    const made = Campaign.draft('quick-message', by, now, { programNumberId, audience, formToken: token });
    made.send(now);
    return this.once(token, by, async () => {
      await this.database.manager.save(made);
      await this.write(made.id, [{ body, waitDays: 0, onlyIfNoReply: false }]);
      this.news.changed(made);
      return made;
    });
  }

  /** A new draft. It may be incomplete in everything but its name. */
  async campaign(details: CampaignDetails, token: string | null, by: Member): Promise<Campaign> {
    const { steps, ...own } = await this.checked(details, by);
    return this.once(token, by, async () => {
      const made = Campaign.draft('campaign', by, this.clock.now(), { ...own, formToken: token });
      await this.database.manager.save(made);
      await this.write(made.id, steps);
      return made;
    });
  }

  /** Changes a draft. `version` is the one that the form was made from: of two who change it at once the second is told. */
  async edit(id: number, details: CampaignDetails, version: number, by: Member): Promise<void> {
    await this.campaigns.find(id, 'campaign', by);
    const { steps, ...own } = await this.checked(details, by);
    await this.campaigns.hold(id, async (campaign) => {
      if (!campaign.isDraft) throw new Refusal('Only a draft can be changed.', 'form');
      if (version && version !== campaign.version)
        throw new Refusal('Somebody changed this campaign in the meantime. Look at it again before you save.', 'form');
      Object.assign(campaign, own, { version: campaign.version + 1, changedAt: this.clock.now() });
      await this.database.run('DELETE FROM campaign_steps WHERE campaign_id = ?', [id]);
      await this.write(id, steps);
    });
  }

  /** A draft with the same words for the same audience, at no time yet. */
  async duplicate(id: number, by: Member): Promise<Campaign> {
    const { name, programNumberId, audience, skipsTextedToday, failureLimit, optOutLimit } = await this.campaigns.find(
      id,
      'campaign',
      by,
    );
    const steps = await this.campaigns.steps(id);
    const same = { programNumberId, audience, skipsTextedToday, failureLimit, optOutLimit };
    return this.database.transaction(async () => {
      const copy = `${name.slice(0, longestCampaignName - 7)} (copy)`;
      const made = Campaign.draft('campaign', by, this.clock.now(), { ...same, name: copy });
      await this.database.manager.save(made);
      await this.write(made.id, steps);
      return made;
    });
  }

  /** Throws a draft away. */
  async discard(id: number, by: Member): Promise<void> {
    await this.campaigns.find(id, 'campaign', by);
    await this.campaigns.hold(id, async (campaign) => {
      if (!campaign.isDraft) throw new Refusal('Only a draft can be deleted; what was sent is kept.', 'form');
    });
    await this.database.transaction(() =>
      this.database.run(`DELETE FROM campaigns WHERE id = ? AND status = 'draft'`, [id]),
    );
  }

  /** The same details as they would be stored; everything that is wrong is refused at once. */
  async checked(details: CampaignDetails, by: Member): Promise<CampaignDetails> {
    const { fields } = await this.values.mergeable(by.programId);
    const name = line(details.name);
    const problems: Record<string, string> = {};
    if (!name) problems['name'] = 'Give the campaign a name.';
    if (name.length > longestCampaignName) problems['name'] = `A name can have ${longestCampaignName} characters.`;
    if (!isPercent(details.failureLimit)) problems['failureLimit'] = 'Write a number from 1 to 100.';
    if (!isPercent(details.optOutLimit)) problems['optOutLimit'] = 'Write a number from 1 to 100.';
    if (details.steps.length > mostSteps) problems['steps'] = `A campaign can have ${mostSteps} texts.`;
    details.steps.forEach(({ body, waitDays }, place) => {
      const problem = problemOfText(body, fields);
      if (problem) problems[`steps.${place}.body`] = problem;
      const isWait = Number.isInteger(waitDays) && waitDays >= 1 && waitDays <= longestWait;
      if (place && !isWait) problems[`steps.${place}.waitDays`] = `Write a number of days from 1 to ${longestWait}.`;
    });
    if (isList(details.audience) && details.audience.contacts.length > mostPicked)
      problems['audience'] = `Choose up to ${inDigits(mostPicked)} contacts, or filters.`;
    if (Object.keys(problems).length) throw new Refusals(problems);
    await this.mustBeOurs(details.programNumberId, by);
    return { ...details, name };
  }

  private async mustBeOurs(id: number, { programId }: Member) {
    if (!(await this.database.manager.existsBy(ProgramNumber, { id, programId })))
      throw new Refusal('Choose one of your numbers.', 'programNumberId');
  }

  private async write(campaignId: number, steps: StepDetails[]) {
    const rows = steps.map(({ body, waitDays, onlyIfNoReply }, place) => ({
      campaignId,
      position: place + 1,
      body: legible(body),
      waitDays: place ? waitDays : 0,
      onlyIfNoReply: place > 0 && onlyIfNoReply,
    }));
    if (rows.length) await this.database.manager.insert(CampaignStep, rows);
  }

  // The unique key on `form_token` knows who was second: theirs is the one that is there.
  private async once(token: string | null, by: Member, make: () => Promise<Campaign>): Promise<Campaign> {
    try {
      return await this.database.transaction(make);
    } catch (error) {
      const known = token && isDuplicate(error) ? await this.made(token, by) : null;
      if (known) return known;
      throw error;
    }
  }

  private made(formToken: string, { programId }: Member) {
    return this.database.manager.findOneBy(Campaign, { formToken, programId });
  }
}

const isPercent = (number: number) => Number.isInteger(number) && number >= 1 && number <= 100;
