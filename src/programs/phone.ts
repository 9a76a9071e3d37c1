import parsePhoneNumber, { type CountryCode, type PhoneNumber } from 'libphonenumber-js/max';
import { zonesOfAreaCode } from './area-codes.js';

/** Reads a number as people write it, in their country; null when it can't be one. Returns E.164. */
export function toE164(written: string, country: string): string | null {
  const parsed = parsePhoneNumber(written, country as CountryCode);
  return parsed?.isPossible() ? parsed.number : null;
}

/**
 * Whether a sender is a telephone, which can be called and answered. Short codes stand as they were written, without a
 * plus sign, and so do the names that some companies send under.
 */
export const isTelephone = (sender: string): boolean => /^\+\d{7,}$/.test(sender);

/** Whether digits that came without a plus sign are too few to be a telephone of any country. */
export const isShortCode = (digits: string): boolean =>
  /^\d{3,6}$/.test(digits) || (/^\d{7,8}$/.test(digits) && !parsePhoneNumber(`+${digits}`)?.isPossible());

const shown = new Map<string, string>();

/** How a number is shown: (202) 555-0142 at home, +44 20 7946 0018 from abroad. */
export function nationalForm(e164: string, country: string): string {
  const key = `${country}${e164}`;
  let form = shown.get(key);
  if (form === undefined) {
    const number = parsePhoneNumber(e164);
    const isHome = number?.countryCallingCode === callingCode(country);
    // A short code looks like the code of a country and a few digits, and is neither.
    form = number?.isPossible() ? (isHome ? number.formatNational() : number.formatInternational()) : e164;
    if (shown.size > 20_000) shown.clear();
    shown.set(key, form);
  }
  return form;
}

/** The time zones in which the owner of a number may be; none when the number says nothing. */
export function zonesOfNumber(e164: string): string[] {
  const number = parsePhoneNumber(e164);
  if (!number) return [];
  const ofCode = number.countryCallingCode === '1' ? zonesOfAreaCode(number.nationalNumber.slice(0, 3)) : [];
  return ofCode.length ? [...ofCode] : [...new Set(countriesOf(number).flatMap(zonesOfCountry))];
}

// A number that no country has given out yet, as far as the library knows, still has the code of one, or of a few.
function countriesOf(number: PhoneNumber): string[] {
  if (number.country) return [number.country];
  return number.countryCallingCode === '1' ? ['US'] : number.getPossibleCountries();
}

const zonesByCountry = new Map<string, string[]>();

function zonesOfCountry(country: string): string[] {
  let zones = zonesByCountry.get(country);
  if (!zones) {
    // TypeScript doesn’t know of it yet.
    const locale = new Intl.Locale('und', { region: country }) as unknown as TimeZones;
    zonesByCountry.set(country, (zones = locale.getTimeZones() ?? []));
  }
  return zones;
}

interface TimeZones {
  getTimeZones(): string[] | undefined;
}

const callingCode = (country: string) => parsePhoneNumber('2025550100', country as CountryCode)?.countryCallingCode;

/** The digits from the end, so that "ends with" is a beginning, which an index can find. */
export const reversed = (e164: string) => [...e164.replace(/\D/g, '')].reverse().join('');

/** The digits of a number as they are written at home, without what is dialed before them. */
export const nationalDigits = (e164: string): string =>
  parsePhoneNumber(e164)?.nationalNumber ?? e164.replace(/\D/g, '');

/** Kinds of numbers that surely are no telephone in somebody's pocket. In North America nobody can tell by the number. */
const neverMobile = new Set(['FIXED_LINE', 'TOLL_FREE', 'PREMIUM_RATE', 'SHARED_COST', 'UAN', 'VOICEMAIL', 'PAGER']);

/** Whether a number may be a mobile one, as far as the number itself tells. */
export const mayBeMobile = (e164: string): boolean => !neverMobile.has(parsePhoneNumber(e164)?.getType() ?? '');
