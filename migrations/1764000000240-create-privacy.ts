import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  id,
  index,
  integer,
  isSqlite,
  moment,
  optional,
  refers,
  string,
  text,
  unique,
  withDefault,
} from './columns.js';
import { createTable } from './create.js';

/** Who did what that must be accounted for; what is left of people who were erased; how long a program keeps what it has. */
export class CreatePrivacy1764000000240 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'audit_lines', {
      columns: [
        id(),
        integer('program_id'),
        string('kind', 40),
        optional(integer('by_user_id')),
        // Refers to nothing on purpose: it stays when the contact goes, and is then the only thing that is left of them.
        optional(integer('contact_id')),
        optional(text('particulars')),
        moment(db, 'at'),
      ],
      indices: [
        index('ix_audit_lines_program', 'program_id', 'id'),
        index('ix_audit_lines_contact', 'program_id', 'contact_id', 'kind'),
      ],
      foreignKeys: [
        refers('fk_audit_lines_program', 'program_id', 'programs'),
        refers('fk_audit_lines_by_user', 'by_user_id', 'users', 'SET NULL'),
      ],
    });
    await createTable(db, 'opt_out_keys', {
      columns: [id(), integer('program_id'), string('secret', 64)],
      indices: [unique('uq_opt_out_keys_program', 'program_id')],
      foreignKeys: [refers('fk_opt_out_keys_program', 'program_id', 'programs')],
    });
    await createTable(db, 'erased_opt_outs', {
      columns: [id(), integer('program_id'), string('hash', 64), moment(db, 'since')],
      indices: [unique('uq_erased_opt_outs_hash', 'program_id', 'hash')],
      foreignKeys: [refers('fk_erased_opt_outs_program', 'program_id', 'programs')],
    });
    // Numbers of erased contacts while the provider may still bring receipts that name them.
    await createTable(db, 'erased_numbers', {
      columns: [
        id(),
        integer('program_id'),
        string('number', 16),
        withDefault(integer('webhooks_up_to'), '0'),
        withDefault(integer('refusals_up_to'), '0'),
        moment(db, 'at'),
        moment(db, 'until'),
      ],
      indices: [index('ix_erased_numbers_webhooks', 'webhooks_up_to'), index('ix_erased_numbers_until', 'until')],
      foreignKeys: [refers('fk_erased_numbers_program', 'program_id', 'programs')],
    });
    await createTable(db, 'contact_holds', {
      columns: [
        id(),
        integer('program_id'),
        integer('contact_id'),
        // Of 300 characters; of merged contacts that were both on hold, several.
        text('reason'),
        optional(integer('by_user_id')),
        moment(db, 'at'),
      ],
      indices: [
        unique('uq_contact_holds_contact', 'contact_id'),
        index('ix_contact_holds_program', 'program_id', 'id'),
      ],
      foreignKeys: [
        refers('fk_contact_holds_program', 'program_id', 'programs'),
        refers('fk_contact_holds_contact', 'contact_id', 'contacts'),
        refers('fk_contact_holds_by_user', 'by_user_id', 'users', 'SET NULL'),
      ],
    });
    await createTable(db, 'retention_schedules', {
      columns: [
        id(),
        integer('program_id'),
        optional(integer('conversation_months')),
        optional(integer('contact_months')),
        optional(moment(db, 'paused_at')),
        optional(integer('paused_by_id')),
        optional(string('pause_reason', 300)),
        optional(moment(db, 'next_run_at')),
        optional(moment(db, 'lease_until')),
      ],
      indices: [
        unique('uq_retention_schedules_program', 'program_id'),
        index('ix_retention_schedules_due', 'next_run_at'),
      ],
      foreignKeys: [
        refers('fk_retention_schedules_program', 'program_id', 'programs'),
        refers('fk_retention_schedules_paused_by', 'paused_by_id', 'users', 'SET NULL'),
      ],
    });
    await createTable(db, 'retention_runs', {
      columns: [
        id(),
        integer('program_id'),
        string('status', 10),
        optional(moment(db, 'conversations_before')),
        optional(moment(db, 'contacts_before')),
        withDefault(integer('conversations'), '0'),
        withDefault(integer('contacts'), '0'),
        moment(db, 'started_at'),
        optional(moment(db, 'finished_at')),
      ],
      indices: [index('ix_retention_runs_program', 'program_id', 'id')],
      foreignKeys: [refers('fk_retention_runs_program', 'program_id', 'programs')],
    });
    await this.forgetful(db, 1);
  }

  async down(db: QueryRunner) {
    await this.forgetful(db, 0);
    for (const table of ['retention_runs', 'retention_schedules', 'contact_holds', 'erased_numbers'])
      await db.dropTable(table);
    for (const table of ['erased_opt_outs', 'opt_out_keys', 'audit_lines']) await db.dropTable(table);
  }

  // Else the words of what was deleted stay in the index of SQLite until it happens to be tidied up.
  private async forgetful(db: QueryRunner, on: 0 | 1) {
    if (!isSqlite(db)) return;
    for (const table of ['messages_fts', 'contacts_fts'])
      await db.query(`INSERT INTO ${table} (${table}, rank) VALUES ('secure-delete', ${on})`);
  }
}
