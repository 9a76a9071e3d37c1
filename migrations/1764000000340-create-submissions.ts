import type { MigrationInterface, QueryRunner } from 'typeorm';
import { exactString, id, moment, text, unique } from './columns.js';
import { createTable } from './create.js';

/** Forms that were sent, so that the same one again makes nothing a second time. */
export class CreateSubmissions1764000000340 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'submissions', {
      columns: [id(), exactString(db, 'form_token', 80), text('url'), moment(db, 'created_at')],
      indices: [unique('uq_submissions_form_token', 'form_token')],
    });
  }

  async down(db: QueryRunner) {
    await db.dropTable('submissions');
  }
}
