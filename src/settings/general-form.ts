import { word } from '../contacts/typed.js';
import { getCountries, isSupportedCountry } from 'libphonenumber-js/max';
import { isTimeZone, zonesBeside } from '../programs/time-zones.js';
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
    zones: zonesBeside(now.timeZone, said.timeZone),
  };
}

let known: { code: string; name: string }[] | undefined;

function countries() {
  const names = new Intl.DisplayNames('en', { type: 'region' });
  known ??= getCountries()
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((one, other) => one.name.localeCompare(other.name, 'en'));
  return known;
}
