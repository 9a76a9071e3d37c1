import { Injectable, NotFoundException } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Refusal } from '../refusal.js';
import { ContactProperty, type PropertyDetails, type PropertyKind } from './contact-property.js';
import { ContactType } from './contact-type.js';
import { moved } from './places.js';

/** The Contact Properties of Contact Types, as Manage Settings changes them. */
@Injectable()
export class ContactProperties {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Those of a type in their order, archived ones included. */
  of(contactTypeId: number, { programId }: Member): Promise<ContactProperty[]> {
    return this.database.manager.find(ContactProperty, {
      where: { contactTypeId, programId },
      order: { position: 'ASC', id: 'ASC' },
    });
  }

  /** Those of all types of a program, in their order. */
  ofProgram({ programId }: Pick<Member, 'programId'>): Promise<ContactProperty[]> {
    return this.database.manager.find(ContactProperty, {
      where: { programId },
      order: { contactTypeId: 'ASC', position: 'ASC', id: 'ASC' },
    });
  }

  /** The Routing Tables that a User Relationship can employ. */
  tables({ programId }: Member) {
    return this.database.query<{ id: number; name: string }>(
      'SELECT id, name FROM routing_tables WHERE program_id = ? ORDER BY name, id',
      [programId],
    );
  }

  add(typeId: number, kind: PropertyKind, details: PropertyDetails, by: Member): Promise<ContactProperty> {
    return this.oneAfterAnother(typeId, by, async (properties, type) => {
      await this.refuseStrangeTable(details, by);
      return this.database.manager.save(ContactProperty.of(type, kind, details, properties, this.clock.now()));
    });
  }

  /** Every change of a property passes through here: hold its type, load, change, save. */
  change(
    typeId: number,
    id: number,
    by: Member,
    verb: (property: ContactProperty, others: ContactProperty[], now: Date) => void,
  ): Promise<ContactProperty> {
    return this.oneAfterAnother(typeId, by, async (properties) => {
      const property = one(id, properties);
      verb(property, properties, this.clock.now());
      await this.refuseStrangeTable(property, by);
      return this.database.manager.save(property);
    });
  }

  move(typeId: number, id: number, direction: unknown, by: Member): Promise<void> {
    return this.oneAfterAnother(typeId, by, async (properties) => {
      const offered = properties.filter(({ isArchived }) => !isArchived);
      const property = offered.find((each) => each.id === id);
      if (property) await this.database.manager.save(moved(offered, property, direction));
    });
  }

  private async refuseStrangeTable({ routingTableId }: PropertyDetails, by: Member) {
    if (!routingTableId || (await this.tables(by)).some(({ id }) => id === routingTableId)) return;
    throw new Refusal('This Routing Table is gone. Choose another.', 'routingTableId');
  }

  // Of two who add a field of the same name at once, the second is told.
  private oneAfterAnother<T>(
    typeId: number,
    by: Member,
    work: (properties: ContactProperty[], type: ContactType) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(async () => {
      const held = this.database.manager
        .createQueryBuilder(ContactType, 'type')
        .where('type.id = :typeId AND type.programId = :programId', { typeId, programId: by.programId });
      const type = await this.database.locked(held).getOne();
      if (!type) throw new NotFoundException();
      return work(await this.of(typeId, by), type);
    });
  }
}

/** The one with this id, or 404. */
export function one(id: number, properties: ContactProperty[]): ContactProperty {
  const property = properties.find((each) => each.id === id);
  if (!property) throw new NotFoundException();
  return property;
}
