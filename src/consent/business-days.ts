import { dayAfter, daysFrom } from '../programs/days.js';

const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay();

/** Monday to Friday, but no federal holiday of the United States. */
export const isBusinessDay = (day: string): boolean =>
  weekday(day) !== 0 && weekday(day) !== 6 && !holidaysOf(Number(day.slice(0, 4))).has(day);

/** The nth business day after a day ("2026-11-27"), which itself does not count. */
export function businessDayAfter(day: string, count: number): string {
  let current = day;
  for (let left = count; left > 0;) {
    current = dayAfter(current);
    if (isBusinessDay(current)) left -= 1;
  }
  return current;
}

/** How many business days there are from one day on, up to and with another; 0 once that is over. */
export function businessDaysUntil(day: string, due: string): number {
  let count = 0;
  for (let current = day; current <= due; current = dayAfter(current)) if (isBusinessDay(current)) count += 1;
  return count;
}

const known = new Map<number, Set<string>>();

/** The federal holidays that are observed in a year. One that falls on a weekend is observed on the day beside it. */
export function holidaysOf(year: number): Set<string> {
  let days = known.get(year);
  if (!days) {
    days = new Set([
      ...fixed(year),
      nth(year, 1, 1, 3),
      nth(year, 2, 1, 3),
      lastMondayOfMay(year),
      nth(year, 9, 1, 1),
      nth(year, 10, 1, 2),
      nth(year, 11, 4, 4),
    ]);
    known.set(year, days);
  }
  return days;
}

// New Year (also the next one, which may be observed on December 31), Juneteenth, Independence, Veterans and Christmas Day.
const fixed = (year: number) =>
  [`${year}-01-01`, `${year}-06-19`, `${year}-07-04`, `${year}-11-11`, `${year}-12-25`, `${year + 1}-01-01`].map(
    (day) => {
      if (weekday(day) === 6) return daysFrom(day, -1);
      return weekday(day) === 0 ? daysFrom(day, 1) : day;
    },
  );

/** The nth of a weekday (1 is Monday) in a month. */
function nth(year: number, month: number, wanted: number, count: number): string {
  const first = `${year}-${String(month).padStart(2, '0')}-01`;
  return daysFrom(first, ((wanted - weekday(first) + 7) % 7) + 7 * (count - 1));
}

function lastMondayOfMay(year: number): string {
  const last = `${year}-05-31`;
  return daysFrom(last, -((weekday(last) + 6) % 7));
}
