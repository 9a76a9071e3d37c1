import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { freePort, installed, launch, speaks } from '../test/support/server.mjs';
import { mariadbBulk, sqliteBulk } from './bulk.mjs';

/** What is passed to MariaDB: as durable as it comes, with the memory of a small server. */
export const mariadbSettings = [
  '--innodb-flush-log-at-trx-commit=1',
  '--innodb-doublewrite=1',
  '--innodb-buffer-pool-size=2G',
  '--innodb-log-file-size=1G',
  '--skip-log-bin',
  '--performance-schema=off',
  '--character-set-server=utf8mb4',
  '--collation-server=utf8mb4_unicode_ci',
];

/** A folder on disk (not in memory, so that commits cost what they cost), thrown away at the end unless it is kept. */
function folderFor(name, keep) {
  const folder = keep ? join(tmpdir(), `parley-bench-${name}`) : mkdtempSync(join(tmpdir(), `parley-bench-${name}-`));
  const isFull = existsSync(join(folder, 'full'));
  if (!isFull) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return { folder, isFull, drop: () => keep || rmSync(folder, { recursive: true, force: true }) };
}

export async function sqlite({ keep }) {
  const { folder, isFull, drop } = folderFor('sqlite', keep);
  const file = join(folder, 'parley.sqlite');
  return { name: 'SQLite', url: `sqlite:${file}`, folder, isFull, bulk: sqliteBulk(file), stop: async () => drop() };
}

export async function mariadb({ keep }) {
  const { folder, isFull, drop } = folderFor('mariadb', keep);
  const data = join(folder, 'data');
  if (!isFull) await install(data);
  const port = await freePort();
  const guarded = join(folder, 'running');
  mkdirSync(guarded, { recursive: true });
  const places = [
    `--datadir=${data}`,
    `--port=${port}`,
    `--socket=${guarded}/socket`,
    `--pid-file=${guarded}/pid`,
    `--log-error=${guarded}/log`,
  ];
  const options = [
    '--no-defaults',
    ...asRoot(),
    ...places,
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    ...mariadbSettings,
  ];
  const server = launch(installed('mariadbd'), options, guarded);
  if (!(await speaks(port, {}))) throw new Error('MariaDB did not start.');
  const address = `mysql://root@127.0.0.1:${port}/`;
  if (!isFull) await run(address, 'CREATE DATABASE parley CHARACTER SET utf8mb4');
  const url = `${address}parley`;
  const stop = async () => {
    await run(address, 'SHUTDOWN').catch(() => undefined);
    while (existsSync(`${guarded}/pid`)) await wait(50);
    await server.stop();
    drop();
  };
  return { name: 'MariaDB', url, folder, isFull, bulk: mariadbBulk(url), stop };
}

const asRoot = () => (process.getuid?.() === 0 ? ['--user=root'] : []);

const install = (data) =>
  promisify(execFile)(installed('mariadb-install-db'), [
    '--no-defaults',
    `--datadir=${data}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    '--skip-name-resolve',
    ...asRoot(),
  ]);

async function run(url, sql) {
  const connection = await createConnection(url);
  await connection.query(sql);
  await connection.end();
}
