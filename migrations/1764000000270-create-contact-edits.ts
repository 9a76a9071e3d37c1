import type { MigrationInterface, QueryRunner } from 'typeorm';
import { id, index, integer, moment, optional, refers, string, text, unique, withDefault } from './columns.js';
import { createTable } from './create.js';
import { forgetSizes, type Sizes, tellSizes } from './sizes.js';

const sizes: Sizes = {
  contact_edits: { ix_contact_edits_program: '500 500 1', ix_contact_edits_status: '500 150' },
  contact_edit_items: {
    uq_contact_edit_items: '1000000 2000 1',
    ix_contact_edit_items_contact: '1000000 10',
    ix_contact_edit_items_outcome: '1000000 2000 700 1',
  },
};

/** The same changes of many contacts, and which contacts these are. */
export class CreateContactEdits1764000000270 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'contact_edits', {
      columns: [
        id(),
        integer('program_id'),
        optional(integer('user_id')),
        integer('contact_type_id'),
        text('alterations'),
        string('status', 10),
        ...['total', 'changed', 'unchanged', 'refused', 'at_item_id'].map((name) => withDefault(integer(name), '0')),
        string('back_to', 600),
        optional(string('stopped_because')),
        optional(string('form_token', 64)),
        moment(db, 'created_at'),
        moment(db, 'changed_at'),
        optional(moment(db, 'finished_at')),
      ],
      indices: [
        unique('uq_contact_edits_form_token', 'form_token'),
        index('ix_contact_edits_program', 'program_id', 'id'),
        index('ix_contact_edits_status', 'status'),
      ],
      foreignKeys: [
        refers('fk_contact_edits_program', 'program_id', 'programs'),
        refers('fk_contact_edits_user', 'user_id', 'users', 'SET NULL'),
        refers('fk_contact_edits_type', 'contact_type_id', 'contact_types'),
      ],
    });
    await createTable(db, 'contact_edit_items', {
      columns: [
        id(),
        integer('edit_id'),
        integer('contact_id'),
        optional(string('outcome', 10)),
        optional(string('reason')),
      ],
      indices: [
        unique('uq_contact_edit_items', 'edit_id', 'contact_id'),
        index('ix_contact_edit_items_contact', 'contact_id'),
        index('ix_contact_edit_items_outcome', 'edit_id', 'outcome', 'id'),
      ],
      foreignKeys: [
        refers('fk_contact_edit_items_edit', 'edit_id', 'contact_edits'),
        refers('fk_contact_edit_items_contact', 'contact_id', 'contacts'),
      ],
    });
    await tellSizes(db, sizes);
  }

  async down(db: QueryRunner) {
    await forgetSizes(db, sizes);
    for (const table of ['contact_edit_items', 'contact_edits']) await db.dropTable(table);
  }
}
