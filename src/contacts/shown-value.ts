import { nationalForm } from '../programs/phone.js';
import { type AddressPart, addressParts, type PropertyKind } from './contact-property.js';
import { dateInWords } from './property-notations.js';
import type { Value } from './typed-values.js';

/** A property as people read it: its values one after the other, a link where there is somewhere to go. */
export interface Shown {
  isText: boolean;
  values: { text: string; href: string | null; isGone: boolean }[];
}

const plain = (text: string) => ({ text, href: null as string | null, isGone: false });

export function shownValue(kind: PropertyKind, values: Value[], choices: string[], country: string): Shown {
  return { isText: kind === 'long-text' || kind === 'address', values: listed(kind, values, choices, country) };
}

function listed(kind: PropertyKind, values: Value[], choices: string[], country: string): Shown['values'] {
  if (kind === 'address') return values.length ? [plain(addressLines(values))] : [];
  if (kind === 'choice' || kind === 'choices') {
    const rank = ({ value }: Value) => (choices.includes(value) ? choices.indexOf(value) : choices.length);
    const ordered = [...values].sort((one, other) => rank(one) - rank(other));
    return ordered.map(({ value }) => ({ ...plain(value), isGone: !choices.includes(value) }));
  }
  return values.map(({ value }) => {
    if (kind === 'email') return { ...plain(value), href: `mailto:${value}` };
    if (kind === 'phone') return { ...plain(nationalForm(value, country)), href: `tel:${value}` };
    return plain(inLine(kind, value));
  });
}

/** A value in the words of the screen. */
export function inLine(kind: PropertyKind, value: string, country = 'US'): string {
  if (kind === 'date') return dateInWords(value);
  if (kind === 'yes-no') return value === 'yes' ? 'Yes' : value === 'no' ? 'No' : value;
  return kind === 'phone' ? nationalForm(value, country) : value;
}

// As on an envelope: street, then city, state and ZIP, then the country.
function addressLines(values: Value[]): string {
  const part = (name: AddressPart) => values.find((value) => value.part === name)?.value ?? '';
  const [street, city, state, zip, country] = (Object.keys(addressParts) as AddressPart[]).map(part);
  const region = [state, zip].filter(Boolean).join(' ');
  return [street, [city, region].filter(Boolean).join(', '), country].filter(Boolean).join('\n');
}
