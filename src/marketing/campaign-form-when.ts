import { type Typed, word } from '../contacts/typed.js';
import { dayIn, isoDayOf, momentOn } from '../programs/days.js';
import { Refusal } from '../refusal.js';

/** When a campaign begins, as the form says it: at once, or on a day at a time of the program's clocks. */
export interface WhenForm {
  isLater: boolean;
  day: string;
  time: string;
}

const furthest = 366 * 86_400_000;

export const whenIn = (typed: Typed): WhenForm => ({
  isLater: word(typed['when']) === 'later',
  day: word(typed['day']).slice(0, 20),
  time: word(typed['time']).slice(0, 20),
});

export const whenOf = (startsAt: Date | null, zone: string): WhenForm =>
  startsAt
    ? { isLater: true, day: isoDayOf(startsAt, zone), time: timeOf(startsAt, zone) }
    : { isLater: false, day: '', time: '' };

/** The moment that is meant; null for at once. What can't be one, or has passed, is refused. */
export function momentFrom({ isLater, day, time }: WhenForm, zone: string, now: Date): Date | null {
  if (!isLater) return null;
  const minutes = minutesIn(time);
  const date = dayIn(day);
  if (!date) throw new Refusal('Choose the day.', 'startsAt');
  if (minutes === null) throw new Refusal('Choose the time, such as 10:30 AM.', 'startsAt');
  const moment = new Date(Math.round(momentOn(date, minutes / 60, zone).getTime() / 60_000) * 60_000);
  if (moment <= now) throw new Refusal('This time has passed. Choose a later one, or send it now.', 'startsAt');
  if (moment.getTime() - now.getTime() > furthest) throw new Refusal('Choose a time within the next year.', 'startsAt');
  return moment;
}

// "14:30" from a browser that knows such fields, "2:30 pm" from one that doesn't.
function minutesIn(said: string): number | null {
  const [, hours = '', minutes = '', half = ''] = /^(\d{1,2})[:.](\d\d)(?::\d\d)?\s*([ap]\.?m\.?)?$/i.exec(said) ?? [];
  if (!hours || Number(minutes) > 59 || Number(hours) > (half ? 12 : 23) || (half && !Number(hours))) return null;
  const hour = half ? (Number(hours) % 12) + (/^p/i.test(half) ? 12 : 0) : Number(hours);
  return hour * 60 + Number(minutes);
}

const timeOf = (moment: Date, zone: string) =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }).format(
    moment,
  );
