import { Injectable } from '@nestjs/common';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { areLikeNames, type Likeness, likenessOf, nameKeys, type Somebody } from './likeness.js';

/** A number or an address of more people than that is a switchboard, or a slip, and says nothing of who they are. */
const mostSharing = 6;
/** A beginning of a name that more people have says too little to compare them all. */
const mostNamesakes = 25;
/** As many values as a statement may have, with room to spare. */
const atOnce = 1000;

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
    const reached = await this.sharing(people, programId);
    for (const [id, namesakes] of await this.namesakes(people, programId))
      reached.set(id, new Set([...(reached.get(id) ?? []), ...namesakes]));
    const others = await this.people([...new Set([...reached.values()].flatMap((all) => [...all]))]);
    const byId = new Map(others.map((other) => [other.id, other]));
    const alike = people.flatMap((somebody) =>
      [...(reached.get(somebody.id) ?? [])].flatMap((id): Alike[] => {
        const other = byId.get(id);
        const likeness = other && likenessOf(somebody, other);
        return likeness ? [{ ...likeness, somebody, other }] : [];
      }),
    );
    return { people, alike };
  }

  // Who shares a number or an address with each of these.
  private async sharing(people: Somebody[], programId: number): Promise<Near> {
    const byNumber = await this.near(people, ({ numbers }) => numbers, phones, programId);
    const byEmail = await this.near(people, ({ email }) => (email ? [email.toLowerCase()] : []), emails, programId);
    return new Map(people.map(({ id }) => [id, new Set([...(byNumber.get(id) ?? []), ...(byEmail.get(id) ?? [])])]));
  }

  // Who has a name like each of these: the keys find some more, whose names are looked at before anything else of them.
  private async namesakes(people: Somebody[], programId: number): Promise<Near> {
    const near = await this.near(people, nameKeys, names, programId);
    const known = new Map<number, Pick<Somebody, 'firstName' | 'lastName'>>();
    for (const some of chunks([...new Set([...near.values()].flatMap((all) => [...all]))]))
      for (const row of await this.database.query<ContactRow>(
        `SELECT id, first_name, last_name FROM contacts WHERE id IN (${marks(some)})`,
        some,
      ))
        known.set(row.id, { firstName: row.first_name, lastName: row.last_name });
    for (const somebody of people) {
      const alike = [...(near.get(somebody.id) ?? [])].filter((id) => {
        const other = known.get(id);
        return other && areLikeNames(somebody, other);
      });
      near.set(somebody.id, new Set(alike));
    }
    return near;
  }

  private async near(
    people: Somebody[],
    keysOf: (somebody: Somebody) => (string | number)[],
    shared: Shared,
    programId: number,
  ): Promise<Near> {
    const near: Near = new Map();
    const holders = await this.holders(shared, [...new Set(people.flatMap(keysOf))], programId);
    for (const somebody of people)
      for (const holder of keysOf(somebody).flatMap((key) => holders.get(String(key)) ?? []))
        if (holder !== somebody.id) near.set(somebody.id, (near.get(somebody.id) ?? new Set()).add(holder));
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
      const known = holders.get(key);
      if (known) known.push(row.id);
      else holders.set(key, [row.id]);
    }
    return holders;
  }

  private async people(ids: number[]): Promise<Somebody[]> {
    const people: Somebody[] = [];
    for (const some of chunks(ids)) people.push(...(await this.some(some)));
    return people;
  }

  private async some(ids: number[]): Promise<Somebody[]> {
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

type Near = Map<number, Set<number>>;

const phones: Shared = { table: 'phone_numbers', id: 'contact_id', column: 'number', most: mostSharing };
const emails: Shared = { table: 'contacts', id: 'id', column: 'email', most: mostSharing };
const names: Shared = { table: 'name_keys', id: 'contact_id', column: 'name_key', most: mostNamesakes };

const chunks = <Value>(values: Value[]) =>
  Array.from({ length: Math.ceil(values.length / atOnce) }, (_, place) =>
    values.slice(place * atOnce, (place + 1) * atOnce),
  );
