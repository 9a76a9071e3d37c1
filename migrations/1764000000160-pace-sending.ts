import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { flag, id, index, integer, isSqlite, optional, string, unique } from './columns.js';
import { addColumns, createTable, dropColumns } from './create.js';

const lanes = index('ix_messages_queue', 'status', 'program_number_id', 'is_bulk', 'due_at', 'id');
const queue = index('ix_messages_queue', 'status', 'due_at');

/** What the planner of SQLite is told of them (see 1764000000100-describe-sizes.ts). */
const sizes = { lanes: '1000000 100000 10000 1000 10 1', queue: '1000000 100000 1000' };

/** Each number sends at its own pace, and replies go ahead of bulk. */
export class PaceSending1764000000160 implements MigrationInterface {
  async up(db: QueryRunner) {
    await addColumns(db, 'messages', [flag('is_bulk'), optional(integer('program_number_id'))]);
    await db.query(
      `UPDATE messages SET is_bulk = CASE WHEN source IN ('quick-message', 'campaign') THEN 1 ELSE 0 END,
         program_number_id = (SELECT thread.program_number_id FROM conversations thread WHERE thread.id = conversation_id)
       WHERE status IN ('queued', 'sending')`,
    );
    await this.indexed(db, lanes, sizes.lanes);
    await createTable(db, 'sending_rates', {
      columns: [
        id(),
        string('name', 40),
        // All in milliseconds since 1970, and finer: a fast number sends many texts in one.
        { name: 'next_at', type: 'double', default: '0' },
        { name: 'reply_at', type: 'double', default: '0' },
        { name: 'slowed_at', type: 'double', default: '0' },
        { name: 'factor', type: 'double', default: '1' },
      ],
      indices: [unique('uq_sending_rates_name', 'name')],
    });
  }

  async down(db: QueryRunner) {
    await db.dropTable('sending_rates');
    await this.indexed(db, queue, sizes.queue);
    await dropColumns(db, 'messages', ['program_number_id', 'is_bulk']);
  }

  private async indexed(db: QueryRunner, of: typeof lanes, size: string) {
    await db.dropIndex('messages', of.name!);
    await db.createIndex('messages', new TableIndex(of));
    if (!isSqlite(db)) return;
    await db.query("DELETE FROM sqlite_stat1 WHERE idx = 'ix_messages_queue'");
    await db.query("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('messages', 'ix_messages_queue', ?)", [size]);
    await db.query('ANALYZE sqlite_schema');
  }
}
