import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bytes, id, index, integer, moment, optional, refers, string, text, unique, withDefault } from './columns.js';
import { addColumns, createTable, dropColumns } from './create.js';
import { forgetSizes, type Sizes, tellSizes } from './sizes.js';

/** What the planner of SQLite is told of them (see 1764000000100-describe-sizes.ts). */
const sizes: Sizes = {
  attachments: { ix_attachments_message: '20000 1 1', ix_attachments_due: '20000 10 1' },
  attachment_contents: { uq_attachment_contents_attachment: '20000 1' },
};

/** Pictures and other files that come and go with texts. Their bytes stand apart, so that lists never read them. */
export class CreateAttachments1764000000261 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'attachments', {
      columns: [
        id(),
        integer('program_id'),
        integer('message_id'),
        integer('position'),
        string('kind', 10),
        string('name', 120),
        optional(text('url')),
        string('state', 10),
        optional(string('reason', 24)),
        optional(string('content_type', 60)),
        optional(integer('size')),
        optional(integer('width')),
        optional(integer('height')),
        withDefault(integer('attempts'), '0'),
        optional(moment(db, 'due_at')),
        moment(db, 'created_at'),
      ],
      indices: [
        index('ix_attachments_message', 'message_id', 'position'),
        index('ix_attachments_due', 'state', 'due_at'),
      ],
      foreignKeys: [
        refers('fk_attachments_program', 'program_id', 'programs'),
        refers('fk_attachments_message', 'message_id', 'messages'),
      ],
    });
    await createTable(db, 'attachment_contents', {
      columns: [id(), integer('attachment_id'), bytes(db, 'bytes')],
      indices: [unique('uq_attachment_contents_attachment', 'attachment_id')],
      foreignKeys: [refers('fk_attachment_contents_attachment', 'attachment_id', 'attachments')],
    });
    await addColumns(db, 'phone_texts', [optional(string('sample', 40)), optional(integer('attachment_id'))]);
    await tellSizes(db, sizes);
  }

  async down(db: QueryRunner) {
    await forgetSizes(db, sizes);
    await dropColumns(db, 'phone_texts', ['attachment_id', 'sample']);
    for (const table of ['attachment_contents', 'attachments']) await db.dropTable(table);
  }
}
