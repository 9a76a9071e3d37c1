import {
  Table,
  TableIndex,
  type QueryRunner,
  type TableColumnOptions,
  type TableForeignKeyOptions,
  type TableIndexOptions,
} from 'typeorm';
import { isSqlite, lengthChecks } from './columns.js';

interface Shape {
  columns: TableColumnOptions[];
  indices?: TableIndexOptions[];
  foreignKeys?: TableForeignKeyOptions[];
}

/**
 * Creates one table, the same on both databases: InnoDB, utf8mb4, compared without case and accents on MySQL. There each of
 * these steps is kept when a migration is cut short, so a step that was done already is passed over.
 */
export async function createTable(db: QueryRunner, name: string, { columns, indices = [], foreignKeys = [] }: Shape) {
  await db.createTable(
    new Table({
      name,
      columns: columns.map((column) => (isSqlite(db) || !isTextual(column) ? column : { collation, ...column })),
      indices,
      foreignKeys,
      checks: lengthChecks(db, columns),
      ...(isSqlite(db) ? {} : { engine: 'InnoDB' }),
    }),
    true,
  );
}

/** Adds an index to a table that is there. */
export async function addIndex(db: QueryRunner, table: string, index: TableIndexOptions) {
  const known = await db.getTable(table);
  if (!known?.indices.some(({ name }) => name === index.name)) await db.createIndex(table, new TableIndex(index));
}

const collation = 'utf8mb4_unicode_ci';
const isTextual = (column: TableColumnOptions) => column.type === 'varchar' || column.type === 'text';

/**
 * Adds columns to a table that is there. Not TypeORM's addColumn, which on SQLite makes the table anew and so loses what
 * hangs on it (triggers of the search, planner figures).
 */
export async function addColumns(db: QueryRunner, table: string, columns: TableColumnOptions[]) {
  for (const column of columns) {
    if (await db.hasColumn(table, column.name)) continue;
    const rest = [
      ...(column.collation ? [`COLLATE ${column.collation}`] : []),
      column.isNullable ? 'NULL' : 'NOT NULL',
      ...(column.default === undefined ? [] : [`DEFAULT ${column.default}`]),
      ...lengthChecks(db, [column]).map(({ expression }) => `CHECK (${expression})`),
    ];
    await db.query(`ALTER TABLE ${table} ADD COLUMN ${column.name} ${typeOf(db, column)} ${rest.join(' ')}`);
  }
}

/** Takes away columns that no index holds. */
export async function dropColumns(db: QueryRunner, table: string, names: string[]) {
  for (const name of names) await db.query(`ALTER TABLE ${table} DROP COLUMN ${name}`);
}

function typeOf(db: QueryRunner, { type, length, precision }: TableColumnOptions): string {
  const size = length ?? precision;
  const sized = size === undefined ? type : `${type}(${size})`;
  return isSqlite(db) ? sized : sized.replace('boolean', 'tinyint').replace('integer', 'int');
}
