import { dayAfter, hourIn, startOfDay } from '../programs/days.js';
import { dayOf } from '../web/moments.js';
import { drawingOf } from '../web/drawing.js';
import type { QuarterRow, Totals } from './kept-figures.js';
import { type Figure, figures, quarterHourOf } from './quarter-hour.js';

/** A day of a program with what was counted on it. */
export interface Day {
  day: string;
  counts: Totals;
  /** Of the texts received, how many in which hour, by the clocks of the program. */
  hours: number[];
}

/** What was counted, by the days of a time zone. A day on which the clocks change has one hour twice, or not at all. */
export function byDay(rows: QuarterRow[], days: string[], zone: string): Day[] {
  let place = 0;
  const starts = [...days, dayAfter(days.at(-1)!)].map((day) => quarterHourOf(startOfDay(day, zone)));
  return days.map((day, number) => {
    const [start, end] = starts.slice(number, number + 2) as [number, number];
    const [counts, hours] = [totalsOf([]), Array.from({ length: 24 }, () => 0)];
    while (rows[place] && rows[place]!.quarter_hour < start) place += 1;
    for (; rows[place] && rows[place]!.quarter_hour < end; place += 1) {
      const row = rows[place]!;
      for (const figure of figures) counts[figure] += row[figure];
      if (row.received) hours[hourOf(row.quarter_hour, start, end, zone)]! += row.received;
    }
    return { day, counts, hours };
  });
}

/** Several days as one. */
export function totalsOf(days: Pick<Day, 'counts'>[]): Totals {
  const sum = (figure: Figure) => days.reduce((total, { counts }) => total + counts[figure], 0);
  return Object.fromEntries(figures.map((figure) => [figure, sum(figure)])) as Totals;
}

// Asking the calendar takes a while, and most days have twenty-four hours.
const hourOf = (quarterHour: number, start: number, end: number, zone: string) =>
  end - start === 96 ? Math.floor((quarterHour - start) / 4) : hourIn(new Date(quarterHour * 900_000), zone);

const mostDays = 60;

/** How many texts came and went, by day or by week, for the partial `layouts/chart`. */
export function chartOf(days: Day[]) {
  const isByDay = days.length <= mostDays;
  const pieces = isByDay ? days.map((day): Piece => [day]) : weeksOf(days);
  const labels = pieces.map(([{ day }]) => `${isByDay ? '' : 'Week of '}${nameOf(day)}`);
  const totals = pieces.map(totalsOf);
  const series = (figure: Figure, heading: string, column: string) => ({
    heading,
    column,
    kind: figure,
    counts: totals.map((counts) => counts[figure]),
  });
  return drawingOf(isByDay ? { unit: 'By day', per: 'a day', labels } : { unit: 'By week', per: 'a week', labels }, [
    series('received', 'Texts received', 'Received'),
    series('replied', 'Replies sent', 'Replies'),
    series('bulk', 'Quick Messages and Campaigns', 'To many'),
  ]);
}

type Piece = [Day, ...Day[]];

function weeksOf(days: Day[]): Piece[] {
  const weeks: Piece[] = [];
  for (let place = 0; place < days.length; place += 7) weeks.push(days.slice(place, place + 7) as Piece);
  return weeks;
}

/** Nov 3 */
export const nameOf = (day: string) => dayOf(new Date(`${day}T12:00:00Z`), 'UTC');
