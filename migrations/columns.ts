import type { QueryRunner, TableColumnOptions, TableForeignKeyOptions, TableIndexOptions } from 'typeorm';

/** Shapes that mean the same on SQLite and on MySQL. */
export const isSqlite = (db: QueryRunner) => db.dataSource.options.type === 'better-sqlite3';

export const id = (): TableColumnOptions => ({
  name: 'id',
  type: 'integer',
  isPrimary: true,
  isGenerated: true,
  generationStrategy: 'increment',
});
export const integer = (name: string): TableColumnOptions => ({ name, type: 'integer' });
export const text = (name: string): TableColumnOptions => ({ name, type: 'text' });
/** The bytes of a file, up to sixteen megabytes. */
export const bytes = (db: QueryRunner, name: string): TableColumnOptions => ({
  name,
  type: isSqlite(db) ? 'blob' : 'mediumblob',
});
export const flag = (name: string, initially = false): TableColumnOptions => ({
  name,
  type: 'boolean',
  default: initially ? '1' : '0',
});

/** A short text. SQLite ignores lengths, so a CHECK made by `lengthChecks` enforces them there. */
export const string = (name: string, length = 190): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: String(length),
});

/** A short text that is compared as it stands, on both databases in the order of its characters. */
export const exactString = (db: QueryRunner, name: string, length = 190): TableColumnOptions => ({
  ...string(name, length),
  ...(isSqlite(db) ? {} : { collation: 'utf8mb4_bin' }),
});

/** A text that is compared as it stands. */
export const exactText = (db: QueryRunner, name: string): TableColumnOptions => ({
  ...text(name),
  ...(isSqlite(db) ? {} : { collation: 'utf8mb4_bin' }),
});

/** A moment in UTC, to the millisecond. */
export const moment = (db: QueryRunner, name: string): TableColumnOptions => ({
  name,
  type: 'datetime',
  ...(isSqlite(db) ? {} : { precision: 3 }),
});

export const optional = (column: TableColumnOptions): TableColumnOptions => ({ ...column, isNullable: true });
export const withDefault = (column: TableColumnOptions, value: string): TableColumnOptions => ({
  ...column,
  default: value,
});

/** Makes SQLite refuse a text that MySQL would refuse for its length. */
export const lengthChecks = (db: QueryRunner, columns: TableColumnOptions[]) =>
  isSqlite(db)
    ? columns
        .filter((column) => column.length)
        .map((column) => ({ expression: `"${column.name}" IS NULL OR length("${column.name}") <= ${column.length}` }))
    : [];

export const index = (name: string, ...columnNames: string[]): TableIndexOptions => ({ name, columnNames });
export const unique = (name: string, ...columnNames: string[]): TableIndexOptions => ({
  name,
  columnNames,
  isUnique: true,
});

/** `column` refers to `table`.id; rows go with what they refer to, unless told otherwise. */
export const refers = (
  name: string,
  column: string,
  table: string,
  onDelete: 'CASCADE' | 'SET NULL' | 'RESTRICT' = 'CASCADE',
): TableForeignKeyOptions => ({
  name,
  columnNames: [column],
  referencedTableName: table,
  referencedColumnNames: ['id'],
  onDelete,
});
