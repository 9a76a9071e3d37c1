const plain = /^[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?$/;

/** A number as it is stored, from how people write it: "1,200.50" is 1200.5. Null for what is none. */
export function numeral(typed: string): string | null {
  const text = typed.trim();
  const number = Number(text.replaceAll(',', ''));
  const isOne = (plain.test(text) && /\d/.test(text)) || text === String(number);
  return isOne && Math.abs(number) <= 1e15 ? String(number || 0) : null;
}

/** A date as it is stored: 2027-08-31, also from 8/31/2027. Null for what is none. */
export function isoDate(typed: string): string | null {
  const iso = typed
    .trim()
    .replace(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, (_, month: string, day: string, year: string) =>
      [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-'),
    );
  if (!/^\d{4}-\d\d-\d\d$/.test(iso)) return null;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
}

const format = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });

/** Aug 31, 2027 */
export const dateInWords = (iso: string): string => (isoDate(iso) ? format.format(new Date(`${iso}T00:00:00Z`)) : iso);
