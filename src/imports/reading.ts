import type { Contact, ContactDetails } from '../contacts/contact.js';
import { detailsFrom, notANumber } from '../contacts/contact-form.js';
import { type AddressPart, addressParts, type ContactProperty } from '../contacts/contact-property.js';
import type { ContactType } from '../contacts/contact-type.js';
import { storedFor } from '../contacts/property-inputs.js';
import type { Typed } from '../contacts/typed.js';
import { type Values, valuesFrom } from '../contacts/typed-values.js';
import { toE164 } from '../programs/phone.js';
import { refused } from '../refusal.js';
import { apart, asTyped, isRounded, namesIn, rounded, textIn, zoneIn } from './cell-words.js';
import type { Mapping } from './mapping.js';
import { type Colleague, colleaguesIn } from './colleagues.js';

/** What lines are read by: the mapping, and what the program has of contacts, properties and people. */
export interface Around {
  mapping: Mapping;
  /** What the file calls its columns. */
  headers: string[];
  country: string;
  types: ContactType[];
  type: ContactType;
  /** Those that the type offers, and those of the whole program. */
  properties: ContactProperty[];
  all: ContactProperty[];
  /** Whom a User Relationship can name. */
  colleagues: Colleague[];
}

/** What a line says, as far as that is certain without knowing whom it is about. */
export interface Reading {
  /** By the keys of targets; empty ones too. */
  cells: Map<string, string>;
  numbers: { number: string; label: string }[];
  /** What contacts are found by. */
  key: string | null;
  problems: string[];
}

/** Reads the cells of a line; all that is wrong with them is said. */
export function readingOf(line: string[], around: Around): Reading {
  const { mapping, headers, country } = around;
  const reading: Reading = { cells: new Map(), numbers: [], key: null, problems: [] };
  const { cells, numbers, problems } = reading;
  const misshapen = problemOfShape(line, headers.length);
  if (misshapen) return { ...reading, problems: [misshapen] };
  for (const [column, target] of mapping.columns.entries()) {
    const text = textIn(line[column] ?? '');
    const say = (problem: string) => problems.push(`${headers[column]}: ${problem}`);
    if (target === 'external-id' && isRounded(text)) say(rounded(text));
    if (!target.startsWith('phone:')) {
      if (target) cells.set(target, text);
      continue;
    }
    for (const written of apart(text)) {
      const number = isRounded(written) ? null : toE164(written, country);
      if (!number) say(isRounded(written) ? rounded(written) : notANumber(written));
      else if (!numbers.some((other) => other.number === number))
        numbers.push({ number, label: target.slice('phone:'.length) });
    }
  }
  reading.key = keyOf(reading, mapping);
  if (!reading.key && !problems.length) problems.push(withoutKey[mapping.matchBy]);
  return reading;
}

const withoutKey = {
  email: 'It has no e-mail address to find the person by.',
  phone: 'It has no phone number to find the person by.',
  'external-id': 'It has no external ID to find the person by.',
} as const;

function problemOfShape(line: string[], width: number): string | null {
  if (!line.length) return 'This line is longer than Parley takes.';
  if (line.length < width)
    return `It has ${line.length} of ${width} cells. The line may be cut off, or broken in two by a line end without quotation marks.`;
  return line.slice(width).some((cell) => cell.trim())
    ? `It has more than ${width} cells. A cell that has the separator in it needs quotation marks around it.`
    : null;
}

const keyOf = ({ cells, numbers }: Reading, { matchBy }: Mapping): string | null =>
  (matchBy === 'phone'
    ? numbers[0]?.number
    : matchBy === 'email'
      ? cells.get('email')?.toLowerCase()
      : cells.get(matchBy)) || null;

/** What the contact would be: a new one, or one who is here with these values. All that is wrong with it is said. */
export function detailsOf(reading: Reading, contact: Contact | null, stored: Values, around: Around): Found {
  const { types, type, country } = around;
  const problems: Record<string, string> = {};
  const typed: Typed = { ...ownOf(reading, contact, around, problems), contactTypeId: String(type.id) };
  const attempt = <T>(work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      return void Object.assign(problems, { ...refused(error), ...problems });
    }
  };
  const its = storedFor(stored, around.properties, around.all, contact);
  const details = attempt(() => detailsFrom(typed, types, country));
  const properties = propertiesOf(reading, contact, its, around, problems);
  const values = attempt(() =>
    valuesFrom(properties, around.properties, {
      country,
      stored: its,
      eligible: new Set(around.colleagues.map(({ userId }) => userId)),
      keepsRest: contact?.contactTypeId === type.id,
    }),
  );
  const numbers = numbersOf(reading, contact);
  if (numbers.length > 20) problems['numbers'] = 'A contact can have twenty numbers.';
  const sentences = Object.entries(problems).map(([field, problem]) => labelled(field, problem, around));
  if (sentences.length) return { problems: sentences };
  const zone = zoneIn(reading.cells.get('time-zone') ?? '');
  const empties = around.mapping.clears && reading.cells.has('time-zone');
  return {
    details: { ...details!, numbers, values: values!, ...((zone || empties) && { timeZone: zone }) },
    stored: its,
  };
}

export type Found = { problems: string[] } | { problems?: undefined; details: ContactDetails; stored: Values };

// What a cell doesn’t say the contact keeps, unless an empty cell empties the field.
function ownOf({ cells }: Reading, contact: Contact | null, { mapping }: Around, problems: Record<string, string>) {
  const said = (key: string, now: string | null | undefined) => {
    const cell = cells.get(key);
    return cell || (cell === '' && mapping.clears) ? cell : (now ?? '');
  };
  const whole = cells.get('name');
  const names = whole ? namesIn(whole) : null;
  const zone = cells.get('time-zone');
  if (zone && !zoneIn(zone)) problems['timeZone'] = `“${zone}” is not a time zone. Example: America/Chicago`;
  return {
    firstName: names?.first ?? said('first-name', contact?.firstName),
    lastName: names?.last ?? said('last-name', contact?.lastName),
    email: said('email', contact?.email),
    ...(cells.has('external-id') && { externalId: said('external-id', contact?.externalId) }),
  };
}

// A number is never taken away by a file: a conversation may hang on it.
function numbersOf({ numbers }: Reading, contact: Contact | null) {
  const known = (contact?.phoneNumbers ?? []).map(({ number, label }) => ({ number, label }));
  return [...known, ...numbers.filter(({ number }) => !contact?.has(number))];
}

function propertiesOf(
  { cells }: Reading,
  contact: Contact | null,
  stored: Values,
  { properties, mapping, colleagues }: Around,
  problems: Record<string, string>,
): Typed {
  const typed: Typed = {};
  for (const { id, kind, choices } of properties) {
    const name = `p${id}`;
    const parts = kind === 'address' ? (Object.keys(addressParts) as AddressPart[]) : [];
    const asked = (parts.length ? parts.map((part) => `${name}.${part}`) : [name]).filter((key) => cells.has(key));
    if (!asked.some((key) => cells.get(key)) && !(contact && mapping.clears && asked.length)) continue;
    const text = cells.get(name) ?? '';
    for (const part of parts) {
      const cell = cells.get(`${name}.${part}`);
      const now = stored.values.get(id)?.find((value) => value.part === part)?.value;
      typed[`${name}.${part}`] = cell || (cell === '' && mapping.clears) ? cell : (now ?? '');
    }
    if (kind === 'user-relationship') typed[name] = colleaguesIn(apart(text), colleagues, name, problems);
    else if (kind === 'choices') typed[name] = choices?.includes(text) ? [text] : apart(text);
    else if (!parts.length) typed[name] = asTyped(text, kind);
  }
  return typed;
}

const ownTargets: Record<string, string> = {
  firstName: 'first-name',
  lastName: 'last-name',
  email: 'email',
  externalId: 'external-id',
  timeZone: 'time-zone',
};

// The sentence, with the name of the column that it is about where it is about one.
function labelled(field: string, problem: string, { mapping, headers }: Around): string {
  const key = ownTargets[field] ?? field;
  const column = mapping.columns.findIndex((target) => target === key || target.startsWith(`${key}.`));
  return column === -1 ? problem : `${headers[column]}: ${problem}`;
}
