import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type AddressPart, addressParts, type ContactProperty, type PropertyKind } from './contact-property.js';
import { ContactProperty as Property } from './contact-property.js';
import { folded } from './folded.js';

/** What is compared about a contact: a built-in one, a property, or a part of an address. */
export interface Field {
  /** `first-name`; `p12` for a property; `p12.state` for a part of an address. */
  key: string;
  label: string;
  kind: Exclude<PropertyKind, 'address' | 'user-relationship'>;
  choices: string[];
  /** The properties that it stands for: the same name and kind in several contact types are one field. */
  propertyIds: number[];
  part: AddressPart | '';
  /** Whether every property that it stands for is archived. */
  isArchived: boolean;
  /** Of a moment: the zone that says on which day it was. */
  zone?: string;
}

const builtIn = (key: string, label: string, kind: Field['kind'], choices: string[] = []): Field => ({
  key,
  label,
  kind,
  choices,
  propertyIds: [],
  part: '',
  isArchived: false,
});

/** What can be asked of every contact of a program: by conditions, filters, merge fields. */
@Injectable()
export class Fields {
  constructor(private readonly database: Database) {}

  /** In the order in which they are offered; archived ones last. */
  async of(programId: number): Promise<Field[]> {
    const [[program], types, properties] = await Promise.all([
      this.database.query<{ time_zone: string }>('SELECT time_zone FROM programs WHERE id = ?', [programId]),
      this.database.query<{ name: string }>(
        'SELECT name FROM contact_types WHERE program_id = ? ORDER BY position, id',
        [programId],
      ),
      this.database.manager.find(Property, {
        where: { programId },
        order: { contactTypeId: 'ASC', position: 'ASC', id: 'ASC' },
      }),
    ]);
    const own = [
      builtIn('first-name', 'First Name', 'text'),
      builtIn('last-name', 'Last Name', 'text'),
      builtIn('email', 'E-mail', 'email'),
      builtIn('phone', 'Phone', 'phone'),
      builtIn(
        'contact-type',
        'Contact Type',
        'choice',
        types.map(({ name }) => name),
      ),
      builtIn('external-id', 'External ID', 'text'),
      builtIn('time-zone', 'Time zone', 'text'),
      { ...builtIn('created', 'Added on', 'date'), zone: program!.time_zone },
    ];
    const others = fieldsOf(properties);
    return [...own, ...others.filter((field) => !field.isArchived), ...others.filter((field) => field.isArchived)];
  }
}

/** The fields of properties: one for each name and kind, several for an address. */
export function fieldsOf(properties: ContactProperty[]): Field[] {
  const groups = Map.groupBy(
    properties.filter((property) => !property.isRelationship),
    (property) => `${property.kind} ${folded(property.name)}`,
  );
  return [...groups.values()].flatMap(apart).flatMap(fieldsOfGroup);
}

/**
 * What was archived and made anew in the same contact type is a field of its own: its values are seen on no record. Archived in
 * one type and not in another, it is one field still.
 */
function apart(group: ContactProperty[]): ContactProperty[][] {
  const living = new Set(group.filter(({ archivedAt }) => !archivedAt).map(({ contactTypeId }) => contactTypeId));
  const isReplaced = ({ archivedAt, contactTypeId }: ContactProperty) =>
    archivedAt !== null && living.has(contactTypeId);
  return [group.filter((property) => !isReplaced(property)), ...group.filter(isReplaced).map((property) => [property])];
}

function fieldsOfGroup(group: ContactProperty[]): Field[] {
  const [first] = group;
  const { name, kind } = first!;
  const propertyIds = group.map(({ id }) => id);
  const key = `p${Math.min(...propertyIds)}`;
  const common = { propertyIds, isArchived: group.every(({ archivedAt }) => archivedAt !== null) };
  if (kind === 'address')
    return (Object.keys(addressParts) as AddressPart[]).map((part) => ({
      ...common,
      key: `${key}.${part}`,
      label: `${name}: ${addressParts[part]}`,
      kind: 'text',
      choices: [],
      part,
    }));
  const choices = [...new Set(group.flatMap((property) => property.choices ?? []))];
  return [{ ...common, key, label: name, kind: kind as Field['kind'], choices, part: '' }];
}

/** The field that a key means, however old: any of the properties that it stands for may have given it its name. */
export function fieldOf(key: string, fields: Field[]): Field | undefined {
  const [, id, part = ''] = /^p(\d+)(?:\.(\w+))?$/.exec(key) ?? [];
  if (!id) return fields.find((field) => field.key === key);
  return fields.find((field) => field.part === part && field.propertyIds.includes(Number(id)));
}
