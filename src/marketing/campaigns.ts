import { Injectable, NotFoundException } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Campaign } from './campaign.js';
import { CampaignStep } from './campaign-step.js';
import type { Sender } from './merge-values.js';

/** Quick Messages and Campaigns, as far as whoever asks may see them. */
@Injectable()
export class Campaigns {
  constructor(private readonly database: Database) {}

  /**
   * One that somebody may see, or 404: Campaigns are for all who may manage them; a Quick Message is for who sent it, and
   * for all who see every conversation.
   */
  async find(id: number, kind: Campaign['kind'], member: Member): Promise<Campaign> {
    const { programId } = member;
    const campaign = await this.database.manager.findOneBy(Campaign, { id, kind, programId });
    if (!campaign || !maySee(campaign, member)) throw new NotFoundException();
    return campaign;
  }

  /** The texts of a campaign, in their order. */
  steps(campaignId: number): Promise<CampaignStep[]> {
    return this.database.manager.find(CampaignStep, { where: { campaignId }, order: { position: 'ASC' } });
  }

  /** In whose name it is sent, whether they still work here or not. */
  async senderOf({ programId, createdById }: Pick<Campaign, 'programId' | 'createdById'>): Promise<Sender> {
    const [row] = await this.database.query<{ program: string; country: string; name: string | null }>(
      `SELECT program.name AS program, program.country, person.name FROM programs program
       LEFT JOIN users person ON person.id = ? WHERE program.id = ?`,
      [createdById, programId],
    );
    return { programId, programName: row!.program, country: row!.country, name: row!.name ?? row!.program };
  }

  /**
   * Every change of a campaign passes through here, and everything that is done by what its status says: load, work, save.
   * Meanwhile nobody else pauses, cancels or goes on with it.
   */
  hold<T>(id: number, work: (campaign: Campaign) => Promise<T>): Promise<T> {
    return this.database.transaction(async () => {
      const campaign = await this.database.hold(Campaign, id);
      if (!campaign) throw new NotFoundException();
      const before = JSON.stringify(campaign);
      const result = await work(campaign);
      if (JSON.stringify(campaign) !== before) await this.database.manager.save(campaign);
      return result;
    });
  }
}

const maySee = ({ kind, createdById }: Campaign, member: Member) =>
  kind === 'campaign' ? member.can('manage-campaigns') : member.seesAll || createdById === member.userId;
