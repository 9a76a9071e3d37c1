import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { nationalForm } from '../programs/phone.js';
import { inDigits } from '../web/digits.js';
import type { Audience } from './audience.js';
import { Audiences } from './audiences.js';
import { Reach } from './reach.js';
import { skipReason } from './skip-reasons.js';

const mostCounted = 10_000;
const sampleSize = 5;

type Home = { programId: number; country: string };

/** Somebody of an audience, to see what it is like. */
export interface Sampled {
  id: number;
  name: string;
  accent: string;
  typeName: string;
  number: string;
  /** Why they would be skipped, as far as that can be told by now. */
  skipped: string;
  isChosen: boolean;
}

/** Shows who is meant: how many, and some of them. */
@Injectable()
export class AudienceSample {
  constructor(
    private readonly database: Database,
    private readonly audiences: Audiences,
    private readonly reach: Reach,
  ) {}

  /** "312 contacts"; beyond ten thousand it is not counted while somebody waits. */
  async count(audience: Audience, home: Home): Promise<string> {
    const count = await this.audiences.count(audience, home, mostCounted + 1);
    if (count > mostCounted) return `More than ${inDigits(mostCounted)} contacts`;
    return `${inDigits(count)} ${count === 1 ? 'contact' : 'contacts'}`;
  }

  /** The newest few of them, and the one that was chosen, if they belong to them; the chosen one, else the first, is marked. */
  async of(audience: Audience, home: Home, chosen: number): Promise<Sampled[]> {
    const { sql, values } = await this.audiences.condition(audience, home);
    const some = (condition: string, most: number) =>
      `SELECT id FROM (SELECT contact.id FROM contacts contact WHERE ${sql} ${condition} ORDER BY contact.id DESC LIMIT ${most}) some`;
    const rows = await this.database.query<{
      id: number;
      first_name: string;
      last_name: string;
      accent: string;
      type_name: string;
    }>(
      `SELECT contact.id, contact.first_name, contact.last_name, type.accent, type.name AS type_name
       FROM (${some('', sampleSize)} UNION ${some('AND contact.id = ?', 1)}) picked
       JOIN contacts contact ON contact.id = picked.id JOIN contact_types type ON type.id = contact.contact_type_id
       ORDER BY contact.id DESC`,
      [...values, ...values, chosen],
    );
    const reached = await this.reach.of(
      rows.map(({ id }) => id),
      home.programId,
    );
    return rows.map((row, place) => {
      const { number, reason } = reached[place]!;
      return {
        id: row.id,
        name: `${row.first_name} ${row.last_name}`.trim(),
        accent: row.accent,
        typeName: row.type_name,
        number: number ? nationalForm(number, home.country) : '',
        skipped: reason ? skipReason(reason, null) : '',
        isChosen: rows.some(({ id }) => id === chosen) ? row.id === chosen : place === 0,
      };
    });
  }
}
