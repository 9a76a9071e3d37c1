const formats = new Map<string, Intl.DateTimeFormat>();

// Making a format costs more than using it a thousand times.
function format(zone: string, kind: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${kind} ${zone}`;
  let known = formats.get(key);
  if (!known) formats.set(key, (known = new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone })));
  return known;
}

/** 9:14 PM */
export const clock = (moment: Date, zone: string) =>
  format(zone, 'clock', { hour: 'numeric', minute: '2-digit' }).format(moment);

/** Nov 22, 2026, 9:14 PM */
export const full = remembered((moment, zone) =>
  format(zone, 'full', { dateStyle: 'medium', timeStyle: 'short' }).format(moment),
);

/** Nov 22 */
export const dayOf = remembered((moment, zone) =>
  format(zone, 'monthDay', { month: 'short', day: 'numeric' }).format(moment),
);

/** The same words for each moment of a minute: a page has many moments, and the next page has the same ones. */
function remembered(write: (moment: Date, zone: string) => string) {
  const known = new Map<string, string>();
  return (moment: Date, zone: string): string => {
    const key = `${Math.floor(moment.getTime() / 60_000)} ${zone}`;
    let words = known.get(key);
    if (words === undefined) {
      if (known.size > 20_000) known.clear();
      known.set(key, (words = write(moment, zone)));
    }
    return words;
  };
}

/** 11/22/2026: the day in a zone, to compare */
export const dateIn = (moment: Date, zone: string) =>
  format(zone, 'date', { year: 'numeric', month: '2-digit', day: '2-digit' }).format(moment);

/** 2026: the year in a zone */
const yearOf = (moment: Date, zone: string) => dateIn(moment, zone).slice(-4);

/** Nov 22; Nov 22, 2025 where it is not this year's */
export const dayWithYear = (moment: Date, now: Date, zone: string) =>
  yearOf(moment, zone) === yearOf(now, zone) ? dayOf(moment, zone) : dateOf(moment, zone);

/** Nov 22, 2026 */
const dateOf = (moment: Date, zone: string) =>
  format(zone, 'year', { month: 'short', day: 'numeric', year: 'numeric' }).format(moment);

/** Today, Yesterday, Thursday, November 19 */
export function day(moment: Date, now: Date, zone: string): string {
  const date = dateIn(moment, zone);
  if (date === dateIn(now, zone)) return 'Today';
  if (date === dateIn(new Date(now.getTime() - 86_400_000), zone)) return 'Yesterday';
  const isThisYear = yearOf(moment, zone) === yearOf(now, zone);
  return isThisYear
    ? format(zone, 'day', { weekday: 'long', month: 'long', day: 'numeric' }).format(moment)
    : format(zone, 'dayOfYear', { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' }).format(moment);
}

/** The same within a sentence: “Opted out today”. */
export const dayWithin = (...moment: Parameters<typeof day>): string =>
  day(...moment).replace(/^(Today|Yesterday)$/, (word) => word.toLowerCase());

/** now, 5 min, 3 h, Mon, Nov 3, 2025 */
export function ago(moment: Date, now: Date, zone: string): string {
  const minutes = Math.floor((now.getTime() - moment.getTime()) / 60_000);
  if (minutes < 1) return 'now';
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h`;
  if (minutes < 7 * 24 * 60) return format(zone, 'weekday', { weekday: 'short' }).format(moment);
  return minutes < 300 * 24 * 60 ? dayOf(moment, zone) : dateOf(moment, zone);
}

/** 5 minutes, 3 hours, 2 days: how long something has lasted, in words. */
export function duration(milliseconds: number): string {
  const minutes = Math.max(1, Math.floor(milliseconds / 60_000));
  const [count, unit] =
    minutes < 60
      ? [minutes, 'minute']
      : minutes < 48 * 60
        ? [Math.floor(minutes / 60), 'hour']
        : [Math.floor(minutes / 1440), 'day'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
