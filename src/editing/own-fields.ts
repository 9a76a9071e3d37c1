import { ContactProperty } from '../contacts/contact-property.js';
import type { ContactType } from '../contacts/contact-type.js';
import { type Typed, word } from '../contacts/typed.js';
import type { Value, Values } from '../contacts/typed-values.js';
import { timeZones, zonesBeside } from '../programs/time-zones.js';
import { alterationInputs } from './alterations-form.js';

/** No ids of rows in `contact_properties`. */
const ids = { contactType: -1, timeZone: 0 };

const field = (own: Pick<ContactProperty, 'id' | 'name' | 'choices' | 'isRequired'>): ContactProperty =>
  Object.assign(new ContactProperty(), {
    ...{ kind: 'choice' as const, contactTypeId: 0, mostUsers: 1, routingTableId: null, archivedAt: null },
    ...own,
  });

const timeZone = field({ id: ids.timeZone, name: 'Time zone', choices: timeZones, isRequired: false });

/**
 * What contacts of every type have and many can be given, as if it were fields of theirs: what can be done with it, and how it
 * is told, is the same. A Contact Type goes by its name, which one type of a program has.
 */
export const ownFields = (types: ContactType[]): ContactProperty[] => [
  field({ id: ids.contactType, name: 'Contact Type', choices: types.map(({ name }) => name), isRequired: true }),
  timeZone,
];

export const isOwnField = ({ id }: { id: number }) => id <= 0;

/** Whether contacts of every type have what an edit changes. */
export const isOfAll = (alterations: { propertyId: number }[]) =>
  alterations.every(({ propertyId: id }) => isOwnField({ id }));

export const changesType = (alterations: { propertyId: number }[]) =>
  alterations.some(({ propertyId }) => propertyId === ids.contactType);

/** What a contact has, with what it has of these. */
export function withOwnValues(stored: Values, type: string | undefined, zone: string | null): Values {
  stored.values.set(ids.contactType, valuesOf(type)).set(ids.timeZone, valuesOf(zone));
  return stored;
}

const valuesOf = (value: string | null | undefined): Value[] => (value ? [{ part: '', value }] : []);

/** The type that a contact comes to be of, if any. */
export const typeIn = ({ values }: Values, types: ContactType[]): ContactType | undefined =>
  types.find(({ name }) => name === values.get(ids.contactType)?.[0]?.value);

/** The time zone that a contact comes to have; undefined where it keeps its own. */
export function zoneIn({ values }: Values): string | null | undefined {
  const found = values.get(ids.timeZone);
  return found && (found[0]?.value ?? null);
}

/** These fields as the form shows them, with what was typed. A contact always has a type: there is nothing to fill. */
export function ownInputs(typed: Typed, types: ContactType[], country: string) {
  const inputs = alterationInputs(typed, ownFields(types), [], country).map((input, place) => ({
    ...input,
    ways: place ? input.ways : input.ways.filter(({ value }) => value !== 'fill'),
    zones: place ? zonesBeside(null, word(typed[input.id]) || null) : null,
  }));
  return types.length > 1 ? inputs : inputs.slice(1);
}
