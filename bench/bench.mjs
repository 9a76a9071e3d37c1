// `npm run bench`: how fast Parley answers with 100,000 conversations and 1,000,000 messages, beside what an answer costs
// at the least. docs/performance.md says what is measured and how.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { orExplain } from '../bin/parts/failure.mjs';
import { equip } from '../bin/parts/machine.mjs';
import { measureCampaign, printCampaign } from './campaign.mjs';
import { measureGrid, printGrid } from './grid.mjs';
import { measureRouting, printRouting } from './routing.mjs';
import { mariadb, sqlite } from './databases.mjs';
import { fill } from './filling.mjs';
import { measureImport, printImport } from './import.mjs';
import { ask, filtersOn, jobsOn } from './jobs.mjs';
import { measureFilters, measureJob, startChildren } from './measuring.mjs';
import { readOptions } from './options.mjs';
import { ParleyProcess, standInCarrier } from './parley-process.mjs';
import { print, printFilters, writeDown } from './report.mjs';

const options = readOptions(process.argv.slice(2));
const databases = { sqlite, mariadb };
const results = [];
if (options.only.includes('mariadb')) await orExplain(() => equip(['mariadb']));
for (const name of options.only) {
  results.push(await bench(await databases[name](options)));
  if (options.write) await writeDown(results, options);
}
process.exit();

async function bench(database) {
  const carrier = await standInCarrier();
  try {
    const filledIn = await filled(database);
    return { database: database.name, filledIn, ...(await measured(database, carrier)) };
  } finally {
    carrier.stop();
    await database.stop();
  }
}

async function filled(database) {
  const begun = performance.now();
  if (!database.isFull) await fill(database, options.size);
  const seconds = (performance.now() - begun) / 1000;
  writeFileSync(join(database.folder, 'full'), '');
  const { conversations, messages } = options.size;
  console.log(
    `\n== ${database.name}: ${conversations} conversations, ${messages} messages, filled in ${seconds.toFixed(0)} s`,
  );
  return seconds;
}

async function measured(database, carrier) {
  const common = { databaseUrl: database.url, carrierUrl: carrier.url };
  const { jobs, recordings } = await recorded(database, common);
  const parley = await ParleyProcess.start({ ...common, profile: options.profile });
  const children = await startChildren(database.url);
  const idle = () => settled(database.url);
  const rows = [];
  try {
    for (const [index, job] of jobs.entries()) {
      rows.push(...(await measureJob({ job, recorded: recordings[index], parley, children, idle, ...options })));
      print(rows.slice(-options.connections.length));
    }
    const filters = options.filters
      ? await measureFilters(await filtersOn(database.url, parley), parley, children)
      : [];
    printFilters(filters);
    const routing = 'routing'.includes(options.jobs) ? await measureRouting(database.url) : null;
    if (routing) printRouting(routing);
    // The last, because it leaves fifty thousand texts behind.
    const campaign = 'campaign'.includes(options.jobs) ? await measureCampaign(database.url, parley, carrier) : null;
    if (campaign) printCampaign(campaign);
    const imported = 'import'.includes(options.jobs)
      ? await measureImport(database, parley, options.size.imported)
      : null;
    if (imported) printImport(imported);
    // After all others, because it leaves a million contacts behind.
    const grid = 'grid'.includes(options.jobs)
      ? await measureGrid(database.url, options.size.imported < 100_000)
      : null;
    if (grid) printGrid(grid);
    return { rows, filters, routing, campaign, imported, grid };
  } finally {
    children.stop();
    await parley.stop();
  }
}

// In a process of its own, because watching costs time. Each request is made once before, so that caches are warm.
async function recorded(database, common) {
  const parley = await ParleyProcess.start({ ...common, recording: true });
  try {
    await counted(database.url);
    const jobs = (await jobsOn(database.url, parley)).filter(({ name }) => name.includes(options.jobs));
    const recordings = [];
    for (const job of jobs) {
      await parley.recordJob(job);
      recordings.push(await parley.recordJob(job));
    }
    return { jobs, recordings };
  } finally {
    await parley.stop();
  }
}

// The history that was filled in is counted for the reports first, which would slow everything else down.
async function counted(url) {
  const behind = `SELECT COUNT(*) AS count FROM report_bookmarks
    WHERE source = 'events' AND up_to < (SELECT MAX(id) FROM events)`;
  while (Number((await ask(url, behind))[0].count)) await new Promise((resolve) => setTimeout(resolve, 500));
}

// What was queued by the job before must not be sent during the next.
async function settled(url) {
  for (let tries = 0; tries < 300; tries++) {
    const [{ count }] = await ask(url, "SELECT COUNT(*) AS count FROM messages WHERE status IN ('queued', 'sending')");
    if (Number(count) === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
