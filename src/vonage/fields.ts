import { isShortCode } from '../programs/phone.js';

/** The fields of a webhook, of whatever types they came: the provider's own examples disagree with each other. */
export type Fields = Record<string, unknown>;

/** The JSON object in a body; null when there is none. */
export function fieldsIn(body: string): Fields | null {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A string or a number as a string; nothing for anything else. Fit for both databases. */
export function textOf(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  // Half a surrogate pair is no text; on the way through UTF-8 it becomes a replacement character.
  return Buffer.from(String(value)).toString('utf8').replaceAll('\0', '');
}

/** A number as the provider writes it, with or without a plus sign, as E.164; null when it is none. */
export function numberOf(value: unknown): string | null {
  const digits = textOf(value)
    .trim()
    .replace(/^(\+|00)/, '');
  return /^\d{3,15}$/.test(digits) ? `+${digits}` : null;
}

/** Who sent a text: a number as E.164, a short code or the name of a company as it is; null when it is nobody. */
export function senderOf(value: unknown): string | null {
  const written = textOf(value).trim();
  return isShortCode(written) || isName(written) ? written : numberOf(value);
}

// As long as networks let it be.
const isName = (written: string) => /^(?=.*[a-z])[\w &+.-]{3,11}$/i.test(written);

/** The provider's id of a text; null when it is none. */
export function idOf(value: unknown): string | null {
  const id = typeof value === 'string' ? value.trim().toLowerCase() : '';
  return /^[\w-]{8,64}$/.test(id) ? id : null;
}

const oldest = 31 * 24 * 3600_000;

/** The provider's time, which is in UTC whether it says so or not. What can't be true becomes `now`. */
export function timeOf(value: unknown, now: Date): Date {
  const written = textOf(value).trim().replace(' ', 'T');
  const time = Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(written) ? written : `${written}Z`);
  return time <= now.getTime() && time > now.getTime() - oldest ? new Date(time) : now;
}
