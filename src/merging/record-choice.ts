import type { Contact } from '../contacts/contact.js';
import type { ContactProperty } from '../contacts/contact-property.js';
import { shownValue } from '../contacts/shown-value.js';
import { type Typed, word } from '../contacts/typed.js';
import { likelier, type Pairing, pairingsOf, type Side, type Two, unionOf } from './pairing.js';

/** A field of the record, as both have it, and which of the two is chosen. */
export interface Field {
  /** Of the form: `firstName`, `p7`. */
  name: string;
  label: string;
  texts: Record<Side, string>;
  chosen: Side;
  /** Both say the same, or there is room for both: nothing to choose. */
  isSettled: boolean;
  /** What the contact has in the end. */
  result: string;
  /** Which column it is, or which property. */
  column?: keyof typeof columns;
  pairing?: Pairing;
  /** Of a User Relationship: the users of both. */
  users?: number[];
}

const columns = {
  firstName: 'First name',
  lastName: 'Last name',
  email: 'E-mail',
  externalId: 'External ID',
  timeZone: 'Time zone',
} as const;

/** What can be chosen of two records, and what is chosen: by the form, else the likelier. */
export function fieldsOf(two: Two, all: ContactProperty[], names: Map<number, string>, country: string, typed: Typed) {
  const own = (Object.keys(columns) as (keyof typeof columns)[]).map((column): Field => {
    const text = (contact: Contact) => contact[column] ?? '';
    const texts = { kept: text(two.kept), gone: text(two.gone) };
    return { ...choice(column, columns[column], texts, two, typed), column };
  });
  const others = pairingsOf(two, all).map((pairing): Field => {
    const { property } = pairing;
    const name = `p${property.id}`;
    if (property.isRelationship) return relationship(name, pairing, two, names, typed);
    const shown = (values = two.keptValues.values.get(property.id) ?? []) =>
      shownValue(property.kind, values, property.choices ?? [], country)
        .values.map(({ text }) => text)
        .join(', ');
    const texts = { kept: shown(), gone: shown(two.goneValues.values.get(pairing.goneId) ?? []) };
    return { ...choice(name, property.name, texts, two, typed), pairing };
  });
  return [...own, ...others].filter(({ texts }) => texts.kept || texts.gone);
}

/** The fields of the other's type that the kept contact's type does not have: they stay, out of sight. */
export function hiddenOf(two: Two, all: ContactProperty[]): ContactProperty[] {
  const paired = new Set(pairingsOf(two, all).map(({ goneId }) => goneId));
  return all.filter(({ id }) => !paired.has(id) && (two.goneValues.values.has(id) || two.goneValues.users.has(id)));
}

function choice(name: string, label: string, texts: Field['texts'], two: Two, typed: Typed): Field {
  const isSettled = texts.kept === texts.gone;
  const said = word(typed[name]);
  const usual = likelier(two, { kept: texts.kept !== '', gone: texts.gone !== '' });
  const chosen = isSettled ? 'kept' : said === 'kept' || said === 'gone' ? said : usual;
  return { name, label, texts, chosen, isSettled, result: texts[chosen] };
}

function relationship(name: string, pairing: Pairing, two: Two, names: Map<number, string>, typed: Typed): Field {
  const spoken = (ids: number[] = []) => ids.map((id) => names.get(id) ?? 'Somebody').join(', ');
  const sides = { kept: two.keptValues.users.get(pairing.property.id), gone: two.goneValues.users.get(pairing.goneId) };
  const texts = { kept: spoken(sides.kept), gone: spoken(sides.gone) };
  const made = choice(name, pairing.property.name, texts, two, typed);
  const union = unionOf(pairing, two);
  if (union) return { ...made, pairing, users: union, isSettled: true, result: spoken(union) };
  return { ...made, pairing, users: sides[made.chosen] ?? [] };
}
