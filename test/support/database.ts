import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** A database of its own for one test file: on a server, by default that of TEST_DATABASE_URL, else a SQLite file. */
export async function freshDatabase(server = process.env['TEST_DATABASE_URL']): Promise<TestDatabase> {
  const name = `parley_${randomBytes(6).toString('hex')}`;
  return server ? mysql(server, name) : sqlite(name);
}

export const isOnMysql = Boolean(process.env['TEST_DATABASE_URL']);

function sqlite(name: string): TestDatabase {
  const file = join(tmpdir(), `${name}.sqlite`);
  const drop = async () => ['', '-wal', '-shm', '.secret'].forEach((ending) => rmSync(file + ending, { force: true }));
  return { url: `sqlite:${file}`, drop };
}

async function mysql(server: string, name: string): Promise<TestDatabase> {
  const run = async (sql: string) => {
    const connection = await createConnection(server);
    await connection.query(sql);
    await connection.end();
  };
  await run(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`DROP DATABASE ${name}`) };
}
