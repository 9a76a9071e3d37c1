import { nightIn } from '../programs/quiet-hours.js';
import type { Place } from './review-tally.js';

/** How sending would go: an estimate, because replies and other texts of the number go on meanwhile. */
export interface Course {
  /** When the last of the first texts leaves; empty when that is more than two weeks off. */
  endsAt: Date | null;
  /** How many texts wait for a morning, because it is night where people are, or becomes night before their turn. */
  waiting: number;
}

const minute = 60_000;
/** What is looked at together. */
const stride = 10 * minute;
const furthest = 14 * 24 * 60 * minute;

/**
 * Goes through the days from `start` on: whoever is awake gets their texts at the rate of the number, evenly, until all
 * have them. `places` are not changed.
 */
export function courseOf(places: Place[], segmentsPerMinute: number, start: Date): Course {
  const left = places.map((place) => ({ ...place, open: place.segments, hasWaited: false }));
  let waiting = 0;
  let endsAt = start;
  // The strides begin on the clock, as mornings and evenings do.
  for (let now = start, next; now.getTime() - start.getTime() < furthest; now = next) {
    next = new Date((Math.floor(now.getTime() / stride) + 1) * stride);
    const isNight = nightly(now);
    const open = left.filter((place) => place.open > 0);
    if (!open.length) return { endsAt, waiting: Math.round(waiting) };
    for (const place of open.filter(({ zones, hasWaited }) => !hasWaited && isNight(zones))) {
      place.hasWaited = true;
      waiting += (place.texts * place.open) / place.segments;
    }
    const awake = open.filter(({ zones }) => !isNight(zones));
    const wanted = awake.reduce((sum, place) => sum + place.open, 0);
    const minutes = (next.getTime() - now.getTime()) / minute;
    const share = Math.min(1, (segmentsPerMinute * minutes) / (wanted || 1));
    for (const place of awake) place.open = share === 1 ? 0 : place.open * (1 - share);
    if (wanted) endsAt = new Date(now.getTime() + Math.min(minutes, wanted / segmentsPerMinute) * minute);
  }
  return { endsAt: null, waiting: Math.round(waiting) };
}

// Many places share a few zones.
function nightly(now: Date) {
  const known = new Map<string, boolean>();
  const isNight = (zone: string) => {
    if (!known.has(zone)) known.set(zone, nightIn([zone], now) !== undefined);
    return known.get(zone)!;
  };
  return (zones: readonly string[]) => zones.some(isNight);
}
