import { Injectable } from '@nestjs/common';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { type Likeness, likenessOf, nameKeys, type Somebody } from './likeness.js';

/** A number or an address of more people than that is a switchboard, or a slip, and says nothing of who they are. */
const mostSharing = 6;
/** A beginning of a name that more people have says too little to compare them all. */
const mostNamesakes = 60;

export interface Alike extends Likeness {
  somebody: Somebody;
  other: Somebody;
}

interface ContactRow {
  id: number;
  contact_type_id: number;
  first_name: string;
  last_name: string;
  email: string | null;
}

/** Finds who looks like whom: by indexes, never by comparing everybody with everybody. */
@Injectable()
export class Lookalikes {
  constructor(private readonly database: Database) {}

  /** The contacts of a program that look like one of these, in a handful of queries, however many these are. */
  async of(ids: number[], programId: number): Promise<{ people: Somebody[]; alike: Alike[] }> {
    const people = await this.people(ids);
    const near = await this.near(people, programId);
    const others = await this.people([...new Set([...near.values()].flatMap((all) => [...all]))]);
    const byId = new Map(others.map((other) => [other.id, other]));
    const alike = people.flatMap((somebody) =>
      [...(near.get(somebody.id) ?? [])].flatMap((id): Alike[] => {
        const other = byId.get(id);
        const likeness = other && likenessOf(somebody, other);
        return likeness ? [{ ...likeness, somebody, other }] : [];
      }),
    );
    return { people, alike };
  }

  // Who shares a number, an address or the shape of a name with each of these.
  private async near(people: Somebody[], programId: number): Promise<Map<number, Set<number>>> {
    const near = new Map<number, Set<number>>();
    const numbers = (somebody: Somebody) => somebody.numbers;
    const emails = ({ email }: Somebody) => (email ? [email.toLowerCase()] : []);
    for (const [table, id, column, keysOf, most] of [
      ['phone_numbers', 'contact_id', 'number', numbers, mostSharing],
      ['contacts', 'id', 'email', emails, mostSharing],
      ['name_keys', 'contact_id', 'name_key', nameKeys, mostNamesakes],
    ] as const) {
      const keys = new Map(people.map((somebody) => [somebody.id, keysOf(somebody)]));
      const holders = await this.holders(
        { table, id, column, most },
        [...new Set([...keys.values()].flat())],
        programId,
      );
      for (const [somebody, own] of keys)
        for (const holder of own.flatMap((key) => holders.get(String(key)) ?? []))
          if (holder !== somebody) near.set(somebody, (near.get(somebody) ?? new Set()).add(holder));
    }
    return near;
  }

  private async holders({ table, id, column, most }: Shared, keys: (string | number)[], programId: number) {
    const holders = new Map<string, number[]>();
    if (!keys.length) return holders;
    const some = `FROM ${table} WHERE program_id = ? AND ${column} IN`;
    const shared = await this.database.query<{ shared: string | number }>(
      `SELECT ${column} AS shared ${some} (${marks(keys)}) GROUP BY ${column} HAVING COUNT(*) <= ${most}`,
      [programId, ...keys],
    );
    if (!shared.length) return holders;
    const rows = await this.database.query<{ id: number; shared: string | number }>(
      `SELECT ${id} AS id, ${column} AS shared ${some} (${marks(shared)})`,
      [programId, ...shared.map((each) => each.shared)],
    );
    for (const row of rows) {
      const key = String(row.shared).toLowerCase();
      holders.set(key, [...(holders.get(key) ?? []), row.id]);
    }
    return holders;
  }

  private async people(ids: number[]): Promise<Somebody[]> {
    if (!ids.length) return [];
    const [contacts, numbers, birthdays] = await Promise.all([
      this.database.query<ContactRow>(
        `SELECT id, contact_type_id, first_name, last_name, email FROM contacts WHERE id IN (${marks(ids)}) ORDER BY id`,
        ids,
      ),
      this.database.query<{ contact_id: number; number: string }>(
        `SELECT contact_id, number FROM phone_numbers WHERE contact_id IN (${marks(ids)})`,
        ids,
      ),
      this.database.query<{ contact_id: number; value: string }>(
        `SELECT born.contact_id, born.value FROM property_values born JOIN contact_properties property
           ON property.id = born.property_id
         WHERE born.contact_id IN (${marks(ids)}) AND property.kind = 'date' AND property.name LIKE '%birth%'`,
        ids,
      ),
    ]);
    const numbersOf = Map.groupBy(numbers, (row) => row.contact_id);
    const birthdaysOf = Map.groupBy(birthdays, (row) => row.contact_id);
    return contacts.map((row) => ({
      id: row.id,
      typeId: row.contact_type_id,
      firstName: row.first_name,
      lastName: row.last_name,
      email: row.email,
      numbers: (numbersOf.get(row.id) ?? []).map(({ number }) => number),
      birthdays: (birthdaysOf.get(row.id) ?? []).map(({ value }) => value),
    }));
  }
}

interface Shared {
  table: string;
  id: string;
  column: string;
  most: number;
}
