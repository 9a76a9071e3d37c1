import { hourIn, isoDayOf, momentOn } from './days.js';
import { zonesOfNumber } from './phone.js';

const morning = 8;
const evening = 20;
const day = 86_400_000;

/** Where somebody is: their own time zone, else those of their number, else `home`. Several when nobody can tell. */
export function zonesOf(person: { zone: string | null; number: string }, home: string): string[] {
  if (person.zone && isZone(person.zone)) return [person.zone];
  const zones = zonesOfNumber(person.number);
  return zones.length ? zones : [home];
}

/** The next moment at which it is day (8:00 to 20:00) in all of these zones; null when it is day now. */
export function quietUntil(zones: readonly string[], now: Date): Date | null {
  if (isDayIn(zones, now)) return null;
  let moment = now;
  // Each step waits for the morning of a zone in which it is night; two days of mornings are enough, or there is no such hour.
  for (let step = 0; step < 2 * zones.length + 2; step++) {
    const night = zones.find((zone) => !isDayIn([zone], moment));
    if (!night) return moment;
    moment = nextMorning(night, moment);
  }
  return quietUntil(zones.slice(0, 1), now);
}

/** The zone of these in which it is night, if there is one. */
export const nightIn = (zones: readonly string[], now: Date): string | undefined =>
  zones.find((zone) => !isDayIn([zone], now));

const isDayIn = (zones: readonly string[], moment: Date) =>
  zones.every((zone) => {
    const hour = hourIn(moment, zone);
    return hour >= morning && hour < evening;
  });

function nextMorning(zone: string, moment: Date): Date {
  const today = momentOn(isoDayOf(moment, zone), morning, zone);
  if (today > moment) return today;
  const noonTomorrow = new Date(momentOn(isoDayOf(moment, zone), 12, zone).getTime() + day);
  return momentOn(isoDayOf(noonTomorrow, zone), morning, zone);
}

const known = new Map<string, boolean>();

// Files that are brought in may say anything.
function isZone(zone: string): boolean {
  let is = known.get(zone);
  if (is === undefined) {
    try {
      is = Boolean(new Intl.DateTimeFormat('en-US', { timeZone: zone }));
    } catch {
      is = false;
    }
    if (known.size < 2000) known.set(zone, is);
  }
  return is;
}
