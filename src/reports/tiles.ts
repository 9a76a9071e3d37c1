import { inDigits, shareInWords } from '../web/digits.js';
import type { Totals } from './kept-figures.js';
import { lasting, type Waits } from './waits.js';

interface Time {
  totals: Totals;
  waits: Waits;
}

interface Tile {
  label: string;
  text: string;
  note: string;
  change: string;
  was: string;
}

/** The figures that one looks for first, each with what it was in the time before. */
export function tilesOf(now: Time, before: Time): Tile[] {
  const [{ totals }, { totals: was }] = [now, before];
  const tile = (label: string, count: number, earlier: number, note = ''): Tile => ({
    ...{ label, text: inDigits(count), note },
    ...{ change: changeOf(count, earlier), was: earlier ? `was ${inDigits(earlier)}` : '' },
  });
  const [{ median }, { median: earlier }] = [now.waits, before.waits];
  const within = now.waits.withinAnHour;
  const tiles = [
    tile('Texts received', totals.received, was.received),
    tile('Replies sent', totals.replied, was.replied),
    tile('Quick Messages and Campaigns', totals.bulk, was.bulk, totals.bulk ? 'texts' : ''),
    tile('Conversations opened', totals.opened, was.opened),
    tile('Conversations resolved', totals.resolved, was.resolved),
    {
      label: 'Median first reply',
      text: lasting(median) || '–',
      note: within && `${within} within an hour`,
      // Where nobody was answered, nobody was answered faster.
      change: median !== null && earlier ? changeOf(median, earlier) : '',
      was: earlier === null ? '' : `was ${lasting(earlier)}`,
    },
    tile('Texts that failed', totals.failed, was.failed, failedShare(totals)),
    tile('Opt-outs', totals.stopped, was.stopped),
  ];
  // Where there was nothing at all, there is nothing to compare with.
  return Object.values(was).some(Boolean) ? tiles : tiles.map((each) => ({ ...each, change: '' }));
}

function failedShare({ failed, replied, bulk, automatic }: Totals): string {
  const share = shareInWords(failed, replied + bulk + automatic);
  return failed && share ? `${share} of those sent` : '';
}

/** +12%, −8% */
export function changeOf(count: number, before: number): string {
  if (!before) return count ? 'none before' : '';
  const percent = Math.round((100 * (count - before)) / before);
  if (!percent) return 'as before';
  return `${percent > 0 ? '+' : '−'}${inDigits(Math.abs(percent))}%`;
}
