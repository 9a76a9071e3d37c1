import { Injectable } from '@nestjs/common';
import { rowOf } from '../contacts/contact-values.js';
import { ContactHistory } from '../contacts/contact-history.js';
import type { ContactProperty } from '../contacts/contact-property.js';
import { ContactUser } from '../contacts/contact-user.js';
import { PropertyValue } from '../contacts/property-value.js';
import type { Value } from '../contacts/typed-values.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { type Around, changesOf, type EditedRecord, type Judgement, usersOf } from './judgement.js';
import { isOwnField, withOwnValues, zoneIn } from './own-fields.js';

/** A contact, held, with what it has of the fields that are edited. */
interface HeldContact extends EditedRecord {
  id: number;
}

/** A contact that changes, and what becomes of it. */
export interface EditedContact {
  contact: HeldContact;
  judgement: Judgement;
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
  async hold(ids: number[], { by, types, properties }: Around): Promise<HeldContact[]> {
    const rows = await this.database.query<{ id: number; contact_type_id: number; time_zone: string | null }>(
      `SELECT id, contact_type_id, time_zone FROM contacts WHERE program_id = ? AND id IN (${marks(ids)}) ORDER BY id${this.database.holding}`,
      [by.programId, ...ids],
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
    const [valuesOf, peopleOf] = [byContact(values), byContact(users)];
    return rows.map(({ id, contact_type_id: contactTypeId, time_zone: zone }) => {
      const stored = {
        values: byProperty(valuesOf.get(id), ({ part, value }): Value => ({ part, value })),
        users: byProperty(peopleOf.get(id), ({ user_id: user }) => user),
      };
      const type = types.find((one) => one.id === contactTypeId);
      return { id, contactTypeId, stored: withOwnValues(stored, type?.name, zone) };
    });
  }

  /** Writes what becomes of them, and a line of history for each. */
  async write(edited: EditedContact[], { by, properties }: Around, at: Date): Promise<void> {
    if (!edited.length) return;
    await this.writeOwn(edited, at);
    for (const property of properties)
      if (!isOwnField(property)) await this.replace(edited, property, by.programId, at);
    const names = await this.userNames(edited);
    await this.history.note(
      edited.map(({ contact, judgement }) => ({
        ...{ programId: by.programId, contactId: contact.id, kind: 'edited-in-bulk' as const, byUserId: by.userId, at },
        fields: changesOf(contact, judgement, properties, names, by.country),
      })),
    );
  }

  // A statement for each that is the same: there are few.
  private async writeOwn(edited: EditedContact[], at: Date) {
    const change = async (some: EditedContact[], column: string, value: unknown) => {
      const ids = some.map(({ contact }) => contact.id);
      await this.database.run(`UPDATE contacts SET ${column} = ? WHERE id IN (${marks(ids)})`, [value, ...ids]);
    };
    await change(edited, 'updated_at', at);
    const isRetyped = ({ contact, judgement }: EditedContact) => contact.contactTypeId !== judgement.contactTypeId;
    const byType = Map.groupBy(edited.filter(isRetyped), ({ judgement }) => judgement.contactTypeId);
    for (const [type, some] of byType) await change(some, 'contact_type_id', type);
    for (const [zone, some] of Map.groupBy(edited, ({ judgement }) => zoneIn(judgement.values)))
      if (zone !== undefined) await change(some, 'time_zone', zone);
  }

  private async replace(edited: EditedContact[], property: ContactProperty, programId: number, at: Date) {
    const { id: propertyId, isRelationship } = property;
    const of = ({ judgement: { values } }: EditedContact) =>
      (isRelationship ? values.users : values.values).has(propertyId);
    const some = edited.filter(of);
    if (!some.length) return;
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
        some.flatMap(({ contact, judgement: { values } }) =>
          values.users
            .get(propertyId)!
            .map((userId, place) => ({ ...whose(contact.id), userId, place, createdAt: at })),
        ),
      );
    else
      await this.database.insertAll(
        PropertyValue,
        some.flatMap(({ contact, judgement: { values } }) =>
          values.values.get(propertyId)!.map((value, place) => rowOf(whose(contact.id), value, value.part ? 0 : place)),
        ),
      );
  }

  private async userNames(edited: EditedContact[]): Promise<ReadonlyMap<number, string>> {
    const ids = new Set(
      edited.flatMap(({ contact, judgement }) => [...usersOf(contact.stored), ...usersOf(judgement.values)]),
    );
    if (!ids.size) return new Map();
    const rows = await this.database.query<{ id: number; name: string }>(
      `SELECT id, name FROM users WHERE id IN (${marks([...ids])})`,
      [...ids],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}

const byContact = <Row extends { contact_id: number }>(rows: Row[]) => Map.groupBy(rows, (row) => row.contact_id);

const byProperty = <Row extends { property_id: number }, T>(rows: Row[] | undefined, read: (row: Row) => T) =>
  new Map([...Map.groupBy(rows ?? [], (row) => row.property_id)].map(([id, group]) => [id, group.map(read)] as const));
