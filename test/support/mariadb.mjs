import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, installed, launch, speaks, throwAwayFolder } from './server.mjs';

export const mariadb = () => installed('mariadbd') && installed('mariadb-install-db');

/** A private MariaDB without a password on a free port: `{ url, stop }`. Fast, because it may forget everything. */
export async function startMariadb() {
  const folder = throwAwayFolder('mariadb');
  const data = join(folder, 'data');
  const log = join(folder, 'log');
  const port = await freePort();
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  await fill(data, user);
  const server = launch(installed('mariadbd'), [...options(port, data, log), ...user], folder);
  if (await speaks(port, {})) return { url: `mysql://root@127.0.0.1:${port}/`, stop: server.stop };

  const said = readFileSync(log, 'utf8').trim().split('\n').slice(-8).join('\n');
  await server.stop();
  throw new Error(`MariaDB did not start:\n${said}`);
}

const fill = (data, user) =>
  promisify(execFile)(installed('mariadb-install-db'), [
    '--no-defaults',
    `--datadir=${data}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    '--skip-name-resolve',
    ...user,
  ]);

const options = (port, data, log) => [
  '--no-defaults',
  `--datadir=${data}`,
  // Not the machine’s: a server that starts there sweeps away what another one is using.
  `--tmpdir=${dirname(data)}`,
  `--port=${port}`,
  '--bind-address=127.0.0.1',
  `--socket=${data}.sock`,
  `--pid-file=${data}.pid`,
  `--log-error=${log}`,
  '--skip-name-resolve',
  '--skip-log-bin',
  '--character-set-server=utf8mb4',
  '--collation-server=utf8mb4_unicode_ci',
  '--max-connections=500',
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-flush-method=nosync',
  '--innodb-doublewrite=0',
  '--innodb-buffer-pool-size=64M',
  '--innodb-log-file-size=16M',
  '--performance-schema=off',
];
