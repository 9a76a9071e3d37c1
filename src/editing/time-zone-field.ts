import { ContactProperty } from '../contacts/contact-property.js';
import { type Typed, word } from '../contacts/typed.js';
import type { Value } from '../contacts/typed-values.js';
import { timeZones, zonesBeside } from '../programs/time-zones.js';
import { alterationInputs } from './alterations-form.js';

/**
 * The time zone, which contacts of every type have, as if it were a field of theirs: what can be done with it is the same. It
 * is no row of `contact_properties`, and no id of one.
 */
export const timeZoneField: ContactProperty = Object.assign(new ContactProperty(), {
  ...{ id: 0, name: 'Time zone', kind: 'choice' as const, choices: timeZones, isRequired: false },
  ...{ mostUsers: 1, routingTableId: null, archivedAt: null },
});

/** Whether contacts of every type have what an edit changes. */
export const isOfAll = (alterations: { propertyId: number }[]) =>
  alterations.every(({ propertyId }) => propertyId === timeZoneField.id);

/** What a contact has of it. */
export const zoneValues = (zone: string | null): Value[] => (zone ? [{ part: '', value: zone }] : []);

export const zoneOf = (values: Value[]): string | null => values[0]?.value ?? null;

/** The field as the form shows it, with what was typed. */
export const timeZoneInput = (typed: Typed, country: string) => ({
  ...alterationInputs(typed, [timeZoneField], [], country)[0]!,
  zones: zonesBeside(null, word(typed['p0']) || null),
});
