import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { PropertyKind } from './contact-property.js';
import { type Shown, shownValue } from './shown-value.js';
import type { Value } from './typed-values.js';

interface PropertyRow {
  id: number;
  name: string;
  kind: PropertyKind;
  is_required: number | boolean;
  choices: string | null;
  part: Value['part'] | null;
  value: string | null;
}

interface UserRow {
  property_id: number;
  name: string;
  is_active: number | boolean | null;
}

export interface ShownProperty extends Shown {
  name: string;
}

export interface ShownRelationship {
  name: string;
  users: { name: string; isActive: boolean }[];
}

interface Whose {
  id: number;
  programId: number;
  contactType: { id: number };
}

/** What a contact’s properties say, and who is tied to the contact, for people to read. */
@Injectable()
export class ContactProfile {
  constructor(private readonly database: Database) {}

  /** In the order of the type, in two queries. Empty properties are left out, unless they are required. */
  async of({ id, programId, contactType }: Whose, country: string) {
    const [rows, users] = await Promise.all([
      this.database.query<PropertyRow>(
        `SELECT property.id, property.name, property.kind, property.is_required, property.choices, value_.part, value_.value
         FROM contact_properties property
         LEFT JOIN property_values value_ ON value_.property_id = property.id AND value_.contact_id = ?
         WHERE property.contact_type_id = ? AND property.archived_at IS NULL
         ORDER BY property.position, property.id, value_.place, value_.id`,
        [id, contactType.id],
      ),
      this.database.query<UserRow>(
        `SELECT tie.property_id, user.name, member.is_active FROM contact_users tie JOIN users user ON user.id = tie.user_id
         LEFT JOIN memberships member ON member.user_id = tie.user_id AND member.program_id = ?
         WHERE tie.contact_id = ? ORDER BY tie.place, tie.id`,
        [programId, id],
      ),
    ]);
    const groups = [...Map.groupBy(rows, (row) => row.id).values()];
    return {
      properties: groups.filter(([first]) => !isRelationship(first!)).flatMap((group) => propertyOf(group, country)),
      relationships: groups
        .filter(([first]) => isRelationship(first!))
        .flatMap(([first]) => relationshipOf(first!, users)),
    };
  }

  /** How many values the contact has from types that it was of before. */
  async hidden({ id, contactType }: Whose): Promise<number> {
    const [row] = await this.database.query<{ count: number | string }>(
      `SELECT COUNT(DISTINCT value_.property_id) AS count FROM property_values value_
       JOIN contact_properties property ON property.id = value_.property_id
       WHERE value_.contact_id = ? AND property.contact_type_id <> ? AND property.archived_at IS NULL`,
      [id, contactType.id],
    );
    return Number(row!.count);
  }
}

const isRelationship = ({ kind }: PropertyRow) => kind === 'user-relationship';

function propertyOf(group: PropertyRow[], country: string): ShownProperty[] {
  const { name, kind, is_required: isRequired, choices } = group[0]!;
  const values = group.flatMap(({ part, value }) => (value === null ? [] : [{ part: part ?? ('' as const), value }]));
  if (!values.length && !isRequired) return [];
  const offered = choices === null ? [] : (JSON.parse(choices) as string[] | null);
  return [{ name, ...shownValue(kind, values, offered ?? [], country) }];
}

function relationshipOf({ id, name, is_required: isRequired }: PropertyRow, users: UserRow[]): ShownRelationship[] {
  const its = users.filter((user) => user.property_id === id);
  if (!its.length && !isRequired) return [];
  return [{ name, users: its.map((user) => ({ name: user.name, isActive: Boolean(user.is_active) })) }];
}
