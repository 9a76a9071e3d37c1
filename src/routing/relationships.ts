import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { Contact } from '../contacts/contact.js';
import { ContactHistory } from '../contacts/contact-history.js';
import { ContactProperty } from '../contacts/contact-property.js';
import { Relationships } from '../contacts/relationships.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import type { Found, Relationship } from './decision.js';
import { RoutingRow } from './routing-row.js';
import { RoutingTable } from './routing-table.js';

interface Whose {
  programId: number;
  contactId: number;
  propertyId: number;
}

/** The User Relationships of contacts, with who is stored and the tables that they employ. */
@Injectable()
export class ContactRelationships {
  constructor(
    private readonly database: Database,
    private readonly stored: Relationships,
    private readonly history: ContactHistory,
    private readonly clock: Clock,
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
    const whose = { programId, contactId, propertyId };
    const users = [...new Set([...kept, userId])];
    await this.stored.set(whose, users);
    if (users.join() !== known.join()) await this.tell(whose, known, users);
  }

  // That a table has chosen somebody is a change of the contact, which nobody made by hand.
  private async tell({ propertyId, ...whose }: Whose, before: number[], after: number[]) {
    const { manager } = this.database;
    const { name: field } = await manager.findOneByOrFail(ContactProperty, { id: propertyId });
    const ids = [...before, ...after];
    const rows = await this.database.query<{ id: number; name: string }>(
      `SELECT id, name FROM users WHERE id IN (${marks(ids)})`,
      ids,
    );
    const named = (some: number[]) => some.map((id) => rows.find((row) => row.id === id)?.name ?? '').join(', ');
    const fields = [{ field, from: named(before), to: named(after) }];
    await this.history.note([
      { ...whose, kind: 'changed', fields, source: 'by a Routing Table', at: this.clock.now() },
    ]);
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
