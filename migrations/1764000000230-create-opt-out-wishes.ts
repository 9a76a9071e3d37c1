import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { id, index, integer, moment, optional, refers, string, unique, withDefault } from './columns.js';
import { createTable } from './create.js';
import { forgetSizes, tellSizes } from './sizes.js';

const byTime = index('ix_consent_changes_at', 'program_id', 'at', 'id');

// Most of them are decided soon.
const sizes = {
  opt_out_wishes: {
    uq_opt_out_wishes_message: '2000 1',
    ix_opt_out_wishes_due: '2000 2000 20 2 1',
    ix_opt_out_wishes_number: '2000 2000 1 1',
  },
  consent_changes: { ix_consent_changes_at: '4000 4000 1 1' },
};

/** Texts that read like a wish to opt out. Whose conversation it is, the text knows. */
export class CreateOptOutWishes1764000000230 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'opt_out_wishes', {
      columns: [
        id(),
        integer('program_id'),
        integer('message_id'),
        string('number', 16),
        string('rule', 30),
        withDefault(string('status', 12), "'open'"),
        moment(db, 'found_at'),
        moment(db, 'due_at'),
        optional(integer('decided_by_id')),
        optional(moment(db, 'decided_at')),
      ],
      indices: [
        unique('uq_opt_out_wishes_message', 'message_id'),
        index('ix_opt_out_wishes_due', 'program_id', 'status', 'due_at', 'id'),
        index('ix_opt_out_wishes_number', 'program_id', 'number', 'status'),
      ],
      foreignKeys: [
        refers('fk_opt_out_wishes_program', 'program_id', 'programs'),
        refers('fk_opt_out_wishes_message', 'message_id', 'messages'),
        refers('fk_opt_out_wishes_decided_by', 'decided_by_id', 'users', 'SET NULL'),
      ],
    });
    await db.createIndex('consent_changes', new TableIndex(byTime));
    await tellSizes(db, sizes);
  }

  async down(db: QueryRunner) {
    await forgetSizes(db, sizes);
    await db.dropIndex('consent_changes', byTime.name!);
    await db.dropTable('opt_out_wishes');
  }
}
