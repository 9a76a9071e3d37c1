import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { flag, index, integer, isSqlite, moment, optional } from './columns.js';
import { addColumns, dropColumns } from './create.js';

const indexes = {
  conversations: [
    index('ix_conversations_routing', 'awaits_routing_since', 'program_id'),
    index('ix_conversations_escalation', 'program_id', 'status', 'is_escalated', 'waiting_since'),
    index('ix_conversations_pool', 'program_id', 'status', 'is_escalated', 'unassigned_since'),
  ],
};

/** Where the planner of SQLite is told how many rows a value finds (see 1764000000100-describe-sizes.ts). */
const sizes: Record<string, string> = {
  ix_conversations_routing: '100000 50 50',
  ix_conversations_escalation: '100000 100000 30000 15000 5',
  ix_conversations_pool: '100000 100000 30000 15000 5',
};

/** People are away, people are full, and what finds nobody waits. */
export class AddAbsenceAndWaiting1764000000130 implements MigrationInterface {
  async up(db: QueryRunner) {
    await addColumns(db, 'memberships', [
      optional(moment(db, 'away_from')),
      optional(moment(db, 'away_until')),
      optional(integer('stand_in_id')),
      // The most open conversations that are given to them by routing; no limit when empty.
      optional(integer('open_limit')),
    ]);
    await addColumns(db, 'conversations', [
      // Since when routing waits for somebody who is away or full; empty when it waits for nobody.
      optional(moment(db, 'awaits_routing_since')),
      // Whether it was announced that it waits too long.
      flag('is_escalated'),
    ]);
    for (const each of indexes.conversations) await db.createIndex('conversations', new TableIndex(each));
    if (!isSqlite(db)) return;
    for (const [name, size] of Object.entries(sizes))
      await db.query('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)', ['conversations', name, size]);
    await db.query('ANALYZE sqlite_schema');
  }

  async down(db: QueryRunner) {
    for (const { name } of indexes.conversations) await db.dropIndex('conversations', name!);
    await dropColumns(db, 'conversations', ['is_escalated', 'awaits_routing_since']);
    await dropColumns(db, 'memberships', ['open_limit', 'stand_in_id', 'away_until', 'away_from']);
    if (isSqlite(db))
      await db.query(
        "DELETE FROM sqlite_stat1 WHERE idx IN ('ix_conversations_routing', 'ix_conversations_escalation', 'ix_conversations_pool')",
      );
  }
}
