import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { heldUntil } from './control.js';

/** What keeps a text of a campaign from leaving. */
@Injectable()
export class CampaignHolds {
  constructor(private readonly database: Database) {}

  /** `until` is empty when it never leaves: the campaign was canceled. Null when nothing is in its way. */
  async of(messageId: number): Promise<{ code: 'paused' | 'canceled'; until: Date | null } | null> {
    const [row] = await this.database.query<{ status: string }>(
      `SELECT campaign.status FROM campaign_recipients recipient JOIN campaigns campaign ON campaign.id = recipient.campaign_id
       WHERE recipient.message_id = ?`,
      [messageId],
    );
    if (row?.status === 'paused') return { code: 'paused', until: heldUntil };
    return row?.status === 'canceled' ? { code: 'canceled', until: null } : null;
  }
}
