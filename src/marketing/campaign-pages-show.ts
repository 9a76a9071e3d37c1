import { Injectable } from '@nestjs/common';
import { Contacts } from '../contacts/contacts.js';
import { Fields } from '../contacts/fields.js';
import type { Typed } from '../contacts/typed.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { page } from '../web/responses.js';
import { audienceInWords } from './campaign-form-audience.js';
import { CampaignForms } from './campaign-forms.js';
import { CampaignPages } from './campaign-pages.js';
import { pauseInWords, statusOf, waitInWords } from './campaign-pages-words.js';
import type { Campaign } from './campaign.js';
import { Campaigns } from './campaigns.js';
import { Results } from './results.js';
import { surroundingsOf } from './surroundings.js';

/** The page of a campaign: where a draft is made, and where what was sent is watched. */
@Injectable()
export class CampaignPage {
  constructor(
    private readonly database: Database,
    private readonly campaigns: Campaigns,
    private readonly contacts: Contacts,
    private readonly fields: Fields,
    private readonly forms: CampaignForms,
    private readonly pages: CampaignPages,
    private readonly results: Results,
  ) {}

  async of(campaign: Campaign, member: Member, query: Typed = {}) {
    if (!campaign.isDraft) return page('campaigns/show', await this.shown(campaign, member, query));
    const isSaved = query['saved'] === '1';
    return this.pages.builder(await this.forms.of(campaign, member), { campaign, member, isSaved });
  }

  private async shown(campaign: Campaign, member: Member, query: Typed) {
    const [steps, fields, types, around, results] = await Promise.all([
      this.campaigns.steps(campaign.id),
      this.fields.of(member.programId),
      this.contacts.types(member),
      surroundingsOf(campaign, member, this.database),
      this.results.of(campaign, member, query),
    ]);
    const { url, name, status, isOver, startsAt, startedAt, finishedAt, pause } = campaign;
    return {
      problems: null,
      campaign: {
        ...{ url, name, isOver, startsAt, startedAt, finishedAt },
        status: statusOf(campaign, member.timeZone),
        by: around.sender,
        from: around.from,
        audience: audienceInWords(campaign.audience, fields, types),
        isScheduled: status === 'scheduled',
        isSending: status === 'sending',
        isPaused: status === 'paused',
        pause: pause
          ? {
              ...pauseInWords(pause, around.pauser),
              isBad: pause.because !== 'person',
            }
          : null,
      },
      texts: steps.map((step) => ({ number: step.position, body: step.body, wait: waitInWords(step) })),
      results,
    };
  }
}
