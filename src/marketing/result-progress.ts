import { clock, dayOf, full } from '../web/moments.js';
import { inDigits } from '../web/digits.js';
import type { Campaign } from './campaign.js';
import type { CampaignStep } from './campaign-step.js';
import { countOf, type Tally } from './tallies.js';

/** Texts of a step that are not due yet: how many, and when the first and the last are. */
export interface Later {
  step: number;
  count: number;
  first: Date;
  last: Date;
}

interface Parts {
  campaign: Pick<Campaign, 'status' | 'startsAt' | 'preparedAt' | 'finishedAt'>;
  steps: Pick<CampaignStep, 'position' | 'waitDays'>[];
  tallies: ReadonlyMap<number, Tally>;
  later: Later[];
  /** How many contacts are to be looked at. */
  audience: number;
  /** Of the number: how long one text takes. */
  perText: number;
  now: Date;
  zone: string;
}

export interface Progress {
  heading: string;
  value: number;
  max: number;
  text: string;
  notes: string[];
  /** What is read out when it changes: seldom enough to be listened to. */
  milestone: string;
}

const day = 86_400_000;

/**
 * How far it is. The bar counts each text once it has left, failed or been skipped, against all that may still come: a
 * later text counts from the beginning for everybody who can still get it, so that the bar never moves back.
 */
export function progressOf(parts: Parts): Progress {
  const { campaign, tallies, audience, zone } = parts;
  const { status, preparedAt } = campaign;
  const first = tallies.get(1)?.total ?? 0;
  if (status === 'draft') return still('Not sent yet', '');
  if (status === 'scheduled') return still('Scheduled', `It begins on ${full(campaign.startsAt!, zone)}.`);
  if (status === 'sending' && !preparedAt) {
    const max = Math.max(audience, first);
    const text = `${inDigits(first)} of ${inDigits(max)} contacts checked.`;
    return { heading: 'Finding the recipients…', value: first, max, text, notes: [], milestone: 'preparing' };
  }
  const done = [...tallies.values()].reduce((total, tally) => total + doneOf(tally), 0);
  if (campaign.finishedAt) return ended(campaign, done, zone, total(tallies));
  const max = status === 'paused' && !preparedAt ? Math.max(audience, first) : expected(parts);
  return {
    heading: status === 'paused' ? 'Paused' : 'Sending…',
    value: done,
    max,
    text: `${inDigits(done)} of ${inDigits(max)} ${max === 1 ? 'text' : 'texts'} done${max ? ` (${Math.floor((100 * done) / max)}%)` : ''}`,
    notes: status === 'paused' ? ['Nothing is sent until somebody resumes it.'] : notes(parts),
    milestone: `${status} ${max ? Math.floor((4 * done) / max) : 0}`,
  };
}

const still = (heading: string, text: string): Progress => ({
  heading,
  value: 0,
  max: 0,
  text,
  notes: [],
  milestone: heading,
});

function ended({ status, finishedAt }: Parts['campaign'], done: number, zone: string, all: number): Progress {
  const isOff = status === 'canceled';
  const text = isOff
    ? `Canceled ${full(finishedAt!, zone)}. ${inDigits(done)} of ${inDigits(all)} ${all === 1 ? 'text was' : 'texts were'} done by then.`
    : `Finished ${full(finishedAt!, zone)}. Receipts and replies may still come in.`;
  return { heading: isOff ? 'Canceled' : 'Done', value: done, max: all, text, notes: [], milestone: status };
}

const doneOf = (tally: Tally) =>
  tally.left + countOf(tally.failed) - (tally.failed.get('canceled') ?? 0) + countOf(tally.skipped);
const total = (tallies: ReadonlyMap<number, Tally>) =>
  [...tallies.values()].reduce((all, tally) => all + tally.total, 0);

// Whoever waits for a text may get each one after it. Whose text is queued waits for the next one already.
function expected({ tallies, steps }: Parts): number {
  let still = 0;
  return steps.reduce((all, { position }) => {
    const tally = tallies.get(position);
    const known = (tally?.total ?? 0) + still;
    still += tally?.waiting ?? 0;
    return all + known;
  }, 0);
}

function notes(parts: Parts): string[] {
  const { later, now, zone } = parts;
  const morning = later.find(({ step }) => step === 1);
  const next = later
    .filter(({ step }) => step > 1)
    .sort((one, other) => one.first.getTime() - other.first.getTime())[0];
  const end = endOf(parts);
  return [
    ...(morning
      ? [
          `${inDigits(morning.count)} ${morning.count === 1 ? 'waits' : 'wait'} until morning where they are, from ${when(morning.first, now, zone)} on.`,
        ]
      : []),
    ...(next
      ? [
          `Text ${next.step} waits for its day: the next ${next.count === 1 ? 'one leaves' : 'ones leave'} on ${when(next.first, now, zone)}.`,
        ]
      : []),
    ...(end ? [estimate(end, now, zone)] : []),
  ];
}

/** When the last text will have left, at the rate of the number; null when there is nothing left to do. */
export function endOf({ tallies, steps, later, perText, now }: Parts): Date | null {
  const ends = steps.flatMap(({ position }) => {
    const tally = tallies.get(position);
    const open = (tally?.waiting ?? 0) + (tally?.queued ?? 0);
    if (!open) return [];
    const waits = later.find(({ step }) => step === position);
    const atOnce = now.getTime() + (open - (waits?.count ?? 0)) * perText;
    const own = waits ? Math.max(atOnce, waits.last.getTime() + perText) : atOnce;
    const after = steps.filter((step) => step.position > position);
    return [own + after.reduce((days, { waitDays }) => days + waitDays * day, 0)];
  });
  return ends.length ? new Date(Math.max(...ends)) : null;
}

function estimate(end: Date, now: Date, zone: string): string {
  const minutes = Math.round((end.getTime() - now.getTime()) / 60_000);
  if (minutes < 1) return 'Done in less than a minute.';
  if (minutes < 60)
    return `Done in about ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, at the rate of its number.`;
  return dayOf(end, zone) !== dayOf(now, zone)
    ? `The last text leaves on about ${when(end, now, zone)}.`
    : `Done at about ${clock(end, zone)}, at the rate of its number.`;
}

/** "Nov 27, 8:00 AM", or the day alone when that is far off. */
const when = (moment: Date, now: Date, zone: string) =>
  moment.getTime() - now.getTime() > 3 * day ? dayOf(moment, zone) : `${dayOf(moment, zone)}, ${clock(moment, zone)}`;
