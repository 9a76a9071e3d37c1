import { Injectable } from '@nestjs/common';
import type { Contact } from '../contacts/contact.js';
import { ContactProperties } from '../contacts/contact-properties.js';
import { ContactValues } from '../contacts/contact-values.js';
import type { Typed } from '../contacts/typed.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import type { Two } from './pairing.js';
import { fieldsOf, hiddenOf } from './record-choice.js';

/** Reads what two records say, field by field. */
@Injectable()
export class MergedRecord {
  constructor(
    private readonly database: Database,
    private readonly contactValues: ContactValues,
    private readonly properties: ContactProperties,
  ) {}

  async values(kept: Contact, gone: Contact): Promise<Pick<Two, 'keptValues' | 'goneValues'>> {
    return { keptValues: await this.contactValues.of(kept.id), goneValues: await this.contactValues.of(gone.id) };
  }

  async fields(two: Two, typed: Typed, by: Member) {
    return fieldsOf(two, await this.properties.ofProgram(by), await this.names(two), by.country, typed);
  }

  /** How many fields the merged contact keeps out of sight, because its type doesn’t have them. */
  async hidden(two: Two, by: Member): Promise<number> {
    return hiddenOf(two, await this.properties.ofProgram(by)).length;
  }

  private async names({ keptValues, goneValues }: Two): Promise<Map<number, string>> {
    const ids = [...keptValues.users.values(), ...goneValues.users.values()].flat();
    if (!ids.length) return new Map();
    const rows = await this.database.query<{ id: number; name: string }>(
      `SELECT id, name FROM users WHERE id IN (${marks(ids)})`,
      ids,
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}
