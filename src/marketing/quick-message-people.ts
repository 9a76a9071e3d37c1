import { Injectable } from '@nestjs/common';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';

/** Somebody whom one can choose as a recipient. */
export interface Person {
  id: number;
  name: string;
  accent: string;
  typeName: string;
  /** Where they are, if the contact says so. */
  zone: string | null;
}

/** The contacts behind the ids of a form: those that the program has. */
@Injectable()
export class QuickMessagePeople {
  constructor(private readonly database: Database) {}

  /** By their ids; at most a thousand at a time. */
  async of(ids: number[], { programId }: Member): Promise<Map<number, Person>> {
    if (!ids.length) return new Map();
    const rows = await this.database.query<{
      id: number;
      first_name: string;
      last_name: string;
      time_zone: string | null;
      accent: string;
      type_name: string;
    }>(
      `SELECT contact.id, contact.first_name, contact.last_name, contact.time_zone, type.accent, type.name AS type_name
       FROM contacts contact JOIN contact_types type ON type.id = contact.contact_type_id
       WHERE contact.program_id = ? AND contact.id IN (${marks(ids)})`,
      [programId, ...ids],
    );
    return new Map(
      rows.map((row) => [
        row.id,
        {
          id: row.id,
          name: `${row.first_name} ${row.last_name}`.trim(),
          accent: row.accent,
          typeName: row.type_name,
          zone: row.time_zone,
        },
      ]),
    );
  }
}
