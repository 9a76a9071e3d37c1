import { nationalForm } from '../programs/phone.js';
import type { Contact } from './contact.js';
import { type AddressPart, addressParts, type ContactProperty, type PropertyKind } from './contact-property.js';
import { several, type Typed, word } from './typed.js';
import type { Value, Values } from './typed-values.js';

export interface Person {
  userId: number;
  name: string;
  isEligible: boolean;
}

type Input = 'line' | 'text' | 'select' | 'checks' | 'address' | 'people';

const inputs: Record<PropertyKind, Input> = {
  text: 'line',
  'long-text': 'text',
  number: 'line',
  date: 'line',
  'yes-no': 'select',
  choice: 'select',
  choices: 'checks',
  email: 'line',
  phone: 'line',
  address: 'address',
  'user-relationship': 'people',
};
const types: Partial<Record<PropertyKind, string>> = { date: 'date', email: 'email', phone: 'tel' };
const wide = new Set<Input>(['text', 'checks', 'address']);

/** What the form shows for a property: what was typed for it, else what is stored. */
export function inputsFor(
  property: ContactProperty,
  typed: Typed | null,
  stored: Values,
  people: Person[],
  country: string,
) {
  const { id, name: label, kind, isRequired } = property;
  const name = `p${id}`;
  const values = stored.values.get(id) ?? [];
  const users = (stored.users.get(id) ?? []).map(String);
  const input = inputs[kind];
  const said = typed ? several(typed[name]) : values.map(({ value }) => shown(value, kind, country));
  return {
    id: name,
    label,
    input,
    isRequired,
    isWide: wide.has(input) || (input === 'people' && property.mostUsers > 1),
    type: types[kind] ?? 'text',
    isNumber: kind === 'number',
    value: input === 'line' || input === 'text' ? (said[0] ?? '') : '',
    options: optionsFor(property, values, said),
    parts: kind === 'address' ? partsOf(name, typed, values) : [],
    was: typed && `${name}.was` in typed ? word(typed[`${name}.was`]) : users.join(','),
    selects: input === 'people' ? selectsFor(property, typed ? several(typed[name]) : users, people) : [],
  };
}

const shown = (value: string, kind: PropertyKind, country: string) =>
  kind === 'phone' ? nationalForm(value, country) : value;

function optionsFor({ kind, choices }: ContactProperty, stored: Value[], said: string[]) {
  if (kind === 'yes-no')
    return [
      { value: 'yes', label: 'Yes', isSelected: said[0] === 'yes', isGone: false },
      { value: 'no', label: 'No', isSelected: said[0] === 'no', isGone: false },
    ];
  const offered = choices ?? [];
  const gone = stored.map(({ value }) => value).filter((value) => !offered.includes(value));
  return kind === 'choice' || kind === 'choices'
    ? [...offered, ...gone].map((value) => ({
        value,
        label: value,
        isSelected: said.includes(value),
        isGone: gone.includes(value),
      }))
    : [];
}

function partsOf(name: string, typed: Typed | null, stored: Value[]) {
  return (Object.keys(addressParts) as AddressPart[]).map((part) => ({
    id: `${name}.${part}`,
    part,
    label: addressParts[part],
    value: typed ? word(typed[`${name}.${part}`]) : (stored.find((value) => value.part === part)?.value ?? ''),
  }));
}

// One more than there are, so that one can be added; all of them when they are few.
function selectsFor({ id, name, mostUsers }: ContactProperty, said: string[], people: Person[]) {
  const chosen = said.filter(Boolean);
  const count = Math.max(Math.min(mostUsers, Math.max(chosen.length + 1, 2)), Math.min(chosen.length, 20), 1);
  return Array.from({ length: count }, (_, place) => {
    const userId = chosen[place] ?? '';
    return {
      id: place ? `p${id}-${place}` : `p${id}`,
      label: mostUsers > 1 ? `${name} ${place + 1}` : name,
      options: people
        .filter((person) => person.isEligible || String(person.userId) === userId)
        .map((person) => ({ value: person.userId, label: person.name, isSelected: String(person.userId) === userId })),
    };
  });
}

/**
 * What is stored, as the properties of the type that is chosen see it: their own values, else those of the same field in
 * the type that the contact has now.
 */
export function storedFor(
  stored: Values,
  properties: ContactProperty[],
  all: ContactProperty[],
  contact: Contact | null,
): Values {
  const isElsewhere = (property: ContactProperty) => property.contactTypeId !== contact?.contactTypeId;
  const pick = <T>(map: Map<number, T>) =>
    new Map(
      properties.flatMap((property): [number, T][] => {
        const twin = all.find(
          (other) => isElsewhere(property) && !isElsewhere(other) && !other.isArchived && other.isTwinOf(property),
        );
        const found = (twin && map.get(twin.id)) ?? map.get(property.id);
        return found === undefined ? [] : [[property.id, found]];
      }),
    );
  return { values: pick(stored.values), users: pick(stored.users) };
}
