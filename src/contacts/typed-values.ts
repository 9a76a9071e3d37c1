import { Refusals } from '../refusal.js';
import { idIn } from '../web/identifier.js';
import { problemsOfAddress, readingOf, type TypedAddress } from './canonical.js';
import { type AddressPart, addressParts, type ContactProperty } from './contact-property.js';
import { folded } from './folded.js';
import { line, several, type Typed, word } from './typed.js';

/** One value in its canonical form; an address has one for each part. */
export interface Value {
  part: AddressPart | '';
  value: string;
}

/** What a contact has, by the id of the property. */
export interface Values {
  values: Map<number, Value[]>;
  /** Of User Relationships: ids of users. */
  users: Map<number, number[]>;
}

/** What the form is judged by. */
export interface Circumstances {
  country: string;
  /** What the contact has already: a choice that was taken away may stay, and so may somebody inactive. */
  stored: Values;
  /** Who can be chosen for a User Relationship. */
  eligible: ReadonlySet<number>;
  /** Whether what the form did not ask for stays as it is; else it is missing. */
  keepsRest: boolean;
}

const parts = Object.keys(addressParts) as AddressPart[];

/** Whether the form asked for a property at all, filled in or not. */
export const isAsked = (typed: Typed, { id }: ContactProperty) =>
  word(typed['shown']).split(',').includes(String(id)) ||
  [`p${id}`, ...parts.map((part) => `p${id}.${part}`)].some((name) => name in typed);

/**
 * What was typed for the properties of a contact type, in its canonical form; everything that is wrong is refused at once.
 * Of what the form did not ask for nothing is said.
 */
export function valuesFrom(typed: Typed, properties: ContactProperty[], around: Circumstances): Values {
  const problems: Record<string, string> = {};
  const found: Values = { values: new Map(), users: new Map() };
  for (const property of properties) {
    const name = `p${property.id}`;
    if (!isAsked(typed, property)) {
      if (property.isRequired && !around.keepsRest) problems[name] = missing(property);
      continue;
    }
    if (property.isRelationship) {
      if (isUntouched(typed, property)) continue;
      found.users.set(property.id, usersFrom(typed, property, around, problems));
    } else found.values.set(property.id, read(typed, property, around, problems));
    const isEmpty = !found.values.get(property.id)?.length && !found.users.get(property.id)?.length;
    if (property.isRequired && isEmpty && !isTouched(problems, name)) problems[name] = missing(property);
  }
  if (Object.keys(problems).length) throw new Refusals(problems);
  return found;
}

const missing = ({ name, kind }: ContactProperty) =>
  kind.startsWith('choice') || kind === 'yes-no' || kind === 'user-relationship'
    ? `Choose something for ${name}.`
    : `${name} is needed.`;

const isTouched = (problems: Record<string, string>, name: string) =>
  Object.keys(problems).some((field) => field === name || field.startsWith(`${name}.`));

function read(typed: Typed, property: ContactProperty, around: Circumstances, problems: Record<string, string>) {
  const { id, kind } = property;
  const name = `p${id}`;
  if (kind === 'address') return addressFrom(typed, name, around, problems);
  if (kind === 'choice' || kind === 'choices') return choicesFrom(typed, property, around, problems);
  if (kind === 'user-relationship') return [];
  const said = word(typed[name]);
  if (!said) return [];
  const reading = readingOf(kind, said, around.country);
  if ('value' in reading) return reading.value ? [{ part: '' as const, value: reading.value }] : [];
  problems[name] = reading.problem;
  return [];
}

function addressFrom(
  typed: Typed,
  name: string,
  { country }: Circumstances,
  problems: Record<string, string>,
): Value[] {
  const address = Object.fromEntries(parts.map((part) => [part, line(typed[`${name}.${part}`])])) as TypedAddress;
  for (const [part, problem] of Object.entries(problemsOfAddress(address, country)))
    problems[`${name}.${part}`] = problem;
  return parts.filter((part) => address[part]).map((part) => ({ part, value: address[part] }));
}

function choicesFrom(
  typed: Typed,
  { id, kind, choices }: ContactProperty,
  { stored }: Circumstances,
  problems: Record<string, string>,
): Value[] {
  const said = [...new Set(several(typed[`p${id}`]).map(line).filter(Boolean))];
  const known = [...(choices ?? []), ...(stored.values.get(id) ?? []).map(({ value }) => value)];
  const read = said.map((choice) => known.find((other) => folded(other) === folded(choice)));
  const strange = said.find((_, place) => read[place] === undefined);
  if (strange !== undefined) problems[`p${id}`] = `“${strange}” is not one of the choices.`;
  else if (kind === 'choice' && said.length > 1) problems[`p${id}`] = 'Choose one.';
  return [...new Set(read)].flatMap((value) => (value === undefined ? [] : [{ part: '', value }]));
}

// Somebody may have been assigned since the form was opened; who changed nothing here must not undo that.
function isUntouched(typed: Typed, { id, isRequired }: ContactProperty) {
  const said = saidUsers(typed, `p${id}`).join(',');
  return `p${id}.was` in typed && word(typed[`p${id}.was`]) === said && (said !== '' || !isRequired);
}

const saidUsers = (typed: Typed, name: string) => several(typed[name]).filter(Boolean);

function usersFrom(
  typed: Typed,
  { id, mostUsers }: ContactProperty,
  { eligible, stored }: Circumstances,
  problems: Record<string, string>,
): number[] {
  const users = [...new Set(saidUsers(typed, `p${id}`).map(idIn))];
  const mayStay = stored.users.get(id) ?? [];
  if (users.some((user) => !eligible.has(user) && !mayStay.includes(user)))
    problems[`p${id}`] = 'Choose somebody who is active and handles conversations.';
  else if (users.length > mostUsers) problems[`p${id}`] = `There is room for ${mostUsers}.`;
  return users;
}

/**
 * What was typed for the fields of another type, given to the fields of the same name and kind of this one, so that
 * nothing is typed twice when the Contact Type changes.
 */
export function carriedOver(typed: Typed, properties: ContactProperty[], all: ContactProperty[]): Typed {
  const carried: Typed = { ...typed };
  const shown = [word(typed['shown'])];
  for (const property of properties) {
    if (isAsked(typed, property)) continue;
    const twin = all.find((other) => other.isTwinOf(property) && isAsked(typed, other));
    if (!twin) continue;
    shown.push(String(property.id));
    for (const name of namesOf(carried, twin.id)) {
      carried[name.replace(/^p\d+/, `p${property.id}`)] = carried[name];
      delete carried[name];
    }
  }
  return { ...carried, shown: shown.filter(Boolean).join(',') };
}

/** The names in a form that belong to a property. */
export const namesOf = (typed: Typed, id: number) =>
  Object.keys(typed).filter((name) => name.replace(/\[\]$/, '').split('.')[0] === `p${id}`);
