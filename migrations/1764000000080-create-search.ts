import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isSqlite } from './columns.js';

interface Indexed {
  table: string;
  columns: string[];
}
const indexed: Indexed[] = [
  { table: 'messages', columns: ['body'] },
  { table: 'contacts', columns: ['first_name', 'last_name', 'email'] },
];

/** Full text over messages and names: FTS5 tables kept by triggers on SQLite, FULLTEXT indexes on MySQL. */
export class CreateSearch1764000000080 implements MigrationInterface {
  async up(db: QueryRunner) {
    for (const each of indexed) await (isSqlite(db) ? createFts(db, each) : createFulltext(db, each));
  }

  async down(db: QueryRunner) {
    for (const each of indexed.toReversed()) await (isSqlite(db) ? dropFts(db, each) : dropFulltext(db, each));
  }
}

async function createFts(db: QueryRunner, { table, columns }: Indexed) {
  const list = columns.join(', ');
  const values = (row: 'old' | 'new') => columns.map((column) => `${row}.${column}`).join(', ');
  const forget = `INSERT INTO ${table}_fts (${table}_fts, rowid, ${list}) VALUES ('delete', old.id, ${values('old')});`;
  const learn = `INSERT INTO ${table}_fts (rowid, ${list}) VALUES (new.id, ${values('new')});`;
  await db.query(
    `CREATE VIRTUAL TABLE ${table}_fts USING fts5(${list}, content='${table}', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3')`,
  );
  await db.query(`CREATE TRIGGER ${table}_fts_insert AFTER INSERT ON ${table} BEGIN ${learn} END`);
  await db.query(`CREATE TRIGGER ${table}_fts_delete AFTER DELETE ON ${table} BEGIN ${forget} END`);
  await db.query(`CREATE TRIGGER ${table}_fts_update AFTER UPDATE OF ${list} ON ${table} BEGIN ${forget} ${learn} END`);
}

async function dropFts(db: QueryRunner, { table }: Indexed) {
  for (const event of ['insert', 'delete', 'update']) await db.query(`DROP TRIGGER ${table}_fts_${event}`);
  await db.query(`DROP TABLE ${table}_fts`);
}

// Common words count too: "when" and "how" are what people remember of a text.
async function createFulltext(db: QueryRunner, { table, columns }: Indexed) {
  await db.query('SET SESSION innodb_ft_enable_stopword = OFF');
  await db.query(`CREATE FULLTEXT INDEX ft_${table} ON ${table} (${columns.join(', ')})`);
}

async function dropFulltext(db: QueryRunner, { table }: Indexed) {
  await db.query(`DROP INDEX ft_${table} ON ${table}`);
}
