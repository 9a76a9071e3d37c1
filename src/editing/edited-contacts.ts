import { Injectable } from '@nestjs/common';
import { rowOf } from '../contacts/contact-values.js';
import { ContactHistory } from '../contacts/contact-history.js';
import type { ContactProperty } from '../contacts/contact-property.js';
import { ContactUser } from '../contacts/contact-user.js';
import { differences } from '../contacts/portrait.js';
import { PropertyValue } from '../contacts/property-value.js';
import { shownValue } from '../contacts/shown-value.js';
import type { Value, Values } from '../contacts/typed-values.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { timeZoneField, zoneOf, zoneValues } from './time-zone-field.js';

/** A contact, held, with what it has of the fields that are edited. */
export interface HeldContact {
  id: number;
  contactTypeId: number;
  stored: Values;
}

/** What becomes of a contact: of the fields that change, all that they have afterwards. */
export interface EditedContact {
  contact: HeldContact;
  values: Values;
}

type ValueRow = { contact_id: number; property_id: number; part: Value['part']; value: string };
type UserRow = { contact_id: number; property_id: number; user_id: number };

/**
 * Reads and writes the fields of a slice of contacts in a few statements, however many they are: one by one, a hundred
 * thousand would take half an hour. Every method is part of the caller's transaction.
 */
@Injectable()
export class EditedContacts {
  constructor(
    private readonly database: Database,
    private readonly history: ContactHistory,
  ) {}

  /** Those of a program that are still there, held in the order of their ids, as everybody does who holds several. */
  async hold(ids: number[], properties: ContactProperty[], { programId }: Member): Promise<HeldContact[]> {
    const rows = await this.database.query<{ id: number; contact_type_id: number; time_zone: string | null }>(
      `SELECT id, contact_type_id, time_zone FROM contacts WHERE program_id = ? AND id IN (${marks(ids)}) ORDER BY id${this.database.holding}`,
      [programId, ...ids],
    );
    const those = `contact_id IN (${marks(ids)}) AND property_id IN (${marks(properties)})`;
    const asked = [...ids, ...properties.map(({ id }) => id)];
    const [values, users] = [
      await this.database.query<ValueRow>(
        `SELECT contact_id, property_id, part, value FROM property_values WHERE ${those} ORDER BY place, id`,
        asked,
      ),
      await this.database.query<UserRow>(
        `SELECT contact_id, property_id, user_id FROM contact_users WHERE ${those} ORDER BY place, id`,
        asked,
      ),
    ];
    const [valuesOf, usersOf] = [byContact(values), byContact(users)];
    return rows.map(({ id, contact_type_id: contactTypeId, time_zone: zone }) => ({
      ...{ id, contactTypeId },
      stored: {
        values: byProperty(valuesOf.get(id), ({ part, value }): Value => ({ part, value })).set(
          timeZoneField.id,
          zoneValues(zone),
        ),
        users: byProperty(usersOf.get(id), ({ user_id: user }) => user),
      },
    }));
  }

  /** Writes what becomes of them, and a line of history for each. */
  async write(edited: EditedContact[], properties: ContactProperty[], by: Member, at: Date): Promise<void> {
    if (!edited.length) return;
    const ids = edited.map(({ contact }) => contact.id);
    await this.database.run(`UPDATE contacts SET updated_at = ? WHERE id IN (${marks(ids)})`, [at, ...ids]);
    for (const property of properties) await this.replace(edited, property, by.programId, at);
    const names = await this.userNames(edited);
    await this.history.note(
      edited.map(({ contact, values }) => ({
        ...{ programId: by.programId, contactId: contact.id, kind: 'edited-in-bulk' as const, byUserId: by.userId, at },
        fields: differences(
          portrait(contact.stored, values, properties, names, by.country),
          portrait(values, values, properties, names, by.country),
        ),
      })),
    );
  }

  private async replace(edited: EditedContact[], property: ContactProperty, programId: number, at: Date) {
    const { id: propertyId, isRelationship } = property;
    const of = ({ values }: EditedContact) => (isRelationship ? values.users : values.values).has(propertyId);
    const some = edited.filter(of);
    if (!some.length) return;
    if (property === timeZoneField) return this.setTimeZones(some);
    const ids = some.map(({ contact }) => contact.id);
    const table = isRelationship ? 'contact_users' : 'property_values';
    await this.database.run(`DELETE FROM ${table} WHERE property_id = ? AND contact_id IN (${marks(ids)})`, [
      propertyId,
      ...ids,
    ]);
    const whose = (contactId: number) => ({ programId, contactId, propertyId });
    if (isRelationship)
      await this.database.insertAll(
        ContactUser,
        some.flatMap(({ contact, values }) =>
          values.users
            .get(propertyId)!
            .map((userId, place) => ({ ...whose(contact.id), userId, place, createdAt: at })),
        ),
      );
    else
      await this.database.insertAll(
        PropertyValue,
        some.flatMap(({ contact, values }) =>
          values.values.get(propertyId)!.map((value, place) => rowOf(whose(contact.id), value, value.part ? 0 : place)),
        ),
      );
  }

  private async setTimeZones(edited: EditedContact[]) {
    const zoneAfter = ({ values }: EditedContact) => zoneOf(values.values.get(timeZoneField.id)!);
    for (const [zone, some] of Map.groupBy(edited, zoneAfter)) {
      const ids = some.map(({ contact }) => contact.id);
      await this.database.run(`UPDATE contacts SET time_zone = ? WHERE id IN (${marks(ids)})`, [zone, ...ids]);
    }
  }

  private async userNames(edited: EditedContact[]): Promise<ReadonlyMap<number, string>> {
    const ids = new Set(edited.flatMap(({ contact, values }) => [...usersIn(contact.stored), ...usersIn(values)]));
    if (!ids.size) return new Map();
    const rows = await this.database.query<{ id: number; name: string }>(
      `SELECT id, name FROM users WHERE id IN (${marks([...ids])})`,
      [...ids],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}

const usersIn = ({ users }: Values) => [...users.values()].flat();

const byContact = <Row extends { contact_id: number }>(rows: Row[]) => Map.groupBy(rows, (row) => row.contact_id);

const byProperty = <Row extends { property_id: number }, T>(rows: Row[] | undefined, read: (row: Row) => T) =>
  new Map([...Map.groupBy(rows ?? [], (row) => row.property_id)].map(([id, group]) => [id, group.map(read)] as const));

/** The fields that change, in the words of the screen. */
function portrait(
  has: Values,
  changes: Values,
  properties: ContactProperty[],
  names: ReadonlyMap<number, string>,
  country: string,
): ReadonlyMap<string, string> {
  const changing = properties.filter(({ id }) => changes.values.has(id) || changes.users.has(id));
  return new Map(
    changing.map(({ id, name, kind, choices, isRelationship }) => {
      if (isRelationship) return [name, (has.users.get(id) ?? []).map((user) => names.get(user) ?? '').join(', ')];
      const { values } = shownValue(kind, has.values.get(id) ?? [], choices ?? [], country);
      return [name, values.map(({ text }) => text).join(', ')];
    }),
  );
}
