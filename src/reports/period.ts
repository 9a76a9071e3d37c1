import { dayAfter, dayIn, daysFrom, isoDayOf, startOfDay } from '../programs/days.js';
import { Refusals } from '../refusal.js';

export const lengths = [7, 30, 90] as const;
const usual = 30;
/** A year, also a leap year. */
export const longest = 366;

/** The days that a report is about, and the time that they are compared with. */
export interface Period {
  /** The first and the last day: 2026-11-01. */
  first: string;
  last: string;
  days: string[];
  start: Date;
  end: Date;
  /** As many days just before; of today only as much as has passed. */
  before: { first: string; start: Date; end: Date };
  /** Of those that are offered, how many days up to today. */
  length: (typeof lengths)[number] | null;
}

export interface Typed {
  days?: unknown;
  from?: unknown;
  to?: unknown;
}

/** What the address asks for, in days of a time zone; refused beside the field when it can't be. */
export function periodIn({ days, from, to }: Typed, now: Date, zone: string): Period {
  const today = isoDayOf(now, zone);
  if (!from && !to) {
    const length = lengths.find((each) => String(each) === days) ?? usual;
    return periodOf(daysBefore(today, length - 1), today, length, now, zone);
  }
  const last = to ? earlierOf(dayIn(to), today) : today;
  const first = from ? dayIn(from) : last && daysBefore(last, usual - 1);
  const problems = problemsOf(first, last, today);
  if (!first || !last || Object.keys(problems).length) throw new Refusals(problems);
  return periodOf(first, last, null, now, zone);
}

function problemsOf(first: string | null, last: string | null, today: string): Record<string, string> {
  if (!first || !last) return { ...(first ? {} : { from: 'Choose a day.' }), ...(last ? {} : { to: 'Choose a day.' }) };
  if (first > today) return { from: 'This day is yet to come.' };
  if (last < first) return { to: 'This day is before the first one.' };
  if (daysBefore(last, longest - 1) > first) return { from: `Choose at most ${longest} days.` };
  return {};
}

function periodOf(first: string, last: string, length: Period['length'], now: Date, zone: string): Period {
  const days = [first];
  while (days.at(-1)! < last) days.push(dayAfter(days.at(-1)!));
  const [start, end] = [startOfDay(first, zone), startOfDay(dayAfter(last), zone)];
  const earlier = daysBefore(first, days.length);
  const begin = startOfDay(earlier, zone);
  // Half of today compares with half of a day.
  const passed = Math.min(now.getTime(), end.getTime()) - start.getTime();
  const stop = Math.min(begin.getTime() + passed, start.getTime());
  const before = { first: earlier, start: begin, end: end <= now ? start : new Date(stop) };
  return { first, last, days, start, end, before, length };
}

// A month that is not over yet ends today.
const earlierOf = (day: string | null, today: string) => (day && day > today ? today : day);

const daysBefore = (day: string, count: number): string => daysFrom(day, -count);
