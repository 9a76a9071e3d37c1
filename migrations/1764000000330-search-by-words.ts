import type { MigrationInterface, QueryRunner } from 'typeorm';
import { wordsOf } from '../src/database/words.js';
import { exactText, isSqlite, optional } from './columns.js';
import { addColumns, dropColumns } from './create.js';

interface Indexed {
  table: string;
  columns: string[];
}
const indexed: Indexed[] = [
  { table: 'messages', columns: ['body'] },
  { table: 'contacts', columns: ['first_name', 'last_name', 'email'] },
];
const atOnce = 200;

/** Searches go by words that Parley makes of a text, so that both databases find the same (see `src/database/words.ts`). */
export class SearchByWords1764000000330 implements MigrationInterface {
  async up(db: QueryRunner) {
    for (const { table, columns } of indexed) {
      if (isSqlite(db)) await dropFts(db, table);
      await addColumns(db, table, [optional(exactText(db, 'words'))]);
      // MySQL keeps each step of what is cut short, and so the slices of a million texts must be steps, not one transaction.
      if (!isSqlite(db)) await db.query('COMMIT');
      await fill(db, table, columns);
      if (isSqlite(db)) await createFts(db, table, ['words'], 'ascii');
      else if (!(await isIndexed(db, table, 'words'))) await replaceFulltext(db, table, ['words']);
    }
  }

  async down(db: QueryRunner) {
    for (const { table, columns } of indexed.toReversed()) {
      if (isSqlite(db)) await dropFts(db, table);
      else await replaceFulltext(db, table, columns);
      await dropColumns(db, table, ['words']);
      if (isSqlite(db)) await createFts(db, table, columns, 'unicode61 remove_diacritics 2');
    }
  }
}

async function fill(db: QueryRunner, table: string, columns: string[]) {
  for (let last = 0; ;) {
    const rows = (await db.query(
      `SELECT id, ${columns.join(', ')} FROM ${table} WHERE id > ? AND words IS NULL ORDER BY id LIMIT ${atOnce}`,
      [last],
    )) as ({ id: number } & Record<string, string | null>)[];
    if (!rows.length) return;
    const words = rows.flatMap((row) => [row.id, wordsOf(...columns.map((column) => row[column]!))]);
    await db.query(
      `UPDATE ${table} SET words = CASE id ${rows.map(() => 'WHEN ? THEN ?').join(' ')} END
       WHERE id IN (${rows.map(() => '?').join(', ')})`,
      [...words, ...rows.map(({ id }) => id)],
    );
    last = rows.at(-1)!.id;
  }
}

async function createFts(db: QueryRunner, table: string, columns: string[], tokenizer: string) {
  const list = columns.join(', ');
  const values = (row: 'old' | 'new') => columns.map((column) => `${row}.${column}`).join(', ');
  const forget = `INSERT INTO ${table}_fts (${table}_fts, rowid, ${list}) VALUES ('delete', old.id, ${values('old')});`;
  const learn = `INSERT INTO ${table}_fts (rowid, ${list}) VALUES (new.id, ${values('new')});`;
  await db.query(
    `CREATE VIRTUAL TABLE ${table}_fts USING fts5(${list}, content='${table}', content_rowid='id', tokenize='${tokenizer}', prefix='2 3')`,
  );
  await db.query(`CREATE TRIGGER ${table}_fts_insert AFTER INSERT ON ${table} BEGIN ${learn} END`);
  await db.query(`CREATE TRIGGER ${table}_fts_delete AFTER DELETE ON ${table} BEGIN ${forget} END`);
  await db.query(`CREATE TRIGGER ${table}_fts_update AFTER UPDATE OF ${list} ON ${table} BEGIN ${forget} ${learn} END`);
  await db.query(`INSERT INTO ${table}_fts (${table}_fts) VALUES ('rebuild')`);
  await db.query(`INSERT INTO ${table}_fts (${table}_fts, rank) VALUES ('secure-delete', 1)`);
}

async function dropFts(db: QueryRunner, table: string) {
  for (const event of ['insert', 'delete', 'update']) await db.query(`DROP TRIGGER ${table}_fts_${event}`);
  await db.query(`DROP TABLE ${table}_fts`);
}

async function isIndexed(db: QueryRunner, table: string, column: string): Promise<boolean> {
  const rows = (await db.query(
    `SHOW INDEX FROM ${table} WHERE Key_name = 'ft_${table}' AND Column_name = '${column}'`,
  )) as object[];
  return rows.length > 0;
}

// Common words count too: "when" and "how" are what people remember of a text.
async function replaceFulltext(db: QueryRunner, table: string, columns: string[]) {
  await db.query('SET SESSION innodb_ft_enable_stopword = OFF');
  await db.query(`ALTER TABLE ${table} DROP INDEX ft_${table}, ADD FULLTEXT INDEX ft_${table} (${columns.join(', ')})`);
}
