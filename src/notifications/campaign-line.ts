import type { CampaignFacts, Kind, Particulars } from '../events/event.js';
import type { MessageStatus } from '../conversations/message-status.js';
import { inDigits } from '../web/digits.js';

/** What a notification about a Quick Message or Campaign is made of. */
export interface CampaignRow {
  campaign_id: number | null;
  campaign_kind: CampaignFacts['kind'] | null;
  campaign_name: string | null;
  event_kind: Kind;
  particulars: string | null;
  body: string | null;
  status: MessageStatus | null;
}

export const campaignColumns =
  'notification.campaign_id, campaign.kind AS campaign_kind, campaign.name AS campaign_name, event.kind AS event_kind';

export const campaignUrl = ({ campaign_kind: kind, campaign_id: id }: CampaignRow) =>
  `/${kind === 'campaign' ? 'campaigns' : 'quick-messages'}/${id}`;

/** Whether something is to be done about it. */
export const isTrouble = ({ event_kind: kind }: Pick<CampaignRow, 'event_kind'>) => kind !== 'campaign-finished';

/** A sentence around a name, and some words more; `person` is whom a single text was for. */
export function campaignLine(row: CampaignRow, person: string) {
  const facts = factsIn(row);
  const isCampaign = row.campaign_kind === 'campaign';
  const before = isCampaign ? 'Campaign ' : 'Your ';
  const name = isCampaign ? (row.campaign_name ?? facts?.name ?? '') : 'Quick Message';
  if (row.event_kind === 'campaign-finished') return { before, name, after: ' has finished', words: numbers(facts) };
  if (row.event_kind === 'campaign-paused') {
    const why = pauses[facts?.because ?? ''];
    const words = 'Nothing more is sent until somebody resumes it.';
    return { before, name, after: ` has paused itself${why ? `: ${why}` : ''}`, words };
  }
  const after = row.status === 'unconfirmed' ? ' may not have been sent' : ' was not delivered';
  return { before: 'Your Quick Message to ', name: person, after, words: row.body ?? '' };
}

const pauses: Record<string, string> = {
  failures: 'too many texts did not arrive',
  unconfirmed: 'the provider is down',
  'opt-outs': 'too many people opted out',
  credentials: 'the provider does not accept our keys',
  'no-credit': 'the credit with the provider is used up',
};

const factsIn = ({ particulars }: CampaignRow): CampaignFacts | undefined =>
  particulars ? (JSON.parse(particulars) as Particulars).campaign : undefined;

function numbers(facts: CampaignFacts | undefined): string {
  if (!facts) return '';
  const said = (count: number | undefined, word: string) => (count ? [`${inDigits(count)} ${word}`] : []);
  const { sent, failed, skipped } = facts;
  return (
    [...said(sent, 'sent'), ...said(failed, 'not delivered'), ...said(skipped, 'skipped')].join(', ') ||
    'Nobody was texted'
  );
}
