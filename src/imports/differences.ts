import type { FieldChange } from '../contacts/contact-change.js';
import type { Contact, ContactDetails } from '../contacts/contact.js';
import { type ContactProperty, type PropertyKind } from '../contacts/contact-property.js';
import { inLine } from '../contacts/shown-value.js';
import type { Value, Values } from '../contacts/typed-values.js';
import { nationalForm } from '../programs/phone.js';
import type { Around } from './reading.js';

/** What a line would change of a contact, in the words of the screen, and the properties that it would change. */
export interface Difference {
  fields: FieldChange[];
  values: Values;
}

export function differenceOf(contact: Contact, details: ContactDetails, stored: Values, around: Around): Difference {
  const { types, country } = around;
  const typeName = (id: number) => types.find((type) => type.id === id)?.name ?? '';
  const numbers = (all: { number: string }[]) => all.map(({ number }) => nationalForm(number, country)).join(', ');
  const fields = [
    change('First name', contact.firstName, details.firstName),
    change('Last name', contact.lastName, details.lastName),
    change('E-mail', contact.email, details.email),
    change(
      'External ID',
      contact.externalId,
      details.externalId === undefined ? contact.externalId : details.externalId,
    ),
    change('Time zone', contact.timeZone, details.timeZone === undefined ? contact.timeZone : details.timeZone),
    change('Contact Type', typeName(contact.contactTypeId), details.contactType.name),
    change('Numbers', numbers(contact.phoneNumbers), numbers(details.numbers)),
  ].flat();
  const values: Values = { values: new Map(), users: new Map() };
  for (const property of around.properties) {
    const found = changeOf(property, details.values!, stored, around, values);
    fields.push(...found);
  }
  return { fields, values };
}

function changeOf(
  property: ContactProperty,
  wanted: Values,
  stored: Values,
  around: Around,
  into: Values,
): FieldChange[] {
  const { id, name, kind } = property;
  const [value, users] = [wanted.values.get(id), wanted.users.get(id)];
  if (value && !isSame(value, stored.values.get(id) ?? [])) {
    into.values.set(id, value);
    return [{ field: name, from: inWords(kind, stored.values.get(id)), to: inWords(kind, value) }];
  }
  const before = stored.users.get(id) ?? [];
  if (!users || String(users) === String(before)) return [];
  into.users.set(id, users);
  const names = (ids: number[]) =>
    ids.map((userId) => around.colleagues.find((one) => one.userId === userId)?.name ?? 'Somebody who left').join(', ');
  return [{ field: name, from: names(before), to: names(users) }];
}

const change = (field: string, from: string | null, to: string | null): FieldChange[] =>
  (from ?? '') === (to ?? '') ? [] : [{ field, from: from ?? '', to: to ?? '' }];

// In whatever order: choices have none.
function isSame(one: Value[], other: Value[]) {
  const said = (values: Value[]) => values.map(({ part, value }) => `${part}\0${value}`).sort();
  return JSON.stringify(said(one)) === JSON.stringify(said(other));
}

const longest = 200;

function inWords(kind: PropertyKind, values: Value[] = []): string {
  const text = values.map(({ value }) => inLine(kind, value)).join(', ');
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
