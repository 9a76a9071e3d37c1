import { Injectable } from '@nestjs/common';
import { ContactChoice } from '../contacts/contact-choice.js';
import { Fields } from '../contacts/fields.js';
import type { Condition } from '../database/condition.js';
import { Database } from '../database/database.js';
import { type Audience, isList } from './audience.js';

/** A part of an audience, and from where on the next part is. */
export interface Slice {
  contactIds: number[];
  /** To be handed in for the next slice; null after the last. */
  next: number | null;
}

type Home = { programId: number; country: string };

/** Finds the contacts of an audience, a slice at a time. */
@Injectable()
export class Audiences {
  constructor(
    private readonly database: Database,
    private readonly choice: ContactChoice,
    private readonly fields: Fields,
  ) {}

  /** The next contacts after `after`, 0 at first: in the order of a list, else by their ids. */
  async slice(audience: Audience, home: Home, after: number, most: number): Promise<Slice> {
    if (isList(audience)) {
      const contactIds = audience.contacts.slice(after, after + most);
      return { contactIds, next: after + most < audience.contacts.length ? after + most : null };
    }
    const { sql, values } = await this.condition(audience, home);
    const rows = await this.database.query<{ id: number }>(
      `SELECT contact.id FROM contacts contact WHERE ${sql} AND contact.id > ? ORDER BY contact.id LIMIT ${most + 1}`,
      [...values, after],
    );
    const contactIds = rows.slice(0, most).map(({ id }) => id);
    return { contactIds, next: rows.length > most ? contactIds.at(-1)! : null };
  }

  /** How many contacts it has now, counted up to `most`. */
  async count(audience: Audience, home: Home, most: number): Promise<number> {
    if (isList(audience)) return audience.contacts.length;
    const { sql, values } = await this.condition(audience, home);
    return this.database.count(`contacts contact WHERE ${sql}`, values, most);
  }

  /** A condition on `contact`, a row of the table contacts. */
  async condition(audience: Audience, home: Home): Promise<Condition> {
    if (!isList(audience)) return this.choice.of(audience, await this.fields.of(home.programId), home, true);
    const ids = audience.contacts;
    const some = ids.length ? `contact.id IN (${ids.map(() => '?').join(', ')})` : '1 = 0';
    return { sql: `contact.program_id = ? AND ${some}`, values: [home.programId, ...ids] };
  }
}
