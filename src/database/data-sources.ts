import { join } from 'node:path';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { root } from '../root.js';
import { entities } from './entities.js';
import { folded } from './folded.js';
import { makeOwnFile } from './own-file.js';
import { migrations } from './migrations.js';
import { SnakeNames } from './snake-names.js';

export interface DataSources {
  reading: DataSource;
  writing: DataSource;
}

/** How long another process may migrate before this one gives up, in seconds. */
const longEnough = 600;

const common = {
  entities,
  migrations,
  namingStrategy: new SnakeNames(),
  migrationsTransactionMode: 'each' as const,
  logging: false as const,
};

/**
 * Connects to `sqlite:PATH` or `mysql://…`. On MySQL both names stand for one pool. SQLite gets two connections: one
 * that only reads, and sees what is committed; and one that writes, a transaction at a time (see `Database`). `patience`
 * says for how many seconds it waits for another process that migrates.
 */
export async function connect(url: string, patience = longEnough): Promise<DataSources> {
  if (url.startsWith('sqlite:')) return connectSqlite(url.slice('sqlite:'.length));
  const pool = await new DataSource(mysql(url)).initialize();
  try {
    await migrateMysql(pool, patience);
  } catch (error) {
    await pool.destroy();
    throw error;
  }
  return { reading: pool, writing: pool };
}

async function connectSqlite(path: string): Promise<DataSources> {
  const file = path.startsWith('/') ? path : join(root, path);
  makeOwnFile(file);
  const writing = await new DataSource(sqlite(file, { enableWAL: true }, true)).initialize();
  await writing.runMigrations();
  const reading = await new DataSource(sqlite(file, { readonly: true }, false)).initialize();
  return { reading, writing };
}

interface Sqlite {
  pragma(source: string): unknown;
  function(name: string, options: object, work: (text: unknown) => unknown): unknown;
}

const sqlite = (file: string, own: object, writes: boolean) =>
  ({
    ...common,
    ...own,
    type: 'better-sqlite3',
    database: file,
    statementCacheSize: 500,
    prepareDatabase: (db: Sqlite) => {
      db.pragma('busy_timeout = 5000');
      db.pragma('cache_size = -65536');
      db.pragma('mmap_size = 1073741824');
      // What was answered 200 must survive a power cut, not only a crash of this process.
      if (writes) db.pragma('synchronous = FULL');
      // What is deleted is overwritten: somebody who was erased must not be found in the free space of the file.
      if (writes) db.pragma('secure_delete = ON');
      // MySQL compares names without case and accents by itself.
      db.function('folded', { deterministic: true }, (text) => (text === null ? null : folded(String(text))));
    },
  }) as DataSourceOptions;

const mysql = (url: string) =>
  ({
    ...common,
    type: 'mysql',
    url: url.replace(/^mariadb:/, 'mysql:'),
    charset: 'utf8mb4',
    timezone: 'Z',
    supportBigNumbers: true,
    poolSize: 10,
    extra: { connectionLimit: 10, enableKeepAlive: true },
  }) as DataSourceOptions;

// Several processes may start at once: one migrates, the others wait for it. The lock is the server’s, and named for the
// database, because others may be on the same server.
async function migrateMysql(source: DataSource, patience: number) {
  const runner = source.createQueryRunner();
  const lock = `CONCAT('parley_migrations_', MD5(DATABASE()))`;
  try {
    const [row] = (await runner.query(`SELECT GET_LOCK(${lock}, ?) AS got`, [patience])) as { got: unknown }[];
    if (Number(row?.got) !== 1)
      throw new Error('another process is still bringing it up to date: start again when it has finished');
    try {
      await source.runMigrations();
    } finally {
      await runner.query(`SELECT RELEASE_LOCK(${lock})`);
    }
  } finally {
    await runner.release();
  }
}
