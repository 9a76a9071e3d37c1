import { asSql } from '../database/columns.js';
import type { Condition } from '../database/condition.js';
import type { Row } from './merge-step.js';

/** A row as a query returns it, the same on both databases, so that it can be kept, compared and written back. */
export const plain = (row: Record<string, unknown>): Row =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      value instanceof Date ? asSql(value) : (value as Row[string]),
    ]),
  );

/** Whether a row still says, in these columns, what it said. */
export const says = (row: Row | undefined, columns: Row): row is Row =>
  row !== undefined && Object.entries(columns).every(([column, value]) => row[column] === value);

/** `a = ? AND b = ?` */
export const where = (columns: Row): Condition => ({
  sql: Object.keys(columns)
    .map((column) => `${quoted(column)} = ?`)
    .join(' AND '),
  values: Object.values(columns),
});

// Backticks mean the same on both; some columns are called like words of SQL.
export const quoted = (column: string) => `\`${column}\``;

export const listed = (columns: Row) => Object.keys(columns).map(quoted).join(', ');

/** Whether two lists of rows say the same in these columns, in any order. */
export function sameRows(some: Row[], others: Row[], columns: string[]): boolean {
  const spoken = (rows: Row[]) => rows.map((row) => JSON.stringify(columns.map((column) => row[column]))).sort();
  return JSON.stringify(spoken(some)) === JSON.stringify(spoken(others));
}
