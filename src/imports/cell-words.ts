import { folded } from '../contacts/folded.js';
import type { PropertyKind } from '../contacts/contact-property.js';
import { unguarded } from '../web/csv-cells.js';

/** What a cell says, without what spreadsheets and exports put around it: `="00123"`, `'+1…`, stray quotation marks. */
export function textIn(cell: string): string {
  const text = unguarded(cell.trim());
  const kept = /^="([^"]*)"$/.exec(text)?.[1];
  return (kept ?? text.replace(/^"(.*)"$/s, '$1')).trim();
}

/** Whether a spreadsheet has made a long number short: 1.61756E+10. Its last digits are gone. */
export const isRounded = (text: string) => /^[+-]?\d([.,]\d+)?E[+-]?\d+$/i.test(text);

export const rounded = (text: string) =>
  `“${text}” was shortened by a spreadsheet, and digits are lost. Format the column as text and export it again.`;

/** Several values in one cell, with semicolons or line ends between them. */
export const apart = (text: string): string[] =>
  text
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter(Boolean);

const yes = new Set(['yes', 'y', 'true', 't', '1', 'x', 'on', 'checked']);
const no = new Set(['no', 'n', 'false', 'f', '0', 'off', 'unchecked']);

/** A cell as the form of a contact would have it typed, by the kind of the property. */
export function asTyped(text: string, kind: PropertyKind): string {
  const said = folded(text);
  if (kind === 'yes-no') return yes.has(said) ? 'yes' : no.has(said) ? 'no' : text;
  // A date as databases write it: with a midnight behind it.
  if (kind === 'date')
    return text.replace(/[T ]0?0:00(:00(\.0+)?)?(Z|\s*[AP]M)?$/i, '').replace(/ 12:00(:00)? AM$/i, '');
  return text;
}

/** "Maya Lindqvist" or "Lindqvist, Maya": the last name is the last word, or what stands before the comma. */
export function namesIn(text: string): { first: string; last: string } {
  const [before, ...after] = text.split(',');
  if (after.length) return { first: after.join(',').trim(), last: before!.trim() };
  const words = text.split(/\s+/);
  return { first: words.slice(0, -1).join(' ') || words[0]!, last: words.length > 1 ? words.at(-1)! : '' };
}

/** What they are called, and what their abbreviations begin with: AST is Atlantic, AKST is Alaska. */
const american = [
  { name: 'atlantic', letters: 'a', zone: 'America/Puerto_Rico' },
  { name: 'eastern', letters: 'e', zone: 'America/New_York' },
  { name: 'central', letters: 'c', zone: 'America/Chicago' },
  { name: 'mountain', letters: 'm', zone: 'America/Denver' },
  { name: 'pacific', letters: 'p', zone: 'America/Los_Angeles' },
  { name: 'alaska', letters: 'ak', zone: 'America/Anchorage' },
  { name: 'hawaii', letters: 'h', zone: 'Pacific/Honolulu' },
];

/** A time zone by its name in the world (America/Chicago) or in America (Central, CT); null for what is none. */
export function zoneIn(text: string): string | null {
  const said = folded(text).replace(/ (standard |daylight )?time$/, '');
  const letters = /^(\w{1,2}?)[sd]?t$/.exec(said)?.[1];
  const named = american.find((known) => known.name === said || known.letters === letters);
  if (named) return named.zone;
  try {
    return text.includes('/') ? new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone : null;
  } catch {
    return null;
  }
}

/** The name that a line says, in whichever columns. */
export const cellsNamed = (cells: ReadonlyMap<string, string>): string => {
  const whole = cells.get('name');
  const { first, last } = whole
    ? namesIn(whole)
    : { first: cells.get('first-name') ?? '', last: cells.get('last-name') ?? '' };
  return `${first} ${last}`.trim();
};
