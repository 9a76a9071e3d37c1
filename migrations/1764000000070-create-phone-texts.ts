import type { MigrationInterface, QueryRunner } from 'typeorm';
import { id, index, moment, optional, string, text, unique, withDefault, integer } from './columns.js';
import { createTable } from './create.js';

/** What the simulator's telephones sent and got. */
export class CreatePhoneTexts1764000000070 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'phone_texts', {
      columns: [
        id(),
        string('phone', 16),
        string('program_number', 16),
        string('direction', 10),
        text('body'),
        string('provider_id', 64),
        optional(string('client_ref', 40)),
        withDefault(string('state', 16), "'done'"),
        withDefault(integer('attempts'), '0'),
        optional(moment(db, 'due_at')),
        moment(db, 'at'),
      ],
      indices: [
        unique('uq_phone_texts_provider', 'provider_id'),
        index('ix_phone_texts_phone', 'phone', 'id'),
        index('ix_phone_texts_due', 'state', 'due_at'),
      ],
    });
  }

  async down(db: QueryRunner) {
    await db.dropTable('phone_texts');
  }
}
