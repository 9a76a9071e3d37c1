import { Injectable } from '@nestjs/common';
import type { Member } from '../people/member.js';
import { nationalForm } from '../programs/phone.js';
import { idIn } from '../web/identifier.js';
import { inDigits } from '../web/digits.js';
import type { Campaign } from './campaign.js';
import { type Recipient, Recipients } from './recipients.js';
import { inWords, type Show, showIn, shows } from './result-states.js';

const pageLength = 50;
/** Lists that are offered even while nobody is in them, so that the choice does not jump about. */
const always: readonly Show[] = ['all', 'delivered', 'failed', 'skipped', 'replied', 'opted-out'];

/** Every recipient with what became of their text, a page at a time. */
@Injectable()
export class RecipientsPage {
  constructor(private readonly recipients: Recipients) {}

  async of(
    campaign: Campaign,
    counts: Record<Show, number>,
    hasSteps: boolean,
    query: { show?: unknown; after?: unknown },
    member: Member,
  ) {
    const show = showIn(query.show);
    const after = idIn(query.after);
    const found = await this.recipients.slice(campaign, show, after, pageLength + 1, member);
    const rows = found.slice(0, pageLength);
    const urlOf = (wanted: Show, from = 0) => addressOf(campaign, wanted, from);
    return {
      urlOf,
      address: urlOf(show, after),
      hasSteps,
      tabs: (Object.keys(shows) as Show[])
        .filter((each) => counts[each] > 0 || each === show || always.includes(each))
        .map((each) => ({
          label: shows[each],
          countText: inDigits(counts[each]),
          url: `${urlOf(each)}#recipients`,
          isCurrent: each === show,
        })),
      rows: rows.map((row) => shape(row, campaign, member)),
      nextUrl: found.length > pageLength ? `${urlOf(show, rows.at(-1)!.id)}#recipients` : null,
      firstUrl: after ? `${urlOf(show)}#recipients` : null,
      csvUrl: counts.all ? `${campaign.url}/recipients.csv` : null,
      emptyText: after ? 'Nobody else is in this list.' : empty[show],
    };
  }
}

function addressOf({ url }: Campaign, show: Show, after: number): string {
  const query = new URLSearchParams({
    ...(show === 'all' ? {} : { show }),
    ...(after ? { after: String(after) } : {}),
  });
  return query.size ? `${url}?${query.toString()}` : url;
}

function shape(row: Recipient, campaign: Campaign, { country }: Member) {
  const words = inWords(row, campaign);
  const name = `${row.firstName} ${row.lastName}`.trim();
  const number = row.number ? nationalForm(row.number, country) : '';
  return {
    id: row.id,
    step: row.step,
    name: name || number || 'No name',
    url: row.contactId ? `/contacts/${row.contactId}` : null,
    accent: row.accent,
    number,
    tel: row.number,
    ...words,
    at: row.leftAt,
    dueAt: row.state === 'waiting' && campaign.status !== 'canceled' ? row.dueAt : null,
    hasReplied: row.hasReplied,
    hasOptedOut: row.hasOptedOut,
    conversationUrl: row.conversationId ? `/conversations/${row.conversationId}` : null,
  };
}

const empty: Record<Show, string> = {
  all: 'There are no recipients yet.',
  waiting: 'Nobody waits for a text.',
  sent: 'No text has left yet.',
  delivered: 'No text is known to have arrived yet.',
  unconfirmed: 'Of every text it is known whether it left.',
  failed: 'No text failed.',
  skipped: 'Nobody was skipped.',
  canceled: 'No text was canceled.',
  replied: 'Nobody has replied yet.',
  'opted-out': 'Nobody has opted out.',
};
