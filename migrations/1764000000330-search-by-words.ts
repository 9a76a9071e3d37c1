import type { MigrationInterface, QueryRunner } from 'typeorm';
import { wordsOf } from '../src/database/words.js';
import { exactText, isSqlite, optional } from './columns.js';
import { addColumns, dropColumns } from './create.js';
import { createFts, dropFts } from './full-text.js';

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
      if (isSqlite(db)) await createFilledFts(db, table, ['words'], 'ascii');
      else if (!(await isIndexed(db, table, 'words'))) await replaceFulltext(db, table, ['words']);
    }
  }

  async down(db: QueryRunner) {
    for (const { table, columns } of indexed.toReversed()) {
      if (isSqlite(db)) await dropFts(db, table);
      else await replaceFulltext(db, table, columns);
      await dropColumns(db, table, ['words']);
      if (isSqlite(db)) await createFilledFts(db, table, columns, 'unicode61 remove_diacritics 2');
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

// Of rows that are there already, and so that what is deleted leaves nothing behind.
async function createFilledFts(db: QueryRunner, table: string, columns: string[], tokenizer: string) {
  await createFts(db, table, columns, tokenizer);
  await db.query(`INSERT INTO ${table}_fts (${table}_fts) VALUES ('rebuild')`);
  await db.query(`INSERT INTO ${table}_fts (${table}_fts, rank) VALUES ('secure-delete', 1)`);
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
