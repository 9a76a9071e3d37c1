import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isSqlite } from './columns.js';
import { createFts, dropFts } from './full-text.js';

interface Indexed {
  table: string;
  columns: string[];
}
const indexed: Indexed[] = [
  { table: 'messages', columns: ['body'] },
  { table: 'contacts', columns: ['first_name', 'last_name', 'email'] },
];
const tokenizer = 'unicode61 remove_diacritics 2';

/** Full text over messages and names: FTS5 tables kept by triggers on SQLite, FULLTEXT indexes on MySQL. */
export class CreateSearch1764000000080 implements MigrationInterface {
  async up(db: QueryRunner) {
    for (const { table, columns } of indexed)
      await (isSqlite(db) ? createFts(db, table, columns, tokenizer) : createFulltext(db, table, columns));
  }

  async down(db: QueryRunner) {
    for (const { table } of indexed.toReversed()) await (isSqlite(db) ? dropFts(db, table) : dropFulltext(db, table));
  }
}

// Common words count too: "when" and "how" are what people remember of a text.
async function createFulltext(db: QueryRunner, table: string, columns: string[]) {
  await db.query('SET SESSION innodb_ft_enable_stopword = OFF');
  await db.query(`CREATE FULLTEXT INDEX ft_${table} ON ${table} (${columns.join(', ')})`);
}

async function dropFulltext(db: QueryRunner, table: string) {
  await db.query(`DROP INDEX ft_${table} ON ${table}`);
}
