/** All that are offered. */
export const timeZones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

const longestZone = 64;

/** Whether the clocks know it. An older name of a zone (“US/Eastern”) is none that is offered, but one that they do. */
export function isTimeZone(zone: string): boolean {
  if (zone === 'UTC') return true;
  if (!/^[A-Z]\w+\/[\w/+-]+$/.test(zone) || zone.length > longestZone) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en-US', { timeZone: zone }));
  } catch {
    return false;
  }
}

/** All time zones by region, for a form, with the one that is there now, and the one that is chosen in it. */
export function zonesBeside(current: string | null, chosen: string | null) {
  const all = [...new Set([...timeZones, ...(current ? [current] : [])])];
  const groups = Map.groupBy(all, (zone) => (zone.includes('/') ? zone.split('/')[0]! : 'Universal'));
  return [...groups]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([region, its]) => ({
      region,
      places: its.sort().map((zone) => ({ zone, place: placeOf(zone), isSelected: zone === chosen })),
    }));
}

// America/Argentina/Buenos_Aires is Argentina, Buenos Aires in the group America.
const placeOf = (zone: string) => (zone.split('/').slice(1).join(', ') || zone).replaceAll('_', ' ');
