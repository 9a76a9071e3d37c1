import parsePhoneNumber, { type CountryCode } from 'libphonenumber-js/max';

/** Reads a number as people write it, in their country; null when it can't be one. Returns E.164. */
export function toE164(written: string, country: string): string | null {
  const parsed = parsePhoneNumber(written, country as CountryCode);
  return parsed?.isPossible() ? parsed.number : null;
}

const shown = new Map<string, string>();

/** How a number is shown: (202) 555-0142 at home, +44 20 7946 0018 from abroad. */
export function nationalForm(e164: string, country: string): string {
  const key = `${country}${e164}`;
  let form = shown.get(key);
  if (form === undefined) {
    const number = parsePhoneNumber(e164);
    const isHome = number?.countryCallingCode === callingCode(country);
    form = number ? (isHome ? number.formatNational() : number.formatInternational()) : e164;
    if (shown.size > 20_000) shown.clear();
    shown.set(key, form);
  }
  return form;
}

const callingCode = (country: string) => parsePhoneNumber('2025550100', country as CountryCode)?.countryCallingCode;

/** The digits from the end, so that "ends with" is a beginning, which an index can find. */
export const reversed = (e164: string) => [...e164.replace(/\D/g, '')].reverse().join('');
