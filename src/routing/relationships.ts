import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { Contact } from '../contacts/contact.js';
import { ContactProperty } from '../contacts/contact-property.js';
import { Relationships } from '../contacts/relationships.js';
import { Database } from '../database/database.js';
import type { Found, Relationship } from './decision.js';
import { RoutingRow } from './routing-row.js';
import { RoutingTable } from './routing-table.js';

/** The User Relationships of contacts, with who is stored and the tables that they employ. */
@Injectable()
export class ContactRelationships {
  constructor(
    private readonly database: Database,
    private readonly stored: Relationships,
  ) {}

  /** Those of a contact, in the order of its type. */
  async of(contactId: number): Promise<Relationship[]> {
    const { manager } = this.database;
    const contact = await manager.findOneByOrFail(Contact, { id: contactId });
    const properties = await manager.find(ContactProperty, {
      where: { contactTypeId: contact.contactTypeId, kind: 'user-relationship', archivedAt: IsNull() },
      order: { position: 'ASC', id: 'ASC' },
    });
    if (!properties.length) return [];
    const stored = await this.stored.of(contactId);
    const tables = await this.tables(properties.flatMap(({ routingTableId }) => routingTableId ?? []));
    return properties.map((property) => ({
      property,
      stored: stored.get(property.id) ?? [],
      table: tables.get(property.routingTableId ?? 0) ?? null,
    }));
  }

  /** Notes down whose turn it was, and whose contact this is from now on. Part of the caller's transaction. */
  async keep(contactId: number, programId: number, { turn, store }: Found): Promise<void> {
    if (turn) await this.database.manager.update(RoutingRow, turn.row.id, { lastUserId: turn.userId });
    if (!store) return;
    const { propertyId, userId, inPlaceOf } = store;
    const known = (await this.stored.of(contactId)).get(propertyId) ?? [];
    const kept = known.filter((each) => !inPlaceOf.includes(each));
    await this.stored.set({ programId, contactId, propertyId }, [...new Set([...kept, userId])]);
  }

  private async tables(ids: number[]): Promise<Map<number, RoutingTable>> {
    if (!ids.length) return new Map();
    const tables = await this.database.manager.find(RoutingTable, {
      where: { id: In(ids) },
      relations: { rows: { users: true } },
      order: { rows: { position: 'ASC', id: 'ASC' } },
    });
    return new Map(tables.map((table) => [table.id, table]));
  }
}
