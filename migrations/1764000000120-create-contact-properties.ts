import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  exactString,
  flag,
  id,
  index,
  integer,
  moment,
  optional,
  refers,
  string,
  text,
  unique,
  withDefault,
} from './columns.js';
import { createTable } from './create.js';

export class CreateContactProperties1764000000120 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'contact_properties', {
      columns: [
        id(),
        integer('program_id'),
        integer('contact_type_id'),
        string('name', 80),
        string('kind', 20),
        withDefault(integer('position'), '0'),
        flag('is_required'),
        optional(text('choices')),
        withDefault(integer('most_users'), '1'),
        optional(integer('routing_table_id')),
        optional(moment(db, 'archived_at')),
        moment(db, 'created_at'),
      ],
      indices: [
        index('ix_contact_properties_type', 'contact_type_id', 'position'),
        index('ix_contact_properties_program', 'program_id'),
        index('ix_contact_properties_table', 'routing_table_id'),
      ],
      foreignKeys: [
        refers('fk_contact_properties_program', 'program_id', 'programs'),
        refers('fk_contact_properties_type', 'contact_type_id', 'contact_types'),
        refers('fk_contact_properties_table', 'routing_table_id', 'routing_tables', 'SET NULL'),
      ],
    });
    await createTable(db, 'property_values', {
      columns: [
        id(),
        integer('program_id'),
        integer('contact_id'),
        integer('property_id'),
        withDefault(string('part', 10), "''"),
        withDefault(integer('place'), '0'),
        text('value'),
        // The value without case and accents, cut to what an index takes: what filters and sorting compare.
        exactString(db, 'folded'),
        optional({ name: 'number', type: 'double' }),
      ],
      indices: [
        unique('uq_property_values_place', 'contact_id', 'property_id', 'part', 'place'),
        index('ix_property_values_folded', 'property_id', 'part', 'folded', 'contact_id'),
        index('ix_property_values_number', 'property_id', 'part', 'number', 'contact_id'),
      ],
      foreignKeys: [
        refers('fk_property_values_program', 'program_id', 'programs'),
        refers('fk_property_values_contact', 'contact_id', 'contacts'),
        refers('fk_property_values_property', 'property_id', 'contact_properties'),
      ],
    });
    await createTable(db, 'contact_users', {
      columns: [
        id(),
        integer('program_id'),
        integer('contact_id'),
        integer('property_id'),
        integer('user_id'),
        withDefault(integer('place'), '0'),
        moment(db, 'created_at'),
      ],
      indices: [
        unique('uq_contact_users_user', 'contact_id', 'property_id', 'user_id'),
        index('ix_contact_users_user', 'user_id', 'property_id'),
      ],
      foreignKeys: [
        refers('fk_contact_users_program', 'program_id', 'programs'),
        refers('fk_contact_users_contact', 'contact_id', 'contacts'),
        refers('fk_contact_users_property', 'property_id', 'contact_properties'),
        refers('fk_contact_users_user', 'user_id', 'users'),
      ],
    });
  }

  async down(db: QueryRunner) {
    for (const table of ['contact_users', 'property_values', 'contact_properties']) await db.dropTable(table);
  }
}
