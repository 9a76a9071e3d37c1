import type { MigrationInterface, QueryRunner } from 'typeorm';
import { flag, id, index, integer, moment, optional, refers, string, text, unique, withDefault } from './columns.js';
import { createTable } from './create.js';

export class CreatePrograms1764000000010 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'programs', {
      columns: [
        id(),
        string('name', 100),
        withDefault(string('country', 2), "'US'"),
        withDefault(string('time_zone', 64), "'America/New_York'"),
        flag('is_demo'),
        flag('allows_auto_assignment'),
        withDefault(integer('waiting_limit_minutes'), '240'),
        optional(text('keywords')),
        optional(text('opt_out_confirmation')),
        optional(text('opt_in_confirmation')),
        optional(text('help_answer')),
        moment(db, 'created_at'),
      ],
    });
    await createTable(db, 'program_numbers', {
      columns: [
        id(),
        integer('program_id'),
        string('number', 16),
        string('label', 60),
        flag('is_default'),
        withDefault(string('opt_out_answers', 10), "'parley'"),
        withDefault(integer('segments_per_minute'), '60'),
      ],
      indices: [unique('uq_program_numbers_number', 'number'), index('ix_program_numbers_program', 'program_id')],
      foreignKeys: [refers('fk_program_numbers_program', 'program_id', 'programs')],
    });
  }

  async down(db: QueryRunner) {
    await db.dropTable('program_numbers');
    await db.dropTable('programs');
  }
}
