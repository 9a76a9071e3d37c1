// `npm test`: every test, on both databases. `npm test -- inbox` runs the files with "inbox" in their path,
// `npm test -- --only=unit` one part (unit, sqlite, mariadb, journeys).
import { startMariadb } from '../test/support/mariadb.mjs';
import { startRedis } from '../test/support/redis.mjs';
import { headlessShell, wholeChromium } from '../test/support/chromium.mjs';
import { orExplain } from './parts/failure.mjs';
import { runTests } from './parts/jest.mjs';
import { equip } from './parts/machine.mjs';
import { installPackages } from './parts/packages.mjs';
import { chosenRings } from './parts/rings.mjs';

const settings = /^(PORT|HOST|PUBLIC_URL|DATABASE_URL|SESSION_SECRET|REDIS_URL|SMTP_URL|DEMO|NODE_ENV|VONAGE_.*)$/;
const total = { passed: 0, failed: 0, skipped: 0 };
const servers = [];
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (interrupted = true));

await orExplain(async () => {
  const rings = chosenRings(process.argv.slice(2));
  // Unit tests run from the sources, so they may run while something else doesn't compile.
  await (rings.every((ring) => ring.part === 'unit') ? installPackages() : import('./set-up.mjs'));
  try {
    const environment = await prepare(new Set(rings.flatMap((ring) => ring.needs)));
    for (const ring of rings) if (!interrupted) await run(ring, environment);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
});

const { passed, failed, skipped } = total;
console.log(`\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exit(failed || interrupted ? 1 : 0);

/** What the tests find in their environment. A server that is named there already is used instead of a private one. */
async function prepare(needs) {
  const { TEST_DATABASE_URL, TEST_REDIS_URL, CHROMIUM } = process.env;
  if (TEST_DATABASE_URL) needs.delete('mariadb');
  if (TEST_REDIS_URL) needs.delete('redis');
  if (CHROMIUM) for (const part of ['chromium', 'headless-shell']) needs.delete(part);
  await equip([...needs]);
  return {
    mariadb: TEST_DATABASE_URL ?? (needs.has('mariadb') ? await started(startMariadb) : undefined),
    redis: TEST_REDIS_URL ?? (needs.has('redis') ? await started(startRedis) : undefined),
    chromium: CHROMIUM ?? wholeChromium(),
    headlessShell: CHROMIUM ? undefined : headlessShell(),
  };
}

async function started(start) {
  const server = await start();
  servers.push(server);
  return server.url;
}

async function run(ring, servers) {
  const { name, files, isolated } = ring;
  console.log(`\n== ${name}`);
  const begun = performance.now();
  const result = await runTests(files, environmentOf(ring, servers), { isolated });
  for (const count of Object.keys(total)) total[count] += result[count];
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`-- ${name}: ${result.passed} passed, ${result.failed} failed in ${seconds} s`);
}

// A developer's own settings must not reach the tests: they might text real people.
function environmentOf({ needs, isOnMariadb }, { mariadb, redis, chromium, headlessShell }) {
  const own = Object.entries(process.env).filter(([name]) => !settings.test(name) && !name.startsWith('TEST_'));
  return {
    ...Object.fromEntries(own),
    ...(isOnMariadb && { TEST_DATABASE_URL: mariadb }),
    ...(needs.includes('mariadb') && { TEST_MARIADB_URL: mariadb }),
    ...(needs.includes('redis') && { TEST_REDIS_URL: redis }),
    ...(needs.includes('chromium') && { CHROMIUM: chromium, HEADLESS_SHELL: headlessShell }),
  };
}
