import { openAsBlob, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { createPool } from 'mysql2/promise';
import { ask } from './jobs.mjs';
import { firstNames, lastNames, pick, rareWord, seeded } from './words.mjs';

/** So many rows stand in one transaction of the bare driver, as in one slice of an import. */
const slice = 100;

/**
 * A file of contacts, from the upload until the last one is here: seconds of each stage, rows a second, and the memory of
 * the server before and at its most. Beside it the same rows (contact, number, value, line of history), inserted by the
 * bare driver into the same tables, as many in a transaction.
 */
export async function measureImport({ url, folder }, parley, count) {
  const cookie = await parley.signIn('lead0@bench.example');
  const [{ type }] = await ask(url, 'SELECT MIN(id) AS type FROM contact_types WHERE program_id = 1');
  const property = await aProperty(url, type);
  const floor = await floorOf(url, Math.min(count, 20_000), type, property);
  const file = join(folder, 'import.csv');
  await writeFile(file, fileOf(count));

  const memory = watchMemory(parley.child.pid);
  const begun = performance.now();
  const address = await uploaded(parley, cookie, file);
  const uploadedAt = performance.now();
  await post(parley, cookie, `${address}/mapping`, [
    ...[
      ['contactTypeId', type],
      ['hasHeader', 1],
      ['matchBy', 'external-id'],
      ['treatment', 'update'],
    ],
    ...['first-name', 'last-name', 'email', 'phone:Mobile', 'external-id', `p${property}`].map((key) => [
      'columns',
      key,
    ]),
  ]);
  await reached(url, address, 'checked');
  const triedAt = performance.now();
  await post(parley, cookie, `${address}/run`, []);
  const during = await pages(parley, cookie, () => isAt(url, address, 'done'));
  const end = performance.now();
  const [{ done }] = await ask(url, `SELECT done FROM imports WHERE id = ${idOf(address)}`);
  const { new: added } = JSON.parse(done);
  if (added !== count) throw new Error(`Of ${count} rows ${added} were imported.`);
  return {
    count,
    upload: (uploadedAt - begun) / 1000,
    dryRun: (triedAt - uploadedAt) / 1000,
    import: (end - triedAt) / 1000,
    perSecond: (1000 * count) / (end - triedAt),
    wholePerSecond: (1000 * count) / (end - begun),
    floor,
    memory: memory.stop(),
    page: during,
  };
}

export const printImport = (import_) =>
  importTable(import_).forEach(([what, figure]) => console.log(`${what.padEnd(60)} ${figure}`));

/** The same as a table. */
export const importTable = ({
  count,
  upload,
  dryRun,
  import: seconds,
  perSecond,
  wholePerSecond,
  floor,
  memory,
  page,
}) => [
  [
    `a file of ${count.toLocaleString('en-US')} contacts: upload, dry run, import`,
    `${[upload, dryRun, seconds].map((each) => each.toFixed(1)).join(' s, ')} s`,
  ],
  ['rows a second, the import alone', perSecond.toFixed(0)],
  ['rows a second, upload and dry run included', wholePerSecond.toFixed(0)],
  ['the same rows a second, inserted by the bare driver', `${floor.toFixed(0)} (× ${(perSecond / floor).toFixed(2)})`],
  ['memory of the server before, at its most', `${memory.before} MB, ${memory.most} MB`],
  ['the list of conversations meanwhile: median, p95', `${page.median.toFixed(0)} ms, ${page.p95.toFixed(0)} ms`],
];

function fileOf(count) {
  const random = seeded(7);
  const lines = ['First,Last,E-mail,Mobile,Ref,Town'];
  for (let row = 0; row < count; row++)
    lines.push(
      `${pick(firstNames, random)},${pick(lastNames, random)},bench${row}.${process.pid}@import.example,${numberOf(row)},B${process.pid}-${row},${rareWord(random)}`,
    );
  return `${lines.join('\r\n')}\r\n`;
}

// Numbers that nobody has: of the area codes from 200 on, with the exchange that is reserved for fiction.
const numberOf = (row) => `+1${201 + (row % 700)}555${String(Math.floor(row / 700) % 10_000).padStart(4, '0')}`;
const idOf = (address) => Number(address.split('/').at(-1));

async function uploaded(parley, cookie, file) {
  const body = new FormData();
  body.append('file', await openAsBlob(file), 'import.csv');
  const answer = await fetch(`${parley.url}/contacts/imports`, {
    method: 'POST',
    body,
    headers: headersFor(cookie),
    redirect: 'manual',
  });
  if (answer.status !== 303) throw new Error(`The upload was answered ${answer.status}.`);
  return answer.headers.get('location');
}

async function post(parley, cookie, path, fields) {
  const body = new URLSearchParams(fields.map(([name, value]) => [name, String(value)]));
  const { status } = await fetch(parley.url + path, {
    method: 'POST',
    body,
    headers: headersFor(cookie),
    redirect: 'manual',
  });
  if (status !== 303) throw new Error(`${path} was answered ${status}.`);
}

const headersFor = (cookie) => ({ Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' });

const isAt = async (url, address, status) =>
  (await ask(url, `SELECT status FROM imports WHERE id = ${idOf(address)}`))[0].status === status;

async function reached(url, address, status) {
  while (!(await isAt(url, address, status))) await wait(50);
}

/** Somebody who looks at the list all the while. */
async function pages(parley, cookie, isOver) {
  const times = [];
  while (!(await isOver())) {
    const begun = performance.now();
    await (await fetch(`${parley.url}/conversations`, { headers: { Cookie: cookie } })).text();
    times.push(performance.now() - begun);
    await wait(100);
  }
  const sorted = times.toSorted((one, other) => one - other);
  return { median: sorted[Math.floor(sorted.length / 2)] ?? NaN, p95: sorted[Math.floor(sorted.length * 0.95)] ?? NaN };
}

function watchMemory(pid) {
  // Without the pages of the database file, which SQLite maps and the system can take back at any time.
  const now = () => Math.round(Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);
  const before = now();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, now())), 100);
  return { stop: () => (clearInterval(timer), { before, most }) };
}

async function aProperty(url, type) {
  const run = await driver(url);
  const at = new Date().toISOString().replace('T', ' ').replace('Z', '');
  const { id } = await run.insert(
    `INSERT INTO contact_properties (program_id, contact_type_id, name, kind, position, is_required, most_users, created_at)
     VALUES (1, ?, ?, 'text', 99, 0, 1, ?)`,
    [type, `Town ${process.pid}`, at],
  );
  await run.close();
  return id;
}

async function floorOf(url, count, type, property) {
  const run = await driver(url);
  const at = new Date().toISOString().replace('T', ' ').replace('Z', '');
  const begun = performance.now();
  for (let start = 0; start < count; start += slice)
    await run.transaction(async () => {
      for (let row = start; row < Math.min(start + slice, count); row++) {
        const number = numberOf(row);
        const { id } = await run.insert(
          `INSERT INTO contacts (program_id, contact_type_id, first_name, last_name, email, external_id, created_at, updated_at)
           VALUES (1, ?, 'Floor', 'Bench', ?, ?, ?, ?)`,
          [type, `floor${row}.${process.pid}@import.example`, `F${process.pid}-${row}`, at, at],
        );
        await run.insert(
          `INSERT INTO phone_numbers (program_id, contact_id, number, reversed, label, position) VALUES (1, ?, ?, ?, 'Mobile', 0)`,
          [id, number, [...number.slice(1)].reverse().join('')],
        );
        await run.insert(
          `INSERT INTO property_values (program_id, contact_id, property_id, part, place, value, folded) VALUES (1, ?, ?, '', 0, 'Town', 'town')`,
          [id, property],
        );
        await run.insert(
          `INSERT INTO contact_changes (program_id, contact_id, kind, by_user_id, source, at) VALUES (1, ?, 'imported', 1, 'import.csv', ?)`,
          [id, at],
        );
      }
    });
  const perSecond = (1000 * count) / (performance.now() - begun);
  await run.close();
  return perSecond;
}

/** The bare driver, with the settings that Parley has. */
async function driver(url) {
  if (url.startsWith('sqlite:')) {
    const db = new Sqlite(url.slice(7));
    for (const pragma of ['busy_timeout = 5000', 'cache_size = -65536', 'synchronous = FULL', 'foreign_keys = ON'])
      db.pragma(pragma);
    const prepared = new Map();
    return {
      insert: async (sql, values) => {
        if (!prepared.has(sql)) prepared.set(sql, db.prepare(sql));
        return { id: Number(prepared.get(sql).run(values).lastInsertRowid) };
      },
      transaction: async (work) => (db.exec('BEGIN IMMEDIATE'), await work(), db.exec('COMMIT')),
      close: async () => db.close(),
    };
  }
  const pool = createPool({ uri: url, connectionLimit: 1 });
  return {
    insert: async (sql, values) => ({ id: (await pool.query(sql, values))[0].insertId }),
    transaction: async (work) => (await pool.query('BEGIN'), await work(), await pool.query('COMMIT')),
    close: () => pool.end(),
  };
}
