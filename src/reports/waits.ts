import { shareInWords } from '../web/digits.js';

const hour = 3600;
const day = 24 * hour;

/** How long people waited for a first reply, in seconds. */
export class Waits {
  private readonly seconds: Float64Array;

  constructor(seconds: number[]) {
    // Of a year there are tens of thousands, which numbers alone sort in a tenth of the time.
    this.seconds = Float64Array.from(seconds).sort();
  }

  get count() {
    return this.seconds.length;
  }

  /** Half of them waited no longer; null when nobody got a reply. */
  get median(): number | null {
    const { count, seconds } = this;
    if (!count) return null;
    return Math.round((seconds[(count - 1) >> 1]! + seconds[count >> 1]!) / 2);
  }

  /** “62%” */
  get withinAnHour(): string {
    return shareInWords(this.seconds.filter((seconds) => seconds <= hour).length, this.count);
  }
}

/** 40 s, 12 min, 3 h 5 min, 2 d 4 h; nothing for nothing. */
export function lasting(seconds: number | null): string {
  if (seconds === null) return '';
  if (seconds < 60) return `${seconds} s`;
  if (seconds < hour) return `${Math.floor(seconds / 60)} min`;
  const [large, small, one, other] =
    seconds < day
      ? [Math.floor(seconds / hour), Math.floor((seconds % hour) / 60), 'h', 'min']
      : [Math.floor(seconds / day), Math.floor((seconds % day) / hour), 'd', 'h'];
  return small ? `${large} ${one} ${small} ${other}` : `${large} ${one}`;
}
