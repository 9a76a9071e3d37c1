import type { ContactProperty } from '../contacts/contact-property.js';
import type { Values } from '../contacts/typed-values.js';

/**
 * What a contact of another type has of its fields, as when one contact’s type is changed in its form: what both types have
 * moves along, the rest stays where it is, out of sight; and what the new type needs must not be empty.
 */
export function movedAlong(stored: Values, formerTypeId: number, typeId: number, properties: ContactProperty[]) {
  const of = (id: number) => properties.filter((one) => one.contactTypeId === id && !one.isArchived);
  const former = of(formerTypeId);
  const values: Values = { values: new Map(), users: new Map() };
  const problems: string[] = [];
  for (const property of of(typeId)) {
    const twin = former.find((other) => other.isTwinOf(property));
    const has = property.isRelationship
      ? moved(stored.users, values.users, property, twin)
      : moved(stored.values, values.values, property, twin);
    if (property.isRequired && !has) problems.push(`${property.name} is needed, and would be empty.`);
    if (property.isRelationship && has > property.mostUsers)
      problems.push(`${property.name} has room for ${property.mostUsers}, and would have ${has}.`);
  }
  return { values, problems };
}

// How many it has afterwards.
function moved<T>(
  from: Map<number, T[]>,
  to: Map<number, T[]>,
  { id }: ContactProperty,
  twin?: ContactProperty,
): number {
  const theirs = (twin && from.get(twin.id)) ?? [];
  if (!theirs.length) return from.get(id)?.length ?? 0;
  to.set(id, theirs).set(twin!.id, []);
  return theirs.length;
}
