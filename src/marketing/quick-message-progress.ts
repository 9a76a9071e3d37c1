import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { isList } from './audience.js';
import type { Campaign } from './campaign.js';
import { pauseInWords } from './campaign-pages-words.js';
import { Campaigns } from './campaigns.js';
import { Results } from './results.js';
import { surroundingsOf } from './surroundings.js';

/** What the page of a Quick Message shows once it was sent. */
@Injectable()
export class QuickMessageProgress {
  constructor(
    private readonly database: Database,
    private readonly campaigns: Campaigns,
    private readonly results: Results,
  ) {}

  async of(campaign: Campaign, member: Member, query: object) {
    const [[step], around, results] = await Promise.all([
      this.campaigns.steps(campaign.id),
      surroundingsOf(campaign, member, this.database),
      this.results.of(campaign, member, query),
    ]);
    const { status, isOver, pause, url, createdAt } = campaign;
    return {
      message: {
        ...{ url, createdAt, isOver },
        body: step?.body ?? '',
        count: isList(campaign.audience) ? campaign.audience.contacts.length : 0,
        sender: around.sender,
        from: around.from,
        pause: pause && pauseInWords(pause, around.pauser),
        isSending: status === 'sending',
        isPaused: status === 'paused',
      },
      mayControl: mayControl(campaign, member),
      results,
    };
  }
}

/** Whether somebody who sees a Quick Message may stop it too. */
export const mayControl = ({ createdById }: Pick<Campaign, 'createdById'>, member: Member) =>
  createdById === member.userId || member.can('manage-campaigns');
