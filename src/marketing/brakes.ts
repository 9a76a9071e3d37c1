import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Campaign, type Forgiven, type Pause } from './campaign.js';
import { countOf, Tallies, type Tally } from './tallies.js';

/** Of fewer texts nobody can say what share of them goes wrong. */
const fewest = 20;
/** More than a killed process leaves behind. So many texts of which nobody knows whether they left: the provider is down. */
const manyUnconfirmed = 40;
/** Not the text's or the number's fault: somebody opted out or canceled in the meantime. */
const innocent = ['opted-out', 'canceled', '1240'];

/** Why a campaign should stop by itself. */
export interface Reason {
  because: Pause['because'];
  share?: number;
}

/** Notices when a campaign goes wrong. */
@Injectable()
export class Brakes {
  constructor(
    private readonly database: Database,
    private readonly tallies: Tallies,
  ) {}

  /** The campaign, as long as it is being sent. */
  underWay(id: number): Promise<Campaign | null> {
    return this.database.manager.findOneBy(Campaign, { id, status: 'sending' });
  }

  /** Why it should pause now; null while all is well. */
  async reason(campaign: Campaign): Promise<Reason | null> {
    const trouble = await this.trouble(campaign.id);
    if (trouble) return { because: trouble };
    const now = forgivenBy(await this.tallies.of(campaign.id));
    const before = { left: 0, failed: 0, optedOut: 0, unconfirmed: 0, ...campaign.forgiven };
    const left = now.left - before.left;
    if (left < fewest) return null;
    const failures = (100 * (now.failed - before.failed)) / left;
    if (failures > campaign.failureLimit) return { because: 'failures', share: inTenths(failures) };
    const unconfirmed = now.unconfirmed - before.unconfirmed;
    const unknown = (100 * unconfirmed) / left;
    if (unconfirmed >= manyUnconfirmed && unknown > campaign.failureLimit)
      return { because: 'unconfirmed', share: inTenths(unknown) };
    const optOuts = (100 * (now.optedOut - before.optedOut)) / left;
    return optOuts > campaign.optOutLimit ? { because: 'opt-outs', share: inTenths(optOuts) } : null;
  }

  // The provider refuses our account: its texts are back in the queue and say so.
  private async trouble(campaignId: number): Promise<'credentials' | 'no-credit' | null> {
    const [row] = await this.database.query<{ error_code: 'credentials' | 'no-credit' }>(
      `SELECT message.error_code FROM campaign_recipients recipient JOIN messages message ON message.id = recipient.message_id
       WHERE recipient.campaign_id = ? AND recipient.state = 'queued' AND recipient.outcome IS NULL
         AND message.status = 'queued' AND message.error_code IN ('credentials', 'no-credit') LIMIT 1`,
      [campaignId],
    );
    return row?.error_code ?? null;
  }
}

/** What the limits have seen so far, so that whoever resumes in spite of it is not stopped for the same again. */
export function forgivenBy({ left, failed, optedOut, unconfirmed }: Tally): Forgiven {
  const guilty = new Map([...failed].filter(([code]) => !innocent.includes(code)));
  return { left: left + countOf(guilty), failed: countOf(guilty), optedOut, unconfirmed };
}

// 5.4 is more than 5, and says so.
const inTenths = (percent: number) => Math.round(10 * percent) / 10;
