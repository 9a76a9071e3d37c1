/** What a date field says, when there is such a day: "2026-12-03". */
export function dayIn(said: unknown): string | null {
  const day = typeof said === 'string' ? said.trim() : '';
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(day)) return null;
  const moment = new Date(`${day}T00:00:00Z`);
  // JavaScript takes the thirtieth of February for the second of March.
  return Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 10) !== day ? null : day;
}

/** So many days after a day, or before it where that is less than none: "2026-12-04" is one after "2026-12-03". */
export const daysFrom = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The day after a day. */
export const dayAfter = (day: string): string => daysFrom(day, 1);

/** The moment at which a day begins in a time zone. */
export const startOfDay = (day: string, zone: string): Date => momentOn(day, 0, zone);

/** The moment at which the clocks of a zone strike an hour on a day. */
export function momentOn(day: string, hour: number, zone: string): Date {
  const asUtc = Date.parse(`${day}T00:00:00Z`) + Math.round(hour * 3_600_000);
  // The clocks may change between the guess and the real beginning, so the guess is made twice.
  const guess = asUtc - offset(asUtc, zone);
  const moment = asUtc - offset(guess, zone);
  // What the clocks skip is as much later; where they skip midnight, the day begins at one.
  return new Date(moment + offset(moment, zone) === asUtc ? moment : Math.max(guess, moment));
}

/** The day on which a moment falls in a time zone, as a date field takes it. */
export const isoDayOf = (moment: Date, zone: string): string =>
  new Date(moment.getTime() + offset(moment.getTime(), zone)).toISOString().slice(0, 10);

/** The hour that the clocks of a zone show, 0 to 23. */
export const hourIn = (moment: Date, zone: string): number =>
  new Date(moment.getTime() + offset(moment.getTime(), zone)).getUTCHours();

/** How far the clocks of a zone are ahead of UTC, in milliseconds. */
function offset(moment: number, zone: string): number {
  const parts = Object.fromEntries(
    formatFor(zone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year, month, day, hour, minute, second } = parts as Record<string, number>;
  return Date.UTC(year!, month! - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(zone: string): Intl.DateTimeFormat {
  let known = formats.get(zone);
  if (!known) {
    const numeric = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
    const time = { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const;
    formats.set(zone, (known = new Intl.DateTimeFormat('en-US', { ...numeric, ...time, timeZone: zone })));
  }
  return known;
}
