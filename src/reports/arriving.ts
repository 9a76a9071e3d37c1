import { inDigits } from '../web/digits.js';
import type { Day } from './by-day.js';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
/** Office hours are shown even where nothing came in them. */
const office = [8, 17] as const;
const shades = 5;

/** When texts arrive, as a table of hours and weekdays: for those who plan who is there when. */
export function arrivingOf(days: Pick<Day, 'day' | 'hours'>[]) {
  const counts = Array.from({ length: 24 }, () => weekdays.map(() => 0));
  for (const { day, hours } of days) hours.forEach((count, hour) => (counts[hour]![weekdayOf(day)]! += count));
  const most = Math.max(...counts.flat());
  const busy = counts.flatMap((row, hour) => (row.some(Boolean) ? [hour] : []));
  const [first, last] = [Math.min(office[0], ...busy), Math.max(office[1], ...busy)];
  const peak = counts.findIndex((row) => row.includes(most));
  return {
    busiest: most && `${weekdays[counts[peak]!.indexOf(most)]} from ${clockOf(peak)} to ${clockOf((peak + 1) % 24)}`,
    weekdays: weekdays.map((name) => ({ name, short: name.slice(0, 3) })),
    rows: counts.slice(first, last + 1).map((row, place) => ({
      hour: clockOf(first + place),
      cells: row.map((count) => ({ countText: inDigits(count), shade: most && Math.ceil((shades * count) / most) })),
    })),
    totals: weekdays.map((_, place) => inDigits(counts.reduce((total, row) => total + row[place]!, 0))),
  };
}

const weekdayOf = (day: string) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

const clockOf = (hour: number) => `${hour % 12 || 12} ${hour < 12 ? 'AM' : 'PM'}`;
