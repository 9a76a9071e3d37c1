import {
  Table,
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

/** Creates one table, the same on both databases: InnoDB, utf8mb4, compared without case and accents on MySQL. */
export async function createTable(db: QueryRunner, name: string, { columns, indices = [], foreignKeys = [] }: Shape) {
  await db.createTable(
    new Table({
      name,
      columns: columns.map((column) => (isSqlite(db) || !isTextual(column) ? column : { ...column, collation })),
      indices,
      foreignKeys,
      checks: lengthChecks(db, columns),
      ...(isSqlite(db) ? {} : { engine: 'InnoDB' }),
    }),
  );
}

const collation = 'utf8mb4_unicode_ci';
const isTextual = (column: TableColumnOptions) => column.type === 'varchar' || column.type === 'text';
