import type { Database } from '../database/database.js';
import type { Entry } from './record-sections.js';

/** So many rows at a time. */
export const slice = 500;

/** Whatever a statement finds after an id (its last `?`), slice after slice, so that little of it is in memory. */
export async function* walk<Row extends { id: number }>(
  database: Database,
  sql: string,
  values: unknown[],
  shape: (row: Row) => Entry,
): AsyncGenerator<Entry> {
  for (let after = 0; ;) {
    const rows = await database.query<Row>(`${sql} LIMIT ${slice}`, [...values, after]);
    for (const row of rows) yield shape(row);
    if (rows.length < slice) return;
    after = rows.at(-1)!.id;
  }
}
