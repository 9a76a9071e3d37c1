import type { FieldChange } from '../contacts/contact-change.js';
import type { ContactProperty } from '../contacts/contact-property.js';
import type { ContactType } from '../contacts/contact-type.js';
import { differences, type Portrait } from '../contacts/portrait.js';
import { shownValue } from '../contacts/shown-value.js';
import type { Values } from '../contacts/typed-values.js';
import type { Member } from '../people/member.js';
import { type Alteration, altered } from './alteration.js';
import { isOfAll, isOwnField, typeIn } from './own-fields.js';
import { movedAlong } from './retyping.js';

/** A contact with what it has of the fields that an edit is about. */
export interface EditedRecord {
  contactTypeId: number;
  stored: Values;
}

/** What an edit is carried out with. */
export interface Around {
  by: Member;
  types: ContactType[];
  /** What is read and written; where a type changes, also what can move along. */
  properties: ContactProperty[];
}

/** What comes of a contact: of the fields that change, all that it has afterwards; or why nothing does. */
export interface Judgement {
  values: Values;
  contactTypeId: number;
  isChange: boolean;
  reason: string | null;
}

const longestReason = 250;

export function judge(
  { contactTypeId, stored }: EditedRecord,
  edit: { contactTypeId: number; alterations: Alteration[] },
  { types, properties }: Pick<Around, 'types' | 'properties'>,
): Judgement {
  if (contactTypeId !== edit.contactTypeId && !isOfAll(edit.alterations)) {
    const theirs = types.find(({ id }) => id === contactTypeId)?.name ?? 'another type';
    return { ...unchanged(contactTypeId), reason: `Is of the type ${theirs}, which has other fields.` };
  }
  const { values, problems, isChange } = altered(edit.alterations, properties, stored);
  const type = typeIn(values, types);
  const moved = type ? movedAlong(stored, contactTypeId, type.id, properties) : null;
  const all = [...problems, ...(moved?.problems ?? [])];
  return {
    values: moved ? merged(values, moved.values) : values,
    contactTypeId: type?.id ?? contactTypeId,
    isChange,
    reason: all.length ? all.join(' ').slice(0, longestReason) : null,
  };
}

/** Nothing comes of it. */
export const unchanged = (contactTypeId = 0): Judgement => ({
  ...{ values: { values: new Map(), users: new Map() }, contactTypeId, isChange: false, reason: null },
});

/** What a judgement changes, field by field, in the words of the screen. Of a new type, what is out of sight then is gone. */
export function changesOf(
  { contactTypeId, stored }: EditedRecord,
  { values, contactTypeId: typeAfter }: Judgement,
  properties: ContactProperty[],
  names: ReadonlyMap<number, string>,
  country: string,
): FieldChange[] {
  const isChanged = ({ id }: ContactProperty) => values.values.has(id) || values.users.has(id);
  const seenOf = (type: number) =>
    properties.filter((one) =>
      isOwnField(one) || typeAfter === contactTypeId ? isChanged(one) : one.contactTypeId === type,
    );
  const drawn = (has: Values, type: number) => portrait(has, seenOf(type), names, country);
  return differences(drawn(stored, contactTypeId), drawn(merged(stored, values), typeAfter));
}

/** Everybody whom a contact has, before or afterwards. */
export const usersOf = ({ users }: Values) => [...users.values()].flat();

const merged = (one: Values, other: Values): Values => ({
  values: new Map([...one.values, ...other.values]),
  users: new Map([...one.users, ...other.users]),
});

function portrait(
  has: Values,
  properties: ContactProperty[],
  names: ReadonlyMap<number, string>,
  country: string,
): Portrait {
  return new Map(
    properties.map(({ id, name, kind, choices, isRelationship }) => {
      if (isRelationship)
        return [name, (has.users.get(id) ?? []).map((user) => names.get(user) ?? 'somebody who left').join(', ')];
      const { values } = shownValue(kind, has.values.get(id) ?? [], choices ?? [], country);
      return [name, values.map(({ text }) => text).join(', ')];
    }),
  );
}
