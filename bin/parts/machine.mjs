import { existsSync } from 'node:fs';
import { headlessShell, wholeChromium } from '../../test/support/chromium.mjs';
import { mariadb } from '../../test/support/mariadb.mjs';
import { redis } from '../../test/support/redis.mjs';
import { Failure } from './failure.mjs';
import { captured } from './node24.mjs';

const parts = {
  mariadb: { isThere: mariadb, package: 'mariadb-server' },
  redis: { isThere: redis, package: 'redis-server' },
  chromium: { isThere: wholeChromium, package: 'chromium' },
  'headless-shell': { isThere: headlessShell, package: 'chromium-headless-shell', isExtra: true },
};

/** Sees to it that the programs which the tests need beside Node are there; installs them where it may. */
export async function equip(names) {
  const missing = names.map((name) => parts[name]).filter((part) => !part.isThere());
  const [extras, needed] = [missing.filter((part) => part.isExtra), missing.filter((part) => !part.isExtra)];
  const packages = needed.map((part) => part.package);
  if (needed.length && !mayInstall()) {
    throw new Failure(
      `The tests need ${packages.join(', ')}, which this machine lacks. Install with your system’s package manager ` +
        `(on Debian: apt-get install ${packages.join(' ')}), or run a part only: npm test -- --only=unit`,
    );
  }
  if (needed.length) await install(needed);
  // What only makes it quicker is done without where it can't be had.
  if (extras.length && mayInstall()) await install(extras).catch(() => undefined);
  const absent = needed.filter((part) => !part.isThere()).map((part) => part.package);
  if (absent.length) throw new Failure(`Installed, but not found afterwards: ${absent.join(', ')}.`);
}

async function install(parts) {
  const packages = parts.map((part) => part.package);
  console.log(`Installing ${packages.join(', ')} …`);
  await aptGet('update');
  await aptGet('install', '-y', '--no-install-recommends', ...packages);
}

const mayInstall = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

async function aptGet(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { code, output } = await captured('/usr/bin/apt-get', ['-q', ...args], { env });
  if (code === 0) return;
  const said = output.trim().split('\n').slice(-10).join('\n');
  throw new Failure(`apt-get ${args[0]} failed: is the network there, and is nobody else installing?\n\n${said}`);
}
