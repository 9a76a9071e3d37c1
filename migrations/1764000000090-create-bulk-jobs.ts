import type { MigrationInterface, QueryRunner } from 'typeorm';
import { id, index, integer, moment, optional, refers, string, unique, withDefault } from './columns.js';
import { createTable } from './create.js';

/** Changes of many conversations at once; `bulk_items` holds those still to be done. */
export class CreateBulkJobs1764000000090 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'bulk_jobs', {
      columns: [
        id(),
        integer('program_id'),
        integer('user_id'),
        string('action', 10),
        optional(integer('assignee_id')),
        string('status', 10),
        integer('total'),
        withDefault(integer('done'), '0'),
        withDefault(integer('skipped'), '0'),
        string('back_to', 600),
        optional(moment(db, 'lease_until')),
        moment(db, 'created_at'),
      ],
      indices: [index('ix_bulk_jobs_status', 'status', 'lease_until')],
      foreignKeys: [
        refers('fk_bulk_jobs_program', 'program_id', 'programs'),
        refers('fk_bulk_jobs_user', 'user_id', 'users'),
      ],
    });
    await createTable(db, 'bulk_items', {
      columns: [id(), integer('job_id'), integer('conversation_id')],
      indices: [unique('uq_bulk_items_conversation', 'job_id', 'conversation_id')],
      foreignKeys: [
        refers('fk_bulk_items_job', 'job_id', 'bulk_jobs'),
        refers('fk_bulk_items_conversation', 'conversation_id', 'conversations'),
      ],
    });
  }

  async down(db: QueryRunner) {
    for (const table of ['bulk_items', 'bulk_jobs']) await db.dropTable(table);
  }
}
