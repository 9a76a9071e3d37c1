import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { nationalForm } from '../programs/phone.js';
import { isList } from './audience.js';
import type { Campaign } from './campaign.js';
import { pauseInWords } from './campaign-pages-words.js';
import { Campaigns } from './campaigns.js';
import { Results } from './results.js';

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
      this.around(campaign),
      this.results.of(campaign, member, query),
    ]);
    const { status, isOver, pause, url, createdAt } = campaign;
    return {
      message: {
        ...{ url, createdAt, isOver },
        body: step?.body ?? '',
        count: isList(campaign.audience) ? campaign.audience.contacts.length : 0,
        sender: campaign.createdById === member.userId ? 'you' : (around.sender ?? 'somebody who left'),
        from: `${around.label} ${nationalForm(around.number, member.country)}`.trim(),
        pause: pause && pauseInWords(pause, around.pausedBy),
        isSending: status === 'sending',
        isPaused: status === 'paused',
      },
      mayControl: mayControl(campaign, member),
      results,
    };
  }

  private async around({ programNumberId, createdById, pause }: Campaign) {
    const [row] = await this.database.query<{
      number: string;
      label: string;
      sender: string | null;
      paused_by: string | null;
    }>(
      `SELECT number.number, number.label, sender.name AS sender, pauser.name AS paused_by FROM program_numbers number
       LEFT JOIN users sender ON sender.id = ? LEFT JOIN users pauser ON pauser.id = ? WHERE number.id = ?`,
      [createdById, pause?.byUserId ?? null, programNumberId],
    );
    const { number = '', label = '', sender = null, paused_by: pausedBy = null } = row ?? {};
    return { number, label, sender, pausedBy };
  }
}

/** Whether somebody who sees a Quick Message may stop it too. */
export const mayControl = ({ createdById }: Pick<Campaign, 'createdById'>, member: Member) =>
  createdById === member.userId || member.can('manage-campaigns');
