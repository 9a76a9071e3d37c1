import { dayAfter, isoDayOf, startOfDay } from '../programs/days.js';
import { clock, dayOf } from '../web/moments.js';

/** How often something happened in a minute. */
export interface Moment {
  at: Date;
  count: number;
}

export type Unit = 'minute' | 'hour' | 'day' | 'week';

export interface Bucket {
  start: Date;
  label: string;
  left: number;
  replied: number;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How finely a time is cut, so that it has some dozens of pieces and a hundred at most. */
export function unitFor(span: number): Unit {
  if (span <= 90 * minute) return 'minute';
  if (span <= 4 * day) return 'hour';
  return span <= 100 * day ? 'day' : 'week';
}

/**
 * The texts that left and the replies in equal pieces of time, from the first to the last with none left out. Hours and
 * days are those of `zone`: a day on which the clocks change has 23 or 25 hours, and one hour may come twice.
 */
export function bucketsOf(left: Moment[], replied: Moment[], zone: string): { unit: Unit; buckets: Bucket[] } {
  const times = [...left, ...replied].map(({ at }) => at.getTime());
  if (!times.length) return { unit: 'minute', buckets: [] };
  const first = new Date(times.reduce((one, other) => Math.min(one, other)));
  const last = new Date(times.reduce((one, other) => Math.max(one, other)));
  const unit = unitFor(last.getTime() - first.getTime());
  const starts = startsBetween(first, last, unit, zone);
  const counts = (moments: Moment[]) => spread(moments, starts);
  const [ofLeft, ofReplied] = [counts(left), counts(replied)];
  const labels = labelled(starts, unit, zone);
  return {
    unit,
    buckets: starts.map((start, place) => ({
      start: new Date(start),
      label: labels[place]!,
      left: ofLeft[place]!,
      replied: ofReplied[place]!,
    })),
  };
}

function startsBetween(first: Date, last: Date, unit: Unit, zone: string): number[] {
  const starts: number[] = [];
  if (unit === 'minute' || unit === 'hour') {
    const length = unit === 'minute' ? minute : hour;
    // Where clocks are half an hour off, their hours begin then.
    const origin = startOfDay(isoDayOf(first, zone), zone).getTime();
    const begin = origin + Math.floor((first.getTime() - origin) / length) * length;
    for (let start = begin; start <= last.getTime(); start += length) starts.push(start);
    return starts;
  }
  const days = unit === 'day' ? 1 : 7;
  for (let date = isoDayOf(first, zone); startOfDay(date, zone) <= last; date = daysAfter(date, days))
    starts.push(startOfDay(date, zone).getTime());
  return starts;
}

const daysAfter = (date: string, days: number): string => (days ? daysAfter(dayAfter(date), days - 1) : date);

function spread(moments: Moment[], starts: number[]): number[] {
  const counts = starts.map(() => 0);
  let place = 0;
  for (const { at, count } of [...moments].sort((one, other) => one.at.getTime() - other.at.getTime())) {
    while (place + 1 < starts.length && starts[place + 1]! <= at.getTime()) place += 1;
    counts[place]! += count;
  }
  return counts;
}

// The second of two hours that the clocks show alike says which it is.
function labelled(starts: number[], unit: Unit, zone: string): string[] {
  const plain = starts.map((start) => {
    const moment = new Date(start);
    const date = dayOf(moment, zone);
    if (unit === 'week') return `Week of ${date}`;
    return unit === 'day' ? date : `${date}, ${clock(moment, zone)}`;
  });
  return plain.map((label, place) =>
    plain[place - 1] === label || plain[place + 1] === label
      ? `${label} ${zoneName(new Date(starts[place]!), zone)}`
      : label,
  );
}

const zoneName = (moment: Date, zone: string) =>
  new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'short' })
    .formatToParts(moment)
    .find(({ type }) => type === 'timeZoneName')!.value;
