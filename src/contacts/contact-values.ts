import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Contact } from './contact.js';
import { ContactProperty } from './contact-property.js';
import { folded } from './folded.js';
import { PropertyValue } from './property-value.js';
import { Relationships } from './relationships.js';
import type { Value, Values } from './typed-values.js';

const indexed = 190;

/** The property values of contacts, as rows. */
@Injectable()
export class ContactValues {
  constructor(
    private readonly database: Database,
    private readonly relationships: Relationships,
  ) {}

  /** All that a contact has, also of types that it was of before. */
  async of(contactId: number): Promise<Values> {
    const [rows, users] = await Promise.all([this.rows(contactId), this.relationships.of(contactId)]);
    const groups = Map.groupBy(rows, ({ propertyId }) => propertyId);
    const values = new Map([...groups].map(([id, group]) => [id, group.map(({ part, value }) => ({ part, value }))]));
    return { values, users };
  }

  /** Makes these the contact’s values. Properties of which nothing is said keep theirs, and rows that stay are the same. */
  async set({ id: contactId, programId }: Contact, { values, users }: Values): Promise<void> {
    if (values.size) {
      const rows = await this.rows(contactId);
      for (const [propertyId, wanted] of values) {
        const known = rows.filter((row) => row.propertyId === propertyId);
        await this.replace({ programId, contactId, propertyId }, known, wanted);
      }
    }
    for (const [propertyId, userIds] of users)
      await this.relationships.set({ programId, contactId, propertyId }, userIds);
  }

  /**
   * The contact is of another type now: what both types have, under the same name and of the same kind, moves along. The
   * rest stays where it is, out of sight, and is there again when the type changes back.
   */
  async moveAlong({ id: contactId, programId, contactTypeId }: Contact, formerTypeId: number): Promise<void> {
    const properties = await this.database.manager.findBy(ContactProperty, { programId });
    const former = properties.filter((property) => property.contactTypeId === formerTypeId);
    for (const property of properties.filter((each) => each.contactTypeId === contactTypeId && !each.isArchived)) {
      const twin = former.find((other) => other.isTwinOf(property) && !other.isArchived);
      if (!twin) continue;
      for (const table of ['property_values', 'contact_users']) {
        const [has] = await this.database.query(
          `SELECT 1 AS one FROM ${table} WHERE contact_id = ? AND property_id = ? LIMIT 1`,
          [contactId, twin.id],
        );
        if (!has) continue;
        await this.database.run(`DELETE FROM ${table} WHERE contact_id = ? AND property_id = ?`, [
          contactId,
          property.id,
        ]);
        await this.database.run(`UPDATE ${table} SET property_id = ? WHERE contact_id = ? AND property_id = ?`, [
          property.id,
          contactId,
          twin.id,
        ]);
      }
    }
  }

  private rows(contactId: number): Promise<PropertyValue[]> {
    return this.database.manager.find(PropertyValue, {
      where: { contactId },
      order: { propertyId: 'ASC', place: 'ASC', id: 'ASC' },
    });
  }

  private async replace(whose: Whose, known: PropertyValue[], wanted: Value[]) {
    const stays = (row: PropertyValue) => wanted.some(({ part, value }) => row.part === part && row.value === value);
    const gone = known.filter((row) => !stays(row));
    if (gone.length)
      await this.database.manager.delete(
        PropertyValue,
        gone.map(({ id }) => id),
      );
    const left = known.filter(stays);
    const fresh = wanted.filter(({ part, value }) => !left.some((row) => row.part === part && row.value === value));
    let place = 0;
    for (const { part, value } of fresh) {
      while (left.some((row) => row.part === part && row.place === place)) place += 1;
      await this.database.manager.insert(PropertyValue, rowOf(whose, { part, value }, part ? 0 : place++));
    }
  }
}

interface Whose {
  programId: number;
  contactId: number;
  propertyId: number;
}

/** A value as a row. A number is one when it is written as JavaScript writes it. */
export function rowOf(whose: Whose, { part, value }: Value, place = 0) {
  const number =
    value !== '' && String(Number(value)) === value && Number.isFinite(Number(value)) ? Number(value) : null;
  return { ...whose, part, place, value, folded: [...folded(value)].slice(0, indexed).join('').trim(), number };
}
