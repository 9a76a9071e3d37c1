import type { QueryRunner } from 'typeorm';
import { isSqlite } from './columns.js';

/** By table and index: all rows, then how many there are by the first column, by the first two and so on. */
export type Sizes = Record<string, Record<string, string>>;

/** Tells SQLite how large tables get in an office of years. It plans by that, and never counts on its own. */
export async function tellSizes(db: QueryRunner, sizes: Sizes) {
  if (!isSqlite(db)) return;
  for (const [table, indexes] of Object.entries(sizes))
    for (const [index, size] of Object.entries(indexes)) {
      await db.query('DELETE FROM sqlite_stat1 WHERE tbl = ? AND idx = ?', [table, index]);
      await db.query('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)', [table, index, size]);
    }
  await db.query('ANALYZE sqlite_schema');
}

/** Takes back what was told of indexes; what is said of a table goes with it. */
export async function forgetSizes(db: QueryRunner, sizes: Sizes) {
  if (!isSqlite(db)) return;
  for (const index of Object.values(sizes).flatMap(Object.keys))
    await db.query('DELETE FROM sqlite_stat1 WHERE idx = ?', [index]);
  await db.query('ANALYZE sqlite_schema');
}
