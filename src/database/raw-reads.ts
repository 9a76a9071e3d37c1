import { type DataSource, QueryFailedError } from 'typeorm';

/** Runs a statement with its values, and answers its rows. */
export type Read = (sql: string, values: unknown[]) => Promise<unknown[]>;

interface Statement {
  all(values: unknown[]): unknown[];
}
interface SqliteDriver {
  databaseConnection: { prepare(sql: string): Statement };
}
interface MysqlDriver {
  pool: { query(sql: string, values: unknown[], done: (error: Error | null, rows: unknown[]) => void): void };
}

/** As many statements as a busy office's pages have, several times over. */
const mostPrepared = 500;

/**
 * Reads through the connections that TypeORM made, past its query runner: that one announces each statement to
 * subscribers that Parley doesn't have, and a page of twelve statements spends more time there than in SQLite.
 */
export const rawReads = (source: DataSource): Read =>
  source.options.type === 'better-sqlite3'
    ? onSqlite(source.driver as unknown as SqliteDriver)
    : onMysql(source.driver as unknown as MysqlDriver);

function onSqlite(driver: SqliteDriver): Read {
  const prepared = new Map<string, Statement>();
  const statement = (sql: string) => {
    const known = prepared.get(sql);
    if (known) return known;
    const made = driver.databaseConnection.prepare(sql);
    if (prepared.size >= mostPrepared) prepared.delete(prepared.keys().next().value!);
    prepared.set(sql, made);
    return made;
  };
  return (sql, values) =>
    (async () => statement(sql).all(values))().catch((error: Error) => {
      throw new QueryFailedError(sql, values, error);
    });
}

const onMysql =
  ({ pool }: MysqlDriver): Read =>
  (sql, values) =>
    new Promise((resolve, reject) =>
      pool.query(sql, values, (error, rows) =>
        error ? reject(new QueryFailedError(sql, values, error)) : resolve(rows),
      ),
    );
