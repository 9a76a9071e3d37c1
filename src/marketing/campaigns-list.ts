import { Injectable } from '@nestjs/common';
import { Contacts } from '../contacts/contacts.js';
import { Fields } from '../contacts/fields.js';
import { asDate } from '../database/columns.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { inDigits } from '../web/digits.js';
import { idIn } from '../web/identifier.js';
import { audienceInWords } from './campaign-form-audience.js';
import { statuses, statusOf } from './campaign-pages-words.js';
import { Campaign, type CampaignStatus } from './campaign.js';

const pageLength = 20;

/** What an address of the list says. */
export interface ListQuery {
  status?: unknown;
  before?: unknown;
}

interface Count {
  campaign_id: number;
  state: 'waiting' | 'queued' | 'skipped';
  is_open: number | string;
  count: number | string;
}

/** The campaigns of a program, the newest first, a page at a time. */
@Injectable()
export class CampaignsList {
  constructor(
    private readonly database: Database,
    private readonly contacts: Contacts,
    private readonly fields: Fields,
  ) {}

  async of(query: ListQuery, member: Member) {
    const status = statusIn(query.status);
    const before = idIn(query.before);
    const found = await this.found(status, before, member);
    const shown = found.slice(0, pageLength);
    const ids = shown.map(({ id }) => id);
    const [counts, names, fields, types] = await Promise.all([
      this.counts(shown.filter(({ status }) => status !== 'draft' && status !== 'scheduled').map(({ id }) => id)),
      this.names(ids),
      this.fields.of(member.programId),
      this.contacts.types(member),
    ]);
    const last = found.length > pageLength ? shown.at(-1) : undefined;
    return {
      isFiltered: status !== null,
      isFirstPage: !before,
      statusOptions: [
        { value: '', label: 'Any status', isSelected: !status },
        ...Object.entries(statuses).map(([value, { text }]) => ({ value, label: text, isSelected: value === status })),
      ],
      rows: shown.map((campaign) => ({
        id: campaign.id,
        url: campaign.url,
        name: campaign.name,
        status: statusOf(campaign, member.timeZone),
        audience: audienceInWords(campaign.audience, fields, types),
        by: campaign.createdById === member.userId ? 'You' : (names.get(campaign.id) ?? 'Somebody who left'),
        at: asDate(campaign.startedAt ?? campaign.changedAt),
        ...progressOf(campaign, counts.get(campaign.id) ?? []),
      })),
      nextUrl: last ? `/campaigns?${status ? `status=${status}&` : ''}before=${last.id}` : null,
    };
  }

  private found(status: CampaignStatus | null, before: number, { programId }: Member): Promise<Campaign[]> {
    const query = this.database.manager
      .createQueryBuilder(Campaign, 'campaign')
      .where(`campaign.programId = :programId AND campaign.kind = 'campaign'`, { programId });
    if (status) query.andWhere('campaign.status = :status', { status });
    if (before) query.andWhere('campaign.id < :before', { before });
    return query
      .orderBy('campaign.id', 'DESC')
      .take(pageLength + 1)
      .getMany();
  }

  private async names(ids: number[]): Promise<Map<number, string>> {
    if (!ids.length) return new Map();
    const rows = await this.database.query<{ id: number; name: string }>(
      `SELECT campaign.id, maker.name FROM campaigns campaign JOIN users maker ON maker.id = campaign.created_by_id
       WHERE campaign.id IN (${marks(ids)})`,
      ids,
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  private async counts(ids: number[]): Promise<Map<number, Count[]>> {
    if (!ids.length) return new Map();
    const rows = await this.database.query<Count>(
      `SELECT campaign_id, state, outcome IS NULL AS is_open, COUNT(*) AS count FROM campaign_recipients
       WHERE campaign_id IN (${marks(ids)}) GROUP BY campaign_id, state, outcome IS NULL`,
      ids,
    );
    return Map.groupBy(rows, (row) => row.campaign_id);
  }
}

function progressOf({ status, preparedAt }: Campaign, counts: Count[]) {
  const sum = (some: Count[]) => some.reduce((total, { count }) => total + Number(count), 0);
  const total = sum(counts);
  const open = sum(counts.filter(({ state, is_open: isOpen }) => state !== 'skipped' && Number(isOpen)));
  const past = total - open;
  const isUnderWay = (status === 'sending' || status === 'paused') && preparedAt !== null;
  const sent = sum(counts.filter(({ state, is_open: isOpen }) => state === 'queued' && !Number(isOpen)));
  const texts = `${inDigits(sent)} ${sent === 1 ? 'text' : 'texts'}`;
  const isOver = status === 'sent' || status === 'canceled';
  return {
    ...{ isUnderWay, total, past },
    progressText: isUnderWay
      ? `${inDigits(past)} of ${inDigits(total)}`
      : isOver
        ? texts
        : status === 'sending'
          ? 'Finding the recipients'
          : '',
  };
}

const statusIn = (said: unknown): CampaignStatus | null =>
  typeof said === 'string' && Object.hasOwn(statuses, said) ? (said as CampaignStatus) : null;
