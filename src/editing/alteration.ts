import type { ContactProperty } from '../contacts/contact-property.js';
import type { Value, Values } from '../contacts/typed-values.js';

/** What is done with a field: it becomes this, becomes it where it is empty, is emptied; of several, some come or go. */
export type How = 'set' | 'fill' | 'clear' | 'add' | 'remove';

/** What is done with one field of many contacts. */
export interface Alteration {
  propertyId: number;
  how: How;
  values: Value[];
  /** Of a User Relationship: ids of users. */
  users: number[];
}

/** Whether a field can have several values that come and go one by one. */
export const hasSeveral = ({ kind, mostUsers, isRelationship }: ContactProperty) =>
  kind === 'choices' || (isRelationship && mostUsers > 1);

/** What can be done with a field. */
export const waysOf = (property: ContactProperty): How[] => [
  'set',
  'fill',
  ...(hasSeveral(property) ? (['add', 'remove'] as const) : []),
  ...(property.isRequired ? [] : (['clear'] as const)),
];

/** What a contact has afterwards, of the fields that change; or why it can't be, and then nothing of it changes. */
export function altered(alterations: Alteration[], properties: ContactProperty[], stored: Values) {
  const values: Values = { values: new Map(), users: new Map() };
  const problems: string[] = [];
  for (const alteration of alterations) {
    const property = properties.find(({ id }) => id === alteration.propertyId)!;
    const problem = property.isRelationship
      ? changed(values.users, property, alteration, alteration.users, stored.users.get(property.id) ?? [], sameUser)
      : changed(
          values.values,
          property,
          alteration,
          alteration.values,
          stored.values.get(property.id) ?? [],
          sameValue,
        );
    if (problem) problems.push(problem);
  }
  return { values, problems, isChange: values.values.size + values.users.size > 0 };
}

const sameUser = (one: number, other: number) => one === other;
const sameValue = (one: Value, other: Value) => one.part === other.part && one.value === other.value;

function changed<T>(
  changes: Map<number, T[]>,
  property: ContactProperty,
  { how }: Alteration,
  said: T[],
  before: T[],
  isSame: (one: T, other: T) => boolean,
): string | null {
  const has = (some: T[], one: T) => some.some((other) => isSame(one, other));
  // A value takes the place of what is there; of an address only of the same part, so that a state that is set leaves the street.
  const takesPlace = (one: T, other: T) => property.kind !== 'address' || (one as Value).part === (other as Value).part;
  const besides = (some: T[], others: T[]) => some.filter((one) => !others.some((other) => takesPlace(one, other)));
  const after = {
    set: () => [...besides(before, said), ...said],
    fill: () => [...before, ...besides(said, before)],
    clear: () => [],
    add: () => [...before, ...said.filter((one) => !has(before, one))],
    remove: () => before.filter((one) => !has(said, one)),
  }[how]();
  if (after.length === before.length && after.every((one) => has(before, one))) return null;
  if (!after.length && property.isRequired) return `${property.name} is needed, and nothing would be left of it.`;
  if (property.isRelationship && after.length > property.mostUsers)
    return `${property.name} has room for ${property.mostUsers}, and would have ${after.length}.`;
  changes.set(property.id, after);
  return null;
}
