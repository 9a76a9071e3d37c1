import type { ContactProperty } from '../contacts/contact-property.js';
import type { ContactType } from '../contacts/contact-type.js';
import { dateInWords } from '../contacts/property-notations.js';
import { line, several, tooLong, type Typed, word } from '../contacts/typed.js';
import { dayIn } from '../programs/days.js';
import { Refusals } from '../refusal.js';
import { idIn } from '../web/identifier.js';
import { mayRepeat, type Target } from './targets.js';

export const matchings = { email: 'E-mail', phone: 'Phone number', 'external-id': 'External ID' } as const;
export type Matching = keyof typeof matchings;

/** What is done when somebody of the file is here already. */
export const treatments = {
  update: 'Add new ones, update the others',
  leave: 'Add new ones, leave the others as they are',
  'only-update': 'Only update, add nobody',
} as const;
export type Treatment = keyof typeof treatments;

/** Where and when they agreed to texts. */
export interface Agreement {
  source: string;
  /** 2026-09-01 */
  day: string;
}

/** What is to be done with a file. */
export interface Mapping {
  contactTypeId: number;
  hasHeader: boolean;
  matchBy: Matching;
  treatment: Treatment;
  /** Whether an empty cell empties the field. */
  clears: boolean;
  /** Whether those who are here as another Contact Type become this one. */
  changesType: boolean;
  /** Keys of targets, one for each column; empty for a column that is left out. */
  columns: string[];
  consent: Agreement | null;
}

/** What the form is judged by: the type that is chosen in it, what its columns can mean. */
export interface Offer {
  type: ContactType | undefined;
  properties: ContactProperty[];
  targets: Target[];
  width: number;
  /** 2026-11-27, where the program is. */
  today: string;
}

const keyIn = <T extends object>(known: T, said: unknown): keyof T | undefined =>
  typeof said === 'string' && Object.hasOwn(known, said) ? (said as keyof T) : undefined;

/** What was typed so far, whether it makes sense or not. */
export function typedMapping(typed: Typed, { targets, width }: Pick<Offer, 'targets' | 'width'>): Mapping {
  const said = several(typed['columns']);
  return {
    contactTypeId: idIn(word(typed['contactTypeId'])),
    hasHeader: word(typed['hasHeader']) === '1',
    matchBy: keyIn(matchings, typed['matchBy']) ?? 'email',
    treatment: keyIn(treatments, typed['treatment']) ?? 'update',
    clears: word(typed['clears']) === '1',
    changesType: word(typed['changesType']) === '1',
    columns: Array.from({ length: width }, (_, place) =>
      targets.some(({ key }) => key === said[place]) ? said[place]! : '',
    ),
    consent: word(typed['agreed']) === '1' ? { source: line(typed['source']), day: word(typed['agreedOn']) } : null,
  };
}

/** What was typed, or everything that is wrong with it. */
export function mappingFrom(typed: Typed, offer: Offer): Mapping {
  const mapping = typedMapping(typed, offer);
  const problems = { ...problemsOf(mapping, offer), ...gone(typed, mapping) };
  if (Object.keys(problems).length) throw new Refusals(problems);
  return mapping;
}

// Somebody may have archived a field since the form was opened.
function gone(typed: Typed, { columns }: Mapping): Record<string, string> {
  const said = several(typed['columns']).slice(0, columns.length);
  const lost = said.flatMap((key, place) => (key && !columns[place] ? [place] : []));
  return Object.fromEntries(lost.map((place) => [`columns.${place}`, 'That field is not there any more.']));
}

function problemsOf(mapping: Mapping, { type, properties, targets, today }: Offer): Record<string, string> {
  const { columns, matchBy, treatment, consent } = mapping;
  const problems: Record<string, string> = {};
  const has = (test: (key: string) => boolean) => columns.some((key) => key && test(key));
  if (!type) problems['contactTypeId'] = 'Choose what kind of contacts these are.';
  for (const [place, key] of columns.entries())
    if (key && !mayRepeat(key) && columns.indexOf(key) < place)
      problems[`columns.${place}`] =
        `Column ${columns.indexOf(key) + 1} is “${targets.find((target) => target.key === key)!.label}” already.`;
  if (has((key) => key === 'name') && has((key) => key === 'first-name' || key === 'last-name'))
    problems['columns'] = 'Choose either the whole name, or first and last name.';
  const adds = treatment !== 'only-update';
  if (adds && !has((key) => /name$/.test(key))) problems['columns'] = 'Choose the column that has the name.';
  if (!has((key) => key.split(':')[0] === matchBy))
    problems['matchBy'] = `No column is “${matchings[matchBy]}”. Choose one below, or match people by something else.`;
  const asked = (id: number) => has((key) => key.split('.')[0] === `p${id}`);
  const missing = adds ? properties.find(({ id, isRequired }) => isRequired && !asked(id)) : undefined;
  if (missing)
    problems['columns'] ??=
      `Every ${type?.name ?? 'contact'} needs “${missing.name}”. Choose its column, or add nobody.`;
  Object.assign(problems, consent && problemsOfAgreement(consent, today));
  return problems;
}

function problemsOfAgreement({ source, day }: Agreement, today: string): Record<string, string> {
  const long = tooLong([...source].length, 150);
  const known = dayIn(day);
  return {
    ...((long || !source) && { source: long ?? 'Say where they agreed.' }),
    ...((!known || known > today) && {
      agreedOn: known ? 'That day is in the future.' : 'Say when they agreed.',
    }),
  };
}

/** What a mapping needs that is no longer there; null when it can be followed. */
export function lostIn({ contactTypeId, columns }: Mapping, types: ContactType[], targets: Target[]): string | null {
  if (!types.some(({ id }) => id === contactTypeId)) return 'Its Contact Type was deleted in the meantime.';
  return columns.every((key) => !key || targets.some((target) => target.key === key))
    ? null
    : 'A field that a column was meant for was archived or deleted in the meantime.';
}

/** What the ledger says of it. */
export const agreementInWords = ({ source, day }: Agreement, fileName: string) =>
  `Agreed on ${dateInWords(day)}: ${source} (imported from ${fileName})`;
