import type { MigrationInterface, QueryRunner } from 'typeorm';
import { id, index, integer, moment, refers, string, unique } from './columns.js';
import { createTable } from './create.js';

/** Numbers that programs had: what comes to them later is shown to nobody else. */
export class CreateFormerNumbers1764000000341 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'former_numbers', {
      columns: [id(), integer('program_id'), string('number', 16), moment(db, 'removed_at')],
      indices: [unique('uq_former_numbers_number', 'number'), index('ix_former_numbers_program', 'program_id')],
      foreignKeys: [refers('fk_former_numbers_program', 'program_id', 'programs')],
    });
  }

  async down(db: QueryRunner) {
    await db.dropTable('former_numbers');
  }
}
