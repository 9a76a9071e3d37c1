import { isEmail } from 'class-validator';
import { toE164 } from '../programs/phone.js';
import { type AddressPart, addressParts, type PropertyKind } from './contact-property.js';
import { isoDate, numeral } from './property-notations.js';
import { line, lines, tooLong } from './typed.js';

/** A value as it is stored, or what is wrong with what was typed. */
export type Reading = { value: string } | { problem: string };

type Single = Exclude<PropertyKind, 'address' | 'choices' | 'choice' | 'user-relationship'>;

export const longest = { text: 190, 'long-text': 5000, part: 100 } as const;

const limited = (value: string, most: number): Reading => {
  const problem = tooLong([...value].length, most);
  return problem ? { problem } : { value };
};

const readers: Record<Single, (typed: string, country: string) => Reading> = {
  text: (typed) => limited(line(typed), longest.text),
  'long-text': (typed) => limited(lines(typed), longest['long-text']),
  number(typed) {
    const value = numeral(typed);
    return value === null ? { problem: `“${typed}” is not a number. Example: 1,234.5` } : { value };
  },
  date(typed) {
    const value = isoDate(typed);
    const isPlausible = value !== null && value >= '1000-01-01';
    return isPlausible ? { value } : { problem: `“${typed}” is not a date. Example: 8/31/2027` };
  },
  'yes-no': (typed) => (typed === 'yes' || typed === 'no' ? { value: typed } : { problem: 'Choose yes or no.' }),
  email(typed) {
    const value = typed.toLowerCase();
    return isEmail(value) ? limited(value, longest.text) : { problem: `“${typed}” is not an e-mail address.` };
  },
  phone(typed, country) {
    const value = toE164(typed, country);
    return value ? { value } : { problem: `“${typed}” is not a phone number. Example: (202) 555-0142` };
  },
};

/** Reads what was typed, which is not empty. */
export const readingOf = (kind: Single, typed: string, country: string): Reading => readers[kind](typed, country);

export type TypedAddress = Record<AddressPart, string>;

/** What is wrong with an address, by its part. ZIP codes are only judged where they are ZIP codes: in the US. */
export function problemsOfAddress(address: TypedAddress, country: string): Partial<Record<AddressPart, string>> {
  const parts = Object.keys(addressParts) as AddressPart[];
  const long = parts.flatMap((part): [AddressPart, string][] => {
    const problem = tooLong([...address[part]].length, longest.part);
    return problem ? [[part, problem]] : [];
  });
  const isWrong = address.zip && isInUs(address.country, country) && !/^\d{5}(-\d{4})?$/.test(address.zip);
  return { ...(isWrong && { zip: 'A ZIP code has five digits, or nine: 02139-4307' }), ...Object.fromEntries(long) };
}

const isInUs = (written: string, home: string) =>
  written === '' ? home === 'US' : /^(u\.?\s?s\.?\s?a?\.?|(the )?united states( of america)?)$/i.test(written);
