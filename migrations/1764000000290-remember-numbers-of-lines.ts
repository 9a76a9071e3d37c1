import type { MigrationInterface, QueryRunner } from 'typeorm';
import { id, index, integer, refers, string } from './columns.js';
import { createTable } from './create.js';
import { tellSizes } from './sizes.js';

const sizes = {
  import_line_numbers: {
    ix_import_line_numbers_number: '100000 50000 2',
    ix_import_line_numbers_line: '100000 2',
  },
};

/** What numbers a line would give somebody besides the one that it is matched by: a later line may be matched by them. */
export class RememberNumbersOfLines1764000000290 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'import_line_numbers', {
      columns: [id(), integer('import_id'), integer('line_id'), integer('line'), string('number', 16)],
      indices: [
        index('ix_import_line_numbers_number', 'import_id', 'number'),
        index('ix_import_line_numbers_line', 'line_id'),
      ],
      // They go with the line, whoever forgets it.
      foreignKeys: [refers('fk_import_line_numbers_line', 'line_id', 'import_lines')],
    });
    await tellSizes(db, sizes);
  }

  async down(db: QueryRunner) {
    await db.dropTable('import_line_numbers');
  }
}
