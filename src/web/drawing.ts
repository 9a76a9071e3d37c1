import { inDigits } from './digits.js';

/** Something that was counted in each piece of a time. */
export interface Series {
  /** What the drawing is called, and its column in the table. */
  heading: string;
  column: string;
  /** What the stylesheet knows it by. */
  kind: string;
  counts: number[];
}

interface Pieces {
  /** What the pieces are, as the table says it: “By day”, “a day”. */
  unit: string;
  per: string;
  labels: string[];
}

/** Bars one below the other, with a table that says the same, for the partial `layouts/chart`. */
export function drawingOf({ unit, per, labels }: Pieces, series: Series[]) {
  const [first, last] = [labels[0] ?? '', labels.at(-1) ?? ''];
  return {
    unit,
    per,
    // Few pieces don't become walls.
    viewBox: `0 0 ${Math.max(labels.length, 7) * 10} 100`,
    from: first,
    to: labels.length > 1 ? last : '',
    series: series.map(({ heading, column, kind, counts }) => {
      const { most, bars } = barsOf(counts);
      const all = counts.reduce((total, count) => total + count, 0);
      const peak = most ? `, most of them (${inDigits(most)}) at ${labels[counts.indexOf(most)] ?? ''}` : '';
      const words = `${heading}: ${inDigits(all)} from ${first} to ${last}${peak}`;
      return { heading, column, kind, bars, mostText: inDigits(most), words };
    }),
    rows: labels.map((label, place) => ({
      label,
      cells: series.map(({ column, counts }) => ({ column, countText: inDigits(counts[place]!) })),
    })),
  };
}

/** The bars of one series in a drawing a hundred high, in the order of the pieces; empty pieces have none. */
export function barsOf(counts: number[]) {
  const most = counts.reduce((one, other) => Math.max(one, other), 0);
  const bars = counts.flatMap((count, place) => {
    if (!count) return [];
    // What happened once in a busy time can still be seen.
    const height = Math.max(3, Math.round((1000 * count) / most) / 10);
    return [{ x: place * 10 + 1, y: Math.round((100 - height) * 10) / 10, height }];
  });
  return { most, bars };
}
