import { ContactChoice } from '../dist/src/contacts/contact-choice.js';
import { ContactGrid } from '../dist/src/contacts/contact-grid.js';
import { Fields } from '../dist/src/contacts/fields.js';
import { GridColumns } from '../dist/src/contacts/grid-columns.js';
import { GridRecords } from '../dist/src/contacts/grid-records.js';
import { PropertyFilter } from '../dist/src/contacts/property-filter.js';
import { connect } from '../dist/src/database/data-sources.js';
import { Database } from '../dist/src/database/database.js';
import { SavedViews } from '../dist/src/people/saved-views.js';
import { Search } from '../dist/src/search/search.js';
import { bareDriver, recording } from './bare.mjs';

const programId = 1;
const most = 1_000_000;
const member = { programId, userId: 1, country: 'US', can: () => true };
/** Each page is asked for so often, or for so long in milliseconds. */
const samples = 40;
const longest = 4000;

/**
 * Pages of the list of contacts, filtered, sorted and searched, with the contacts of the office and with a million. Beside each
 * its floor: the very statements that were asked, by the bare driver.
 */
export async function measureGrid(url, isSmall) {
  const database = new Database(await connect(url));
  const driver = await bareDriver(url);
  try {
    const asked = recording(database);
    const property = await numbered(database);
    const grid = gridOn(database);
    const measured = [];
    for (const goal of isSmall ? [0] : [0, most]) {
      if (goal) await grow(database, property, goal);
      const [{ count }] = await database.query('SELECT COUNT(*) AS count FROM contacts WHERE program_id = ?', [
        programId,
      ]);
      const pages = [];
      for (const [what, said] of await visits(database, grid, property))
        pages.push({ what, ...(await measure(grid, said, asked, driver)) });
      measured.push({ count: Number(count), pages });
    }
    return measured;
  } finally {
    await driver.end();
    await database.onApplicationShutdown();
  }
}

function gridOn(database) {
  const fields = new Fields(database);
  const choice = new ContactChoice(new Search(database), new PropertyFilter(database));
  const records = new GridRecords(database, choice);
  return new ContactGrid(database, fields, new GridColumns(database), records, new SavedViews(database));
}

async function visits(database, grid, property) {
  const [{ id: state }] = await database.query(
    `SELECT MIN(id) AS id FROM contact_properties WHERE program_id = ? AND kind = 'address'`,
    [programId],
  );
  const deep = (await grid.of({ sort: '-created' }, member)).nextUrl;
  return [
    ['by name', {}],
    ['the next page, newest first', Object.fromEntries(new URL(deep, 'http://x').searchParams)],
    ['sorted by e-mail', { sort: 'email' }],
    ['sorted by a number', { sort: `p${property}` }],
    ['State is TX', { f: `p${state}.state.is.TX` }],
    ['State is TX, sorted by a number', { f: `p${state}.state.is.TX`, sort: `p${property}` }],
    ['a number is between', { f: `p${property}.is-between.100,101` }],
    ['Last Name contains “son”', { f: 'last-name.contains.son' }],
    ['searched: maya', { q: 'maya' }],
    ['searched: maya, State is TX', { q: 'maya', f: `p${state}.state.is.TX` }],
  ];
}

async function measure(grid, said, asked, driver) {
  const own = [];
  const sql = [];
  const until = performance.now() + longest;
  for (let round = 0; round < samples + 3 && (round < 4 || performance.now() < until); round += 1) {
    asked.clear();
    const begun = performance.now();
    await grid.of(said, member);
    const done = performance.now();
    const statements = asked.taken();
    const floor = performance.now();
    for (const { sql: statement, values } of statements) await driver.read(statement, values);
    if (round < 3) continue;
    own.push(done - begun);
    sql.push(performance.now() - floor);
  }
  return { median: at(own, 0.5), p95: at(own, 0.95), sql: at(sql, 0.5) };
}

const at = (times, share) => times.toSorted((one, other) => one - other)[Math.floor(times.length * share)];

/** A number and a state for each contact; the id of the property that holds the number. */
async function numbered(database) {
  const known = await property(database);
  if (known) return known;
  const [{ type }] = await database.query('SELECT MIN(id) AS type FROM contact_types WHERE program_id = ?', [
    programId,
  ]);
  await database.transaction(() =>
    database.run(
      `INSERT INTO contact_properties (program_id, contact_type_id, name, kind, position, is_required, most_users, created_at)
       VALUES (?, ?, 'Score', 'number', 99, 0, 1, ?)`,
      [programId, type, new Date()],
    ),
  );
  const made = await property(database);
  await database.transaction(() => values(database, made, 0));
  return made;
}

const property = async (database) =>
  (
    await database.query(`SELECT MIN(id) AS id FROM contact_properties WHERE program_id = ? AND name = 'Score'`, [
      programId,
    ])
  )[0].id;

/** Values of the contacts with a higher id than `after`: of one type a number, of all a state where there is none yet. */
async function values(database, score, after) {
  const states = ['TX', 'OK', 'NY', 'MA', 'CA', 'OR', 'WA', 'FL', 'GA', 'IL', 'OH', 'PA', 'NJ', 'VA', 'CO', 'AZ'];
  const chosen = (column) =>
    `CASE ${states.map((state, place) => `WHEN ${column} % 16 = ${place} THEN '${state}'`).join(' ')} END`;
  await database.run(
    `INSERT INTO property_values (program_id, contact_id, property_id, part, place, value, folded, number)
     SELECT contact.program_id, contact.id, ?, '', 0, contact.id % 1000, contact.id % 1000, contact.id % 1000
     FROM contacts contact JOIN contact_properties property ON property.id = ? AND property.contact_type_id = contact.contact_type_id
     WHERE contact.program_id = ? AND contact.id > ?`,
    [score, score, programId, after],
  );
  await database.run(
    `INSERT INTO property_values (program_id, contact_id, property_id, part, place, value, folded, number)
     SELECT contact.program_id, contact.id, property.id, 'state', 0, ${chosen('contact.id')}, LOWER(${chosen('contact.id')}), NULL
     FROM contacts contact JOIN contact_properties property ON property.contact_type_id = contact.contact_type_id AND property.kind = 'address'
     WHERE contact.program_id = ? AND contact.id > ?
       AND NOT EXISTS (SELECT 1 FROM property_values known WHERE known.contact_id = contact.id AND known.property_id = property.id)`,
    [programId, after],
  );
}

/** Copies the contacts until there are so many. */
async function grow(database, score, goal) {
  const [{ count, last }] = await database.query(
    'SELECT COUNT(*) AS count, MAX(id) AS last FROM contacts WHERE program_id = ?',
    [programId],
  );
  for (let there = Number(count); there < goal; there += Number(count))
    await database.transaction(() =>
      database.run(
        `INSERT INTO contacts (program_id, contact_type_id, first_name, last_name, email, words, created_at, updated_at)
         SELECT program_id, contact_type_id, first_name, last_name, email, words, created_at, updated_at FROM contacts
         WHERE program_id = ? AND id <= ? ORDER BY id LIMIT ${Math.min(Number(count), goal - there)}`,
        [programId, last],
      ),
    );
  await database.transaction(() => values(database, score, last));
}

export function printGrid(measured) {
  for (const { count, pages } of measured)
    for (const { what, median, p95, sql } of pages)
      console.log(
        `grid of ${count.toLocaleString('en-US').padStart(9)}: ${what.padEnd(34)} ${median.toFixed(1).padStart(7)} ms ` +
          `p95 ${p95.toFixed(1).padStart(7)} its SQL ${sql.toFixed(1).padStart(7)} × ${(sql / median).toFixed(2)}`,
      );
}

/** The same as a table. */
export const gridTable = (measured) => [
  ['the list of contacts', ...measured.map(({ count }) => `${count.toLocaleString('en-US')}: median, p95, of its SQL`)],
  ...measured[0].pages.map(({ what }, place) => [
    what,
    ...measured.map(({ pages }) => {
      const { median, p95, sql } = pages[place];
      return `${median.toFixed(1)} ms, ${p95.toFixed(1)} ms, ${(sql / median).toFixed(2)}`;
    }),
  ]),
];
