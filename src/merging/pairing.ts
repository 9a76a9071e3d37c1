import type { Contact } from '../contacts/contact.js';
import type { ContactProperty } from '../contacts/contact-property.js';
import type { Values } from '../contacts/typed-values.js';

/** Two contacts that are to be one, with what they have. */
export interface Two {
  kept: Contact;
  gone: Contact;
  keptValues: Values;
  goneValues: Values;
}

export type Side = 'kept' | 'gone';

/** A property of the kept contact's type, and where the other contact has the same. */
export interface Pairing {
  property: ContactProperty;
  goneId: number;
}

/** Each property of the kept contact's type with its twin in the other's type, as when a contact changes its type. */
export function pairingsOf({ kept, gone, goneValues }: Two, all: ContactProperty[]): Pairing[] {
  const offered = all.filter((property) => property.contactTypeId === kept.contactTypeId && !property.isArchived);
  const theirs = all.filter((property) => property.contactTypeId === gone.contactTypeId && !property.isArchived);
  const has = (id: number) => goneValues.values.has(id) || goneValues.users.has(id);
  return offered.map((property) => {
    const twin = theirs.find((other) => other.isTwinOf(property));
    return { property, goneId: twin && has(twin.id) ? twin.id : property.id };
  });
}

/** The users of both, those of the kept one first; null where the field has no room for all, and somebody must choose. */
export function unionOf({ property, goneId }: Pairing, { keptValues, goneValues }: Two): number[] | null {
  const own = keptValues.users.get(property.id) ?? [];
  const theirs = goneValues.users.get(goneId) ?? [];
  const union = [...new Set([...own, ...theirs])];
  const isOneSide = union.length === own.length || union.length === theirs.length;
  return isOneSide || union.length <= property.mostUsers ? union : null;
}

/** Of what is filled in on both sides, the side that was changed last speaks; else the one that is filled in. */
export function likelier(two: Two, isFilled: Record<Side, boolean>): Side {
  if (isFilled.kept !== isFilled.gone) return isFilled.kept ? 'kept' : 'gone';
  return two.gone.updatedAt > two.kept.updatedAt ? 'gone' : 'kept';
}
