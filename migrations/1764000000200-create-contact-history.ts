import type { MigrationInterface, QueryRunner } from 'typeorm';
import { id, index, integer, moment, optional, refers, string, text } from './columns.js';
import { createTable } from './create.js';
import { tellSizes } from './sizes.js';

export class CreateContactHistory1764000000200 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'contact_changes', {
      columns: [
        id(),
        integer('program_id'),
        integer('contact_id'),
        string('kind', 24),
        optional(integer('by_user_id')),
        optional(text('fields')),
        optional(string('source')),
        moment(db, 'at'),
      ],
      indices: [index('ix_contact_changes_contact', 'contact_id', 'id')],
      foreignKeys: [
        refers('fk_contact_changes_program', 'program_id', 'programs'),
        refers('fk_contact_changes_contact', 'contact_id', 'contacts'),
      ],
    });
    await tellSizes(db, { contact_changes: { ix_contact_changes_contact: '500000 5 1' } });
  }

  async down(db: QueryRunner) {
    await db.dropTable('contact_changes');
  }
}
