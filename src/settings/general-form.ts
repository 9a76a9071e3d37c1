import { word } from '../contacts/typed.js';
import { getCountries, isSupportedCountry } from 'libphonenumber-js/max';
import { Refusals } from '../refusal.js';

/** What a program says of itself. */
export interface GeneralDetails {
  name: string;
  country: string;
  timeZone: string;
}

export type Typed = Record<string, unknown>;

const longestName = 100;
/** What was typed, as details of a program; everything that is wrong is refused at once. */
export function generalFrom(typed: Typed): GeneralDetails {
  const [name, country, timeZone] = [
    word(typed['name']).replace(/\s+/g, ' '),
    word(typed['country']),
    word(typed['timeZone']),
  ];
  const problems: Record<string, string> = {};
  if (!name) problems['name'] = 'Enter a name.';
  if (name.length > longestName)
    problems['name'] = `That is ${name.length} characters; there is room for ${longestName}.`;
  if (!isSupportedCountry(country)) problems['country'] = 'Choose a country.';
  if (!isTimeZone(timeZone)) problems['timeZone'] = 'Choose a time zone.';
  if (Object.keys(problems).length) throw new Refusals(problems);
  return { name, country, timeZone };
}

/** What the form shows: what was typed, else what is so. */
export function generalForm(now: GeneralDetails, typed: Typed | null) {
  const said = typed
    ? { name: word(typed['name']), country: word(typed['country']), timeZone: word(typed['timeZone']) }
    : now;
  return {
    name: said.name,
    countries: countries().map((each) => ({ ...each, isSelected: each.code === said.country })),
    zones: zonesBeside(now.timeZone).map(({ region, places }) => ({
      region,
      places: places.map((place) => ({ ...place, isSelected: place.zone === said.timeZone })),
    })),
  };
}

const zones = Intl.supportedValuesOf('timeZone');

const longestZone = 64;

// An older name of a zone ("US/Eastern") is none that is offered, but one that the clocks know.
function isTimeZone(zone: string): boolean {
  if (zone === 'UTC') return true;
  if (!/^[A-Z]\w+\/[\w/+-]+$/.test(zone) || zone.length > longestZone) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en-US', { timeZone: zone }));
  } catch {
    return false;
  }
}

let known: { code: string; name: string }[] | undefined;

function countries() {
  const names = new Intl.DisplayNames('en', { type: 'region' });
  known ??= getCountries()
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((one, other) => one.name.localeCompare(other.name, 'en'));
  return known;
}

function zonesBeside(current: string) {
  const all = [...new Set(['UTC', ...zones, current])];
  const groups = Map.groupBy(all, (zone) => (zone.includes('/') ? zone.split('/')[0]! : 'Universal'));
  return [...groups]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([region, its]) => ({ region, places: its.sort().map((zone) => ({ zone, place: placeOf(zone) })) }));
}

// America/Argentina/Buenos_Aires is Argentina, Buenos Aires in the group America.
const placeOf = (zone: string) => (zone.split('/').slice(1).join(', ') || zone).replaceAll('_', ' ');
