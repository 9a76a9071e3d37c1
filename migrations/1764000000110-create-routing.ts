import type { MigrationInterface, QueryRunner } from 'typeorm';
import { flag, id, index, integer, moment, optional, refers, string, text, unique, withDefault } from './columns.js';
import { createTable } from './create.js';

export class CreateRouting1764000000110 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'routing_tables', {
      columns: [
        id(),
        integer('program_id'),
        string('name', 80),
        // Counts the edits: a form that was made from an older one is refused.
        withDefault(integer('version'), '1'),
        optional(integer('changed_by_id')),
        moment(db, 'changed_at'),
        moment(db, 'created_at'),
      ],
      indices: [unique('uq_routing_tables_name', 'program_id', 'name')],
      foreignKeys: [
        refers('fk_routing_tables_program', 'program_id', 'programs'),
        refers('fk_routing_tables_changed_by', 'changed_by_id', 'users', 'SET NULL'),
      ],
    });
    await createTable(db, 'routing_rows', {
      columns: [
        id(),
        integer('program_id'),
        integer('table_id'),
        integer('position'),
        flag('is_otherwise'),
        withDefault(string('joined', 3), "'all'"),
        text('conditions'),
        withDefault(string('gives_to', 12), "'one'"),
        // Whose turn it was last.
        optional(integer('last_user_id')),
      ],
      indices: [index('ix_routing_rows_table', 'table_id', 'position')],
      foreignKeys: [
        refers('fk_routing_rows_program', 'program_id', 'programs'),
        refers('fk_routing_rows_table', 'table_id', 'routing_tables'),
      ],
    });
    await createTable(db, 'routing_row_users', {
      columns: [id(), integer('row_id'), integer('user_id'), integer('place')],
      indices: [
        unique('uq_routing_row_users_user', 'row_id', 'user_id'),
        index('ix_routing_row_users_user', 'user_id'),
      ],
      foreignKeys: [
        refers('fk_routing_row_users_row', 'row_id', 'routing_rows'),
        refers('fk_routing_row_users_user', 'user_id', 'users'),
      ],
    });
    // A row for each program, held while it decides: one decision after the other, so that turns and limits are exact.
    await createTable(db, 'routing_turns', {
      columns: [id(), integer('program_id')],
      indices: [unique('uq_routing_turns_program', 'program_id')],
    });
  }

  async down(db: QueryRunner) {
    for (const table of ['routing_turns', 'routing_row_users', 'routing_rows', 'routing_tables'])
      await db.dropTable(table);
  }
}
