import { ContactProperty, type PropertyKind } from '../../src/contacts/contact-property.js';
import { rowOf } from '../../src/contacts/contact-values.js';
import type { PropertyCondition } from '../../src/contacts/property-condition.js';
import { PropertyValue } from '../../src/contacts/property-value.js';
import { Database } from '../../src/database/database.js';
import type { GivesTo } from '../../src/routing/routing-row.js';
import { RoutingRow } from '../../src/routing/routing-row.js';
import { RoutingRowUser } from '../../src/routing/routing-row-user.js';
import { RoutingTable } from '../../src/routing/routing-table.js';
import type { Parley } from './parley.js';

export interface RowWish {
  conditions?: PropertyCondition[];
  isOtherwise?: boolean;
  givesTo?: GivesTo;
  users: { id: number }[];
}

/** A Routing Table of Northfield with these rows, employed by the Recruiter of its applicants. Auto-assignment is on. */
export async function routedBy(parley: Parley, rows: RowWish[], relationship = 'Recruiter') {
  const { program, maya } = parley.cast;
  const database = parley.app.get(Database);
  const now = new Date();
  return database.transaction(async () => {
    const { manager } = database;
    const table = await manager.save(
      Object.assign(new RoutingTable(), {
        programId: program.id,
        name: `Territory of ${relationship}`,
        version: 1,
        changedById: null,
        changedAt: now,
        createdAt: now,
      }),
    );
    for (const [position, wish] of rows.entries()) await addRow(database, table, position, wish);
    const property = await manager.save(
      propertyOf(program.id, maya.contactTypeId, relationship, 'user-relationship', { routingTableId: table.id }),
    );
    await database.run('UPDATE programs SET allows_auto_assignment = 1 WHERE id = ?', [program.id]);
    return { table, property };
  });
}

async function addRow(database: Database, table: RoutingTable, position: number, wish: RowWish) {
  const { conditions = [], isOtherwise = false, givesTo = 'one', users } = wish;
  const { id: rowId } = await database.manager.save(
    Object.assign(new RoutingRow(), {
      programId: table.programId,
      tableId: table.id,
      position,
      isOtherwise,
      joined: 'all',
      conditions,
      givesTo,
      lastUserId: null,
    }),
  );
  for (const [place, user] of users.entries())
    await database.manager.save(Object.assign(new RoutingRowUser(), { rowId, userId: user.id, place }));
}

/** A property of a contact type, as an admin would have added it. */
export const propertyOf = (
  programId: number,
  contactTypeId: number,
  name: string,
  kind: PropertyKind,
  own: Partial<ContactProperty> = {},
) =>
  Object.assign(new ContactProperty(), {
    programId,
    contactTypeId,
    name,
    kind,
    position: 90,
    isRequired: false,
    choices: null,
    mostUsers: 1,
    routingTableId: null,
    archivedAt: null,
    createdAt: new Date(),
    ...own,
  });

/** Notes down what a contact's property is. */
export const valueOf = (
  programId: number,
  contactId: number,
  propertyId: number,
  value: string,
  part: PropertyValue['part'] = '',
) => Object.assign(new PropertyValue(), rowOf({ programId, contactId, propertyId }, { part, value }));
