import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { index, string, unique, withDefault } from './columns.js';
import { addColumns, dropColumns } from './create.js';
import { forgetSizes, tellSizes } from './sizes.js';

const orders = [
  index('ix_contacts_created', 'program_id', 'created_at', 'id'),
  index('ix_contacts_updated', 'program_id', 'updated_at', 'id'),
];
const named = unique('uq_saved_views_list', 'user_id', 'program_id', 'list', 'name');
const namedBefore = unique('uq_saved_views_name', 'user_id', 'program_id', 'name');

const sizes = {
  contacts: { ix_contacts_created: '100000 100000 2 1', ix_contacts_updated: '100000 100000 2 1' },
};

/** Contacts in the order of their age, and views of them that have a name, beside those of conversations. */
export class SortContacts1764000000210 implements MigrationInterface {
  async up(db: QueryRunner) {
    for (const order of orders) await db.createIndex('contacts', new TableIndex(order));
    await addColumns(db, 'saved_views', [withDefault(string('list', 20), "'conversations'")]);
    await db.createIndex('saved_views', new TableIndex(named));
    await db.dropIndex('saved_views', namedBefore.name!);
    await tellSizes(db, sizes);
  }

  async down(db: QueryRunner) {
    await forgetSizes(db, sizes);
    await db.query(`DELETE FROM saved_views WHERE list <> 'conversations'`);
    await db.createIndex('saved_views', new TableIndex(namedBefore));
    await db.dropIndex('saved_views', named.name!);
    await dropColumns(db, 'saved_views', ['list']);
    for (const order of orders) await db.dropIndex('contacts', order.name!);
  }
}
