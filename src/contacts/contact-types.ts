import { Injectable, NotFoundException } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Program } from '../programs/program.js';
import { Refusal } from '../refusal.js';
import { ContactProperty } from './contact-property.js';
import { type Accent, ContactType, type TypeDetails } from './contact-type.js';
import { moved } from './places.js';

interface TypeRow {
  id: number;
  name: string;
  accent: Accent;
  properties: number | string;
  is_used: number | boolean;
}

/** The Contact Types of a program, as Manage Settings changes them. */
@Injectable()
export class ContactTypes {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** In their order, each with the number of its properties and whether any contact has it. */
  async list({ programId }: Member) {
    const rows = await this.database.query<TypeRow>(
      `SELECT type.id, type.name, type.accent,
         (SELECT COUNT(*) FROM contact_properties property
          WHERE property.contact_type_id = type.id AND property.archived_at IS NULL) AS properties,
         EXISTS (SELECT 1 FROM contacts contact WHERE contact.contact_type_id = type.id) AS is_used
       FROM contact_types type WHERE type.program_id = ? ORDER BY type.position, type.id`,
      [programId],
    );
    return rows.map(({ id, name, accent, properties, is_used: isUsed }) => ({
      id,
      name,
      accent,
      properties: Number(properties),
      isUsed: Boolean(isUsed),
    }));
  }

  /** How many contacts were of a type before, and have values in its fields still, out of sight. */
  async formerOf(id: number, { programId }: Member): Promise<number> {
    const [row] = await this.database.query<{ count: number | string }>(
      `SELECT COUNT(DISTINCT value_.contact_id) AS count FROM property_values value_
       WHERE value_.property_id IN (SELECT id FROM contact_properties WHERE contact_type_id = ? AND program_id = ?)`,
      [id, programId],
    );
    return Number(row!.count);
  }

  /** One of them, or 404. */
  async find(id: number, { programId }: Member): Promise<ContactType> {
    const type = await this.database.manager.findOneBy(ContactType, { id, programId });
    if (!type) throw new NotFoundException();
    return type;
  }

  add(details: TypeDetails, by: Member): Promise<ContactType> {
    return this.oneAfterAnother(by, (types) =>
      this.database.manager.save(ContactType.of(by.programId, details, types)),
    );
  }

  describe(id: number, details: TypeDetails, by: Member): Promise<void> {
    return this.oneAfterAnother(by, async (types) => {
      const type = one(id, types);
      type.describe(details, types);
      await this.database.manager.save(type);
    });
  }

  move(id: number, direction: unknown, by: Member): Promise<void> {
    return this.oneAfterAnother(by, async (types) => {
      await this.database.manager.save(moved(types, one(id, types), direction));
    });
  }

  /** A copy with the same properties and relationships, and no contacts. */
  copy(id: number, by: Member): Promise<ContactType> {
    return this.oneAfterAnother(by, async (types) => {
      const { manager } = this.database;
      const type = one(id, types);
      const details = { name: type.copyName(types), accent: type.accent };
      const copy = await manager.save(ContactType.of(by.programId, details, types));
      const properties = await manager.findBy(ContactProperty, { contactTypeId: id });
      const createdAt = this.clock.now();
      const offered = properties.filter(({ isArchived }) => !isArchived);
      await manager.save(offered.map((property) => property.copyFor(copy.id, createdAt)));
      return copy;
    });
  }

  /** Deletes a type that no contact has. */
  remove(id: number, by: Member): Promise<void> {
    return this.oneAfterAnother(by, async (types) => {
      const { name } = one(id, types);
      if (types.length === 1) throw new Refusal('A program needs a Contact Type. Add another one first.', 'delete');
      const [used] = await this.database.query('SELECT 1 AS one FROM contacts WHERE contact_type_id = ? LIMIT 1', [id]);
      if (used) throw new Refusal(`There are contacts of the type ${name}, so it stays.`, 'delete');
      await this.database.run('DELETE FROM contact_types WHERE id = ? AND program_id = ?', [id, by.programId]);
    });
  }

  // Names are unique whatever their case, and that only holds when nobody else adds one at the same moment.
  private oneAfterAnother<T>({ programId }: Member, work: (types: ContactType[]) => Promise<T>): Promise<T> {
    return this.database.transaction(async () => {
      const { manager } = this.database;
      await this.database.hold(Program, programId);
      return work(await manager.find(ContactType, { where: { programId }, order: { position: 'ASC', id: 'ASC' } }));
    });
  }
}

function one(id: number, types: ContactType[]): ContactType {
  const type = types.find((each) => each.id === id);
  if (!type) throw new NotFoundException();
  return type;
}
