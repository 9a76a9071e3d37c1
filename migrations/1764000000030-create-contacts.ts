import type { MigrationInterface, QueryRunner } from 'typeorm';
import { id, index, integer, moment, optional, refers, string, unique, withDefault } from './columns.js';
import { createTable } from './create.js';

export class CreateContacts1764000000030 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'contact_types', {
      columns: [
        id(),
        integer('program_id'),
        string('name', 60),
        withDefault(string('accent', 20), "'teal'"),
        withDefault(integer('position'), '0'),
      ],
      indices: [unique('uq_contact_types_name', 'program_id', 'name')],
      foreignKeys: [refers('fk_contact_types_program', 'program_id', 'programs')],
    });
    await createTable(db, 'contacts', {
      columns: [
        id(),
        integer('program_id'),
        integer('contact_type_id'),
        string('first_name', 100),
        string('last_name', 100),
        optional(string('email')),
        optional(string('time_zone', 64)),
        moment(db, 'created_at'),
        moment(db, 'updated_at'),
      ],
      indices: [
        index('ix_contacts_name', 'program_id', 'last_name', 'first_name', 'id'),
        index('ix_contacts_email', 'program_id', 'email'),
        index('ix_contacts_type', 'contact_type_id'),
      ],
      foreignKeys: [
        refers('fk_contacts_program', 'program_id', 'programs'),
        refers('fk_contacts_type', 'contact_type_id', 'contact_types', 'RESTRICT'),
      ],
    });
    await createTable(db, 'phone_numbers', {
      columns: [
        id(),
        integer('program_id'),
        integer('contact_id'),
        string('number', 16),
        string('reversed', 16),
        withDefault(string('label', 40), "'Mobile'"),
        withDefault(integer('position'), '0'),
      ],
      indices: [
        unique('uq_phone_numbers_contact', 'contact_id', 'number'),
        index('ix_phone_numbers_number', 'program_id', 'number'),
        index('ix_phone_numbers_reversed', 'program_id', 'reversed'),
      ],
      foreignKeys: [
        refers('fk_phone_numbers_program', 'program_id', 'programs'),
        refers('fk_phone_numbers_contact', 'contact_id', 'contacts'),
      ],
    });
  }

  async down(db: QueryRunner) {
    for (const table of ['phone_numbers', 'contacts', 'contact_types']) await db.dropTable(table);
  }
}
