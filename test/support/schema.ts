import { isOnMysql } from './database.js';
import type { Parley } from './parley.js';

export interface Reference {
  table: string;
  column: string;
  to: string;
  onDelete: string;
}

/** Everything that refers to these tables, as the database itself says. */
export async function referring(parley: Parley, ...tables: string[]): Promise<Reference[]> {
  const rows = await parley.rows<Reference>(
    isOnMysql
      ? `SELECT used.TABLE_NAME AS \`table\`, used.COLUMN_NAME AS \`column\`, used.REFERENCED_TABLE_NAME AS \`to\`,
           rule.DELETE_RULE AS onDelete
         FROM information_schema.KEY_COLUMN_USAGE used JOIN information_schema.REFERENTIAL_CONSTRAINTS rule
           ON rule.CONSTRAINT_SCHEMA = used.TABLE_SCHEMA AND rule.CONSTRAINT_NAME = used.CONSTRAINT_NAME
         WHERE used.TABLE_SCHEMA = DATABASE() AND used.REFERENCED_TABLE_NAME IS NOT NULL`
      : `SELECT list.name AS 'table', key."from" AS 'column', key."table" AS 'to', key.on_delete AS onDelete
         FROM sqlite_master list JOIN pragma_foreign_key_list(list.name) key WHERE list.type = 'table'`,
  );
  return rows.filter(({ to }) => tables.includes(to));
}
