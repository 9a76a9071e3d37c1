import type { MigrationInterface, QueryRunner } from 'typeorm';
import { id, index, integer, moment, optional, refers, string, text, unique, withDefault } from './columns.js';
import { createTable } from './create.js';

/** `webhooks` keeps what the provider delivered, as it came; `refusals` the deliveries that failed the signature check. */
export class CreateWebhooks1764000000060 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'webhooks', {
      columns: [
        id(),
        optional(integer('program_id')),
        string('kind', 10),
        string('dedupe_key', 160),
        text('body'),
        string('state', 16),
        optional(string('problem', 500)),
        withDefault(integer('attempts'), '0'),
        optional(moment(db, 'due_at')),
        moment(db, 'received_at'),
      ],
      indices: [
        unique('uq_webhooks_dedupe', 'dedupe_key'),
        index('ix_webhooks_state', 'state', 'due_at'),
        index('ix_webhooks_program', 'program_id', 'state', 'id'),
      ],
      foreignKeys: [refers('fk_webhooks_program', 'program_id', 'programs')],
    });
    await createTable(db, 'refusals', {
      columns: [
        id(),
        optional(integer('program_id')),
        string('kind', 10),
        string('reason', 60),
        integer('status'),
        integer('bytes'),
        optional(text('body')),
        string('address', 64),
        moment(db, 'at'),
      ],
      indices: [index('ix_refusals_program', 'program_id', 'id'), index('ix_refusals_at', 'at')],
      foreignKeys: [refers('fk_refusals_program', 'program_id', 'programs')],
    });
  }

  async down(db: QueryRunner) {
    for (const table of ['refusals', 'webhooks']) await db.dropTable(table);
  }
}
