import { Readable } from 'node:stream';
import { Controller, Get, Param, Res, StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Identifier } from '../web/identifier.js';
import type { Campaign } from './campaign.js';
import { Campaigns } from './campaigns.js';
import { RecipientsFile } from './recipients-file.js';

/** The same file for what both kinds send. */
abstract class RecipientsDownload {
  protected abstract readonly kind: Campaign['kind'];

  constructor(
    private readonly campaigns: Campaigns,
    private readonly file: RecipientsFile,
  ) {}

  @Get()
  async show(
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
    @Res({ passthrough: true }) response: Response,
  ) {
    const campaign = await this.campaigns.find(id, this.kind, member);
    response.attachment(`${nameOf(campaign)}.csv`);
    const parts = Readable.from(this.file.parts(campaign, member), { objectMode: false });
    return new StreamableFile(parts, { type: 'text/csv; charset=utf-8' });
  }
}

const nameOf = ({ kind, name, id }: Campaign) =>
  (kind === 'campaign' ? name : `Quick Message ${id}`).replace(/[^\p{L}\p{N} ._-]/gu, '_');

/** Who got a Quick Message. */
@Controller('quick-messages/:id/recipients.csv')
@Can('send-quick-messages')
export class QuickMessageRecipientsController extends RecipientsDownload {
  protected override readonly kind = 'quick-message';

  constructor(campaigns: Campaigns, file: RecipientsFile) {
    super(campaigns, file);
  }
}

/** Who got the texts of a Campaign. */
@Controller('campaigns/:id/recipients.csv')
@Can('manage-campaigns')
export class CampaignRecipientsController extends RecipientsDownload {
  protected override readonly kind = 'campaign';

  constructor(campaigns: Campaigns, file: RecipientsFile) {
    super(campaigns, file);
  }
}
