import { Injectable } from '@nestjs/common';
import { Contact } from '../contacts/contact.js';
import type { Values } from '../contacts/typed-values.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { AddressPart } from '../contacts/contact-property.js';
import type { Matching } from './mapping.js';

export interface Known {
  contact: Contact;
  stored: Values;
}

/** Whom lines are about: the contacts of a program who are here, found and read for a slice of lines at once. */
export interface Knowing {
  /** By what the line says of them. */
  byKey: Map<string, number[]>;
  /** Who has which external ID. */
  byExternalId: Map<string, number>;
  contacts: Map<number, Known>;
}

const columns = { email: 'email', 'external-id': 'external_id' } as const;

@Injectable()
export class KnownContacts {
  constructor(private readonly database: Database) {}

  /** In six queries, whatever their number. Inside a transaction nobody else changes them until it ends. */
  async of(programId: number, matchBy: Matching, keys: string[], externalIds: string[]): Promise<Knowing> {
    const [found, holders] = await Promise.all([
      this.found(programId, matchBy, keys),
      this.found(programId, 'external-id', externalIds),
    ]);
    const byKey = new Map(
      [...Map.groupBy(found, ({ key }) => key)].map(([key, rows]) => [key, rows.map(({ id }) => id)]),
    );
    const byExternalId = new Map(holders.map(({ key, id }) => [key, id]));
    return { byKey, byExternalId, contacts: await this.read([...new Set([...byKey.values()].flat())]) };
  }

  private async found(programId: number, matchBy: Matching, keys: string[]): Promise<{ key: string; id: number }[]> {
    if (!keys.length) return [];
    const rows = await this.database.query<{ found: string; id: number }>(
      matchBy === 'phone'
        ? `SELECT number AS found, contact_id AS id FROM phone_numbers
           WHERE program_id = ? AND number IN (${marks(keys)}) ORDER BY contact_id`
        : `SELECT ${columns[matchBy]} AS found, id FROM contacts
           WHERE program_id = ? AND ${columns[matchBy]} IN (${marks(keys)}) ORDER BY id`,
      [programId, ...keys],
    );
    // MySQL takes é for e in an address; a person is only who has the very same one.
    const asked = new Set(keys);
    const exact = (text: string) => (matchBy === 'email' ? text.toLowerCase() : text);
    return rows.map(({ found, id }) => ({ key: exact(found), id })).filter(({ key }) => asked.has(key));
  }

  private async read(ids: number[]): Promise<Map<number, Known>> {
    if (!ids.length) return new Map();
    const query = this.database.manager
      .createQueryBuilder(Contact, 'contact')
      .leftJoinAndSelect('contact.phoneNumbers', 'phone')
      .where('contact.id IN (:...ids)', { ids })
      .orderBy('contact.id')
      .addOrderBy('phone.position')
      .addOrderBy('phone.id');
    const contacts = await this.database.locked(query).getMany();
    const [values, users] = await Promise.all([this.values(ids), this.users(ids)]);
    return new Map(
      contacts.map((contact) => [
        contact.id,
        { contact, stored: { values: values.get(contact.id) ?? new Map(), users: users.get(contact.id) ?? new Map() } },
      ]),
    );
  }

  private async values(ids: number[]): Promise<Map<number, Values['values']>> {
    const rows = await this.database.query<{
      contact: number;
      property: number;
      part: AddressPart | '';
      value: string;
    }>(
      `SELECT contact_id AS contact, property_id AS property, part, value FROM property_values
       WHERE contact_id IN (${marks(ids)}) ORDER BY contact_id, property_id, place, id`,
      ids,
    );
    return grouped(rows, ({ part, value }) => ({ part, value }));
  }

  private async users(ids: number[]): Promise<Map<number, Values['users']>> {
    const rows = await this.database.query<{ contact: number; property: number; user: number }>(
      `SELECT contact_id AS contact, property_id AS property, user_id AS user FROM contact_users
       WHERE contact_id IN (${marks(ids)}) ORDER BY contact_id, property_id, place, id`,
      ids,
    );
    return grouped(rows, ({ user }) => user);
  }
}

// By contact, then by property.
function grouped<Row extends { contact: number; property: number }, T>(rows: Row[], of: (row: Row) => T) {
  const byProperty = (group: Row[]) =>
    new Map([...Map.groupBy(group, ({ property }) => property)].map(([id, some]) => [id, some.map(of)]));
  return new Map([...Map.groupBy(rows, ({ contact }) => contact)].map(([id, group]) => [id, byProperty(group)]));
}
