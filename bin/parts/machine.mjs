import { existsSync } from 'node:fs';
import { chromium, headlessShell } from '../../test/support/chromium.mjs';
import { mariadb } from '../../test/support/mariadb.mjs';
import { redis } from '../../test/support/redis.mjs';
import { Failure } from './failure.mjs';
import { captured } from './node24.mjs';

// Of several packages the first is wanted that the system knows. What serves instead is made do with where it must be.
const parts = {
  mariadb: { isThere: mariadb, packages: ['mariadb-server'] },
  redis: { isThere: redis, packages: ['redis-server'] },
  chromium: { isThere: headlessShell, serves: chromium, packages: ['chromium-headless-shell', 'chromium'] },
};

/** Sees to it that the programs which the tests need beside Node are there; installs them where it may. */
export async function equip(names) {
  const wanted = names.map((name) => parts[name]).filter((part) => !part.isThere());
  const needed = wanted.filter((part) => !part.serves?.());
  if (mayInstall() && wanted.length) await install(wanted).catch((failure) => needed.length && Promise.reject(failure));
  const absent = needed.filter((part) => !part.isThere() && !part.serves?.()).map((part) => part.packages.at(-1));
  if (absent.length) {
    throw new Failure(
      `The tests need ${absent.join(', ')}, which this machine lacks. Install with your system’s package manager ` +
        `(on Debian: apt-get install ${absent.join(' ')}), or run a part only: npm test -- --only=unit`,
    );
  }
}

async function install(parts) {
  await aptGet('update');
  const packages = await Promise.all(parts.map((part) => firstKnown(part.packages)));
  console.log(`Installing ${packages.join(', ')} …`);
  await aptGet('install', '-y', '--no-install-recommends', ...packages);
}

async function firstKnown(packages) {
  for (const name of packages) if ((await captured('/usr/bin/apt-cache', ['show', name])).code === 0) return name;
  return packages.at(-1);
}

const mayInstall = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

async function aptGet(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { code, output } = await captured('/usr/bin/apt-get', ['-q', ...args], { env });
  if (code === 0) return;
  const said = output.trim().split('\n').slice(-10).join('\n');
  throw new Failure(`apt-get ${args[0]} failed: is the network there, and is nobody else installing?\n\n${said}`);
}
