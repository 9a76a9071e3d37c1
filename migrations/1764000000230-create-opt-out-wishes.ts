import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { id, index, integer, moment, optional, refers, string, unique, withDefault } from './columns.js';
import { createTable } from './create.js';

const byTime = index('ix_consent_changes_at', 'program_id', 'at', 'id');

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
  }

  async down(db: QueryRunner) {
    await db.dropIndex('consent_changes', byTime.name!);
    await db.dropTable('opt_out_wishes');
  }
}
