import type { MigrationInterface, QueryRunner } from 'typeorm';
import { id, index, integer, moment, optional, refers, string, text, unique } from './columns.js';
import { createTable } from './create.js';

/** `opt_outs` holds who may not be texted now; `consent_changes` is the ledger of how that came about. */
export class CreateConsent1764000000040 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'opt_outs', {
      columns: [id(), integer('program_id'), string('number', 16), moment(db, 'since')],
      indices: [unique('uq_opt_outs_number', 'program_id', 'number')],
      foreignKeys: [refers('fk_opt_outs_program', 'program_id', 'programs')],
    });
    await createTable(db, 'consent_changes', {
      columns: [
        id(),
        integer('program_id'),
        string('number', 16),
        string('change', 10),
        string('source', 20),
        optional(string('word', 160)),
        optional(string('provider_id', 64)),
        optional(integer('conversation_id')),
        optional(integer('by_user_id')),
        optional(text('reason')),
        moment(db, 'at'),
      ],
      indices: [index('ix_consent_changes_number', 'program_id', 'number', 'id')],
      foreignKeys: [refers('fk_consent_changes_program', 'program_id', 'programs')],
    });
  }

  async down(db: QueryRunner) {
    for (const table of ['consent_changes', 'opt_outs']) await db.dropTable(table);
  }
}
