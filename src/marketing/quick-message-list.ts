import { Injectable } from '@nestjs/common';
import { type MessageStatus, notArrived } from '../conversations/message-status.js';
import { asDate } from '../database/columns.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { inDigits } from '../web/digits.js';
import type { CampaignStatus } from './campaign.js';
import { statuses } from './campaign-pages-words.js';

const pageLength = 30;

interface Row {
  id: number;
  status: CampaignStatus;
  created_at: string | Date;
  created_by_id: number | null;
  name: string | null;
  body: string;
  audience: string | null;
}

interface Count {
  campaign_id: number;
  state: 'waiting' | 'queued' | 'skipped';
  outcome: MessageStatus | null;
  count: number | string;
}

/** The Quick Messages that somebody may see (see `Campaigns.find`), newest first. */
@Injectable()
export class QuickMessageList {
  constructor(private readonly database: Database) {}

  /** A page of them; `before` is the id of the last one of the page before, 0 for the first page. */
  async of(member: Member, before: number) {
    const rows = await this.rows(member, before);
    const shown = rows.slice(0, pageLength);
    const counts = Map.groupBy(await this.counts(shown.map(({ id }) => id)), (count) => count.campaign_id);
    return {
      rows: shown.map((row) => ({
        id: row.id,
        url: `/quick-messages/${row.id}`,
        body: row.body,
        at: asDate(row.created_at),
        by: row.created_by_id === member.userId ? 'You' : (row.name ?? 'Somebody who left'),
        ...progressOf(row, counts.get(row.id) ?? []),
      })),
      showsSender: member.seesAll,
      isFirstPage: !before,
      nextUrl: rows.length > pageLength ? `/quick-messages?before=${shown.at(-1)!.id}` : '',
    };
  }

  // How many there are is counted once all are on the list; until then the audience says it.
  private rows({ programId, userId, seesAll }: Member, before: number) {
    const own = seesAll ? '' : 'AND campaign.created_by_id = ?';
    const older = before ? 'AND campaign.id < ?' : '';
    return this.database.query<Row>(
      `SELECT campaign.id, campaign.status, campaign.created_at, campaign.created_by_id, person.name, step.body,
         CASE WHEN campaign.prepared_at IS NULL THEN campaign.audience ELSE NULL END AS audience
       FROM campaigns campaign JOIN campaign_steps step ON step.campaign_id = campaign.id AND step.position = 1
       LEFT JOIN users person ON person.id = campaign.created_by_id
       WHERE campaign.program_id = ? AND campaign.kind = 'quick-message' ${own} ${older}
       ORDER BY campaign.id DESC LIMIT ${pageLength + 1}`,
      [programId, ...(seesAll ? [] : [userId]), ...(before ? [before] : [])],
    );
  }

  private async counts(ids: number[]): Promise<Count[]> {
    if (!ids.length) return [];
    return this.database.query<Count>(
      `SELECT campaign_id, state, outcome, COUNT(*) AS count FROM campaign_recipients
       WHERE campaign_id IN (${marks(ids)}) GROUP BY campaign_id, state, outcome`,
      ids,
    );
  }
}

function progressOf({ status, audience }: Row, counts: Count[]) {
  const countIf = (fits: (count: Count) => boolean) =>
    counts.filter(fits).reduce((total, { count }) => total + Number(count), 0);
  const total = audience ? recipientsIn(audience) : countIf(() => true);
  const open = countIf(({ state, outcome }) => state === 'waiting' || (state === 'queued' && outcome === null));
  const known = countIf(() => true);
  return {
    status: statuses[status],
    isUnderWay: status === 'sending' || status === 'paused',
    total,
    totalText: inDigits(total),
    past: known - open,
    skipped: countIf(({ state }) => state === 'skipped'),
    failed: countIf(({ outcome }) => outcome !== null && notArrived.includes(outcome)),
  };
}

const recipientsIn = (audience: string) => (JSON.parse(audience) as { contacts?: number[] }).contacts?.length ?? 0;
