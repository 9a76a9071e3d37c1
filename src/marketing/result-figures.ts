import { failureReason } from '../conversations/failure-reasons.js';
import { inDigits, shareInWords } from '../web/digits.js';
import type { Campaign } from './campaign.js';
import type { Show } from './result-states.js';
import { skipReason } from './skip-reasons.js';
import { countOf, sum, type Tally } from './tallies.js';

/** What became of texts: each of them is in exactly one of these, but for the last two. */
export interface Fates {
  total: number;
  delivered: number;
  /** Taken by the provider, and no receipt yet. */
  underWay: number;
  unconfirmed: number;
  failed: Map<string, number>;
  waiting: number;
  skipped: Tally['skipped'];
  canceled: number;
  replied: number;
  optedOut: number;
}

/** What waits in a campaign that was canceled is canceled, and so is what was taken out of the queue then. */
export function fatesOf(tally: Tally, { status }: Pick<Campaign, 'status'>): Fates {
  const failed = new Map(tally.failed);
  failed.delete('canceled');
  const isOff = status === 'canceled';
  return {
    total: tally.total,
    delivered: tally.delivered,
    underWay: tally.left - tally.delivered - tally.unconfirmed,
    unconfirmed: tally.unconfirmed,
    failed,
    waiting: tally.queued + (isOff ? 0 : tally.waiting),
    skipped: tally.skipped,
    canceled: (tally.failed.get('canceled') ?? 0) + (isOff ? tally.waiting : 0),
    replied: tally.replied,
    optedOut: tally.optedOut,
  };
}

/** How many are in each list of recipients. */
export function countsOf(fates: Fates): Record<Show, number> {
  const { total, delivered, underWay, unconfirmed, waiting, canceled, replied, optedOut } = fates;
  return {
    all: total,
    waiting,
    sent: delivered + underWay + unconfirmed,
    delivered,
    unconfirmed,
    failed: countOf(fates.failed),
    skipped: countOf(fates.skipped),
    canceled,
    replied,
    'opted-out': optedOut,
  };
}

/** A count with its share of `whole`, and how long its bar is, in hundredths. */
export function portion(count: number, whole: number) {
  const width = whole ? Math.round((1000 * count) / whole) / 10 : 0;
  return { count, countText: inDigits(count), shareText: shareInWords(count, whole), width };
}

interface Outcome extends ReturnType<typeof portion> {
  label: string;
  tone: string;
  show: Show;
  reasons: { text: string; countText: string }[];
}

/** The chart of outcomes: those that there are, and those that one looks for. Their counts add up to the total. */
export function outcomesOf(fates: Fates): Outcome[] {
  const bar = (label: string, tone: string, show: Show, count: number, reasons: Outcome['reasons'] = []) => ({
    label,
    tone,
    show,
    reasons,
    ...portion(count, fates.total),
  });
  const failures = ranked(fates.failed, (code) => failureReason(code).reason);
  const skips = ranked(fates.skipped, (reason) => `${skipReason(reason, null)}.`);
  const bars = [
    bar('Delivered', 'good', 'delivered', fates.delivered),
    bar('Sent, no receipt yet', 'accent', 'sent', fates.underWay),
    bar('Unconfirmed', 'warn', 'unconfirmed', fates.unconfirmed),
    bar('Not delivered', 'bad', 'failed', countOf(fates.failed), failures),
    bar('Waiting', 'edge', 'waiting', fates.waiting),
    bar('Skipped', 'soft', 'skipped', countOf(fates.skipped), skips),
    bar('Canceled', 'soft', 'canceled', fates.canceled),
  ];
  return bars.filter(({ count, show }) => count > 0 || show === 'delivered' || show === 'failed');
}

// The most frequent first; several codes may mean the same to people.
function ranked<Key>(counts: ReadonlyMap<Key, number>, word: (key: Key) => string) {
  const words = new Map<string, number>();
  for (const [key, count] of counts) words.set(word(key), (words.get(word(key)) ?? 0) + count);
  return [...words]
    .sort(([, one], [, other]) => other - one)
    .map(([text, count]) => ({ text, countText: inDigits(count) }));
}

/** The numbers that one looks for first. A reply or an opt-out is a share of those who were sent a text. */
export function figuresOf(fates: Fates, recipients: number) {
  const { sent, delivered, failed } = countsOf(fates);
  const figure = (label: string, show: Show, count: number, whole: number, of: string) => ({
    label,
    show,
    of,
    ...portion(count, whole),
  });
  return [
    figure('Recipients', 'all', recipients, 0, ''),
    figure('Sent', 'sent', sent, fates.total, 'of all texts'),
    figure('Delivered', 'delivered', delivered, sent, 'of those sent'),
    figure('Not delivered', 'failed', failed, sent + failed, 'of those tried'),
    figure('Replied', 'replied', fates.replied, sent, 'of those sent'),
    figure('Opted out', 'opted-out', fates.optedOut, sent, 'of those sent'),
  ];
}

/** The same for each text of a campaign that has several. */
export function byStep(tallies: ReadonlyMap<number, Tally>, campaign: Pick<Campaign, 'status'>, positions: number[]) {
  return positions.map((position) => {
    const fates = fatesOf(tallies.get(position) ?? sum([]), campaign);
    const counts = countsOf(fates);
    const cells = (['all', 'sent', 'delivered', 'failed', 'waiting', 'skipped', 'replied', 'opted-out'] as const).map(
      (show) => ({ label: show === 'all' ? 'Recipients' : labels[show], countText: inDigits(counts[show]) }),
    );
    return { position, cells };
  });
}

const labels = {
  sent: 'Sent',
  delivered: 'Delivered',
  failed: 'Not delivered',
  waiting: 'Waiting',
  skipped: 'Skipped',
  replied: 'Replied',
  'opted-out': 'Opted out',
};
