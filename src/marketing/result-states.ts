import { failureReason } from '../conversations/failure-reasons.js';
import type { MessageStatus } from '../conversations/message-status.js';
import type { Campaign } from './campaign.js';
import type { CampaignRecipient } from './campaign-recipient.js';
import { skipReason } from './skip-reasons.js';

/** What a list of recipients can be narrowed to, in the words of the screen and of the address. */
export const shows = {
  all: 'All',
  waiting: 'Waiting',
  sent: 'Sent',
  delivered: 'Delivered',
  unconfirmed: 'Unconfirmed',
  failed: 'Not delivered',
  skipped: 'Skipped',
  canceled: 'Canceled',
  replied: 'Replied',
  'opted-out': 'Opted out',
} as const;

export type Show = keyof typeof shows;

export const showIn = (said: unknown): Show =>
  typeof said === 'string' && Object.hasOwn(shows, said) ? (said as Show) : 'all';

const waits = `state = 'waiting'`;
const inHand = `state = 'queued' AND outcome IS NULL`;
const cameTo = (outcome: MessageStatus) => `state = 'queued' AND outcome = '${outcome}'`;
const isCanceled = `error_code = 'canceled'`;
const isNotCanceled = `(error_code IS NULL OR error_code <> 'canceled')`;

/**
 * The rows of each list as parts that one index finds in the order of their ids; together they are the list. What waits
 * in a campaign that was canceled is canceled.
 */
export function partsOf(show: Show, { status }: Pick<Campaign, 'status'>): string[] {
  const isOff = status === 'canceled';
  const parts: Record<Show, string[]> = {
    all: ['1 = 1'],
    waiting: isOff ? [inHand] : [waits, inHand],
    sent: [cameTo('submitted'), cameTo('delivered'), cameTo('unconfirmed')],
    delivered: [cameTo('delivered')],
    unconfirmed: [cameTo('unconfirmed')],
    failed: [`${cameTo('failed')} AND ${isNotCanceled}`, cameTo('rejected'), cameTo('undeliverable')],
    skipped: [`state = 'skipped'`],
    canceled: [...(isOff ? [waits] : []), `${cameTo('failed')} AND ${isCanceled}`],
    replied: ['has_replied = 1'],
    'opted-out': ['has_opted_out = 1'],
  };
  return parts[show];
}

type Fate = Pick<CampaignRecipient, 'state' | 'reason' | 'detail' | 'outcome' | 'errorCode'>;

/** How it stands with one text: a word or two, why where there is a why, and what the word looks like. */
export interface InWords {
  state: string;
  why: string;
  icon: string;
  tone: '' | 'good' | 'bad' | 'warn';
}

export function inWords(
  { state, reason, detail, outcome, errorCode }: Fate,
  { status }: Pick<Campaign, 'status'>,
): InWords {
  const said = (word: string, icon: string, tone: InWords['tone'] = '', why = ''): InWords => ({
    state: word,
    why,
    icon,
    tone,
  });
  if (state === 'skipped') return said('Skipped', 'ban', '', skipReason(reason ?? 'fault', detail));
  if (state === 'waiting' && status === 'canceled') return said('Canceled', 'close');
  if (state === 'waiting') return said('Waiting', 'clock');
  if (!outcome) return said('Queued', 'queued');
  if (outcome === 'delivered') return said('Delivered', 'delivered', 'good');
  if (outcome === 'submitted') return said('Sent', 'sent');
  if (outcome === 'unconfirmed') return said('Unconfirmed', 'unconfirmed', 'warn', failureReason('unconfirmed').reason);
  if (errorCode === 'canceled') return said('Canceled', 'close');
  return said('Not delivered', 'failed', 'bad', failureReason(errorCode ?? 'unknown').reason);
}
