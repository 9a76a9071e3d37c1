import type { MigrationInterface, QueryRunner } from 'typeorm';
import { exactString, id, integer, moment, optional, refers, string, text, unique, withDefault } from './columns.js';
import { createTable } from './create.js';

export class CreateTemplates1764000000170 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'templates', {
      columns: [
        id(),
        integer('program_id'),
        // Whose it is; empty when the whole program shares it.
        optional(integer('user_id')),
        // The same with 0 for nobody: NULLs are never equal, and so would not be unique.
        withDefault(integer('owner'), '0'),
        string('name', 80),
        // The name without case and accents, so that it is unique in the same way on both databases.
        exactString(db, 'folded'),
        text('body'),
        withDefault(integer('version'), '1'),
        optional(integer('changed_by_id')),
        moment(db, 'changed_at'),
        moment(db, 'created_at'),
      ],
      indices: [unique('uq_templates_name', 'program_id', 'owner', 'folded')],
      foreignKeys: [
        refers('fk_templates_program', 'program_id', 'programs'),
        refers('fk_templates_user', 'user_id', 'users'),
        refers('fk_templates_changed_by', 'changed_by_id', 'users', 'SET NULL'),
      ],
    });
  }

  async down(db: QueryRunner) {
    await db.dropTable('templates');
  }
}
