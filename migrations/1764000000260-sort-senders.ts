import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { id, index, integer, isSqlite, moment, optional, refers, string, unique } from './columns.js';
import { addColumns, createTable, dropColumns } from './create.js';

const senders = index('ix_conversations_senders', 'program_id', 'sender_state', 'last_activity_at', 'id');

/** Unknown senders wait, are spam, or are blocked; the last two are said of a number. */
export class SortSenders1764000000260 implements MigrationInterface {
  async up(db: QueryRunner) {
    await addColumns(db, 'conversations', [optional(string('sender_state', 10))]);
    await db.query(
      `UPDATE conversations SET sender_state = 'waiting' WHERE contact_id IS NULL AND waiting_since IS NOT NULL`,
    );
    await db.createIndex('conversations', new TableIndex(senders));
    await createTable(db, 'unwanted_numbers', {
      columns: [
        id(),
        integer('program_id'),
        string('number', 16),
        string('kind', 10),
        optional(string('reason', 200)),
        optional(integer('by_user_id')),
        moment(db, 'at'),
      ],
      indices: [unique('uq_unwanted_numbers_number', 'program_id', 'number')],
      foreignKeys: [
        refers('fk_unwanted_numbers_program', 'program_id', 'programs'),
        refers('fk_unwanted_numbers_user', 'by_user_id', 'users', 'SET NULL'),
      ],
    });
    if (!isSqlite(db)) return;
    await this.describe(db, 'conversations', 'ix_conversations_senders', '100000 100000 100 1 1');
    await this.describe(db, 'unwanted_numbers', 'uq_unwanted_numbers_number', '1000 1000 1');
    await db.query('ANALYZE sqlite_schema');
  }

  async down(db: QueryRunner) {
    await db.dropTable('unwanted_numbers');
    await db.dropIndex('conversations', senders.name!);
    await dropColumns(db, 'conversations', ['sender_state']);
  }

  // What the planner of SQLite is told of them (see 1764000000100-describe-sizes.ts).
  private describe(db: QueryRunner, table: string, name: string, size: string) {
    return db.query('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)', [table, name, size]);
  }
}
