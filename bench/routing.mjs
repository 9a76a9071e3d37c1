import { setTimeout as wait } from 'node:timers/promises';
import { ContactFacts } from '../dist/src/contacts/facts.js';
import { Fields } from '../dist/src/contacts/fields.js';
import { rowOf } from '../dist/src/contacts/contact-values.js';
import { PropertyValue } from '../dist/src/contacts/property-value.js';
import { connect } from '../dist/src/database/data-sources.js';
import { Database } from '../dist/src/database/database.js';
import { Clock } from '../dist/src/programs/clock.js';
import { firstMatch } from '../dist/src/routing/answer.js';
import { Forecasts } from '../dist/src/routing/forecasts.js';
import { RoutingRow } from '../dist/src/routing/routing-row.js';
import { bareDriver, recording } from './bare.mjs';

const rowsOfTable = 200;
const samples = 400;
const states = ['TX', 'OK', 'NY', 'MA', 'CA', 'OR', 'WA', 'FL', 'GA', 'IL', 'OH', 'PA', 'NJ', 'VA', 'CO', 'AZ'];
const programId = 1;

/**
 * A Routing Table of two hundred rows: how long it takes to find out whose a contact is (reading what is known of the
 * contact, then comparing until the last row), and to forecast it for all contacts. Beside each its floor: the very
 * statements that were asked, by the bare driver.
 */
export async function measureRouting(url) {
  const database = new Database(await connect(url));
  const driver = await bareDriver(url);
  try {
    const fields = await new Fields(database).of(programId);
    await fill(database, fields);
    const asked = recording(database);
    const facts = new ContactFacts(database);
    const rows = tableOf(fields);
    const contacts = await database.query('SELECT id FROM contacts WHERE program_id = ? ORDER BY id LIMIT 4000', [1]);
    const ids = contacts.map(({ id }) => id).filter((_, place) => place % 10 === 0);
    const one = await evaluate({ ids, facts, fields, rows, asked, driver });
    const all = await forecast({ database, facts, rows, asked, driver });
    return { rows: rows.length, one, all };
  } finally {
    await driver.end();
    await database.onApplicationShutdown();
  }
}

async function evaluate({ ids, facts, fields, rows, asked, driver }) {
  const times = [];
  const comparing = [];
  for (let round = 0; round < samples + 50; round += 1) {
    const id = ids[round % ids.length];
    asked.clear();
    const begun = performance.now();
    const known = (await facts.of([id], programId, fields)).get(id);
    const read = performance.now();
    firstMatch(rows, known, fields);
    const done = performance.now();
    const statements = asked.taken();
    const floor = performance.now();
    for (const { sql, values } of statements) await driver.read(sql, values);
    if (round < 50) continue;
    times.push({ own: done - begun, sql: performance.now() - floor });
    comparing.push(done - read);
  }
  return {
    median: median(times.map(({ own }) => own)),
    comparing: median(comparing),
    sql: median(times.map(({ sql }) => sql)),
  };
}

async function forecast({ database, facts, rows, asked, driver }) {
  const forecasts = new Forecasts(database, new Fields(database), facts, new Clock());
  asked.clear();
  const begun = performance.now();
  const table = { id: 0, programId, version: 1, rows };
  const known = forecasts.of(table, 'all');
  while (known.state === 'counting') {
    await wait(20);
    forecasts.of(table, 'all');
  }
  if (known.state !== 'done') throw new Error(`The forecast is ${known.state}.`);
  const seconds = (performance.now() - begun) / 1000;
  const statements = asked.taken();
  const floor = performance.now();
  for (const { sql, values } of statements) await driver.read(sql, values);
  return { contacts: known.total, seconds, sql: (performance.now() - floor) / 1000 };
}

export function printRouting({ rows, one, all }) {
  console.log(
    `routing: ${rows} rows for one contact: ${one.median.toFixed(2)} ms (comparing ${one.comparing.toFixed(2)} ms), ` +
      `its SQL ${one.sql.toFixed(2)} ms × ${(one.sql / one.median).toFixed(2)}; all ${all.contacts} contacts: ` +
      `${all.seconds.toFixed(1)} s, its SQL ${all.sql.toFixed(1)} s × ${(all.sql / all.seconds).toFixed(2)}`,
  );
}

/** The same as a table. */
export const routingTable = ({ rows, one, all }) => [
  [`a Routing Table of ${rows} rows`, ''],
  ['whose one contact is: median', `${one.median.toFixed(2)} ms`],
  ['of these, comparing', `${one.comparing.toFixed(2)} ms`],
  ['its SQL by the bare driver', `${one.sql.toFixed(2)} ms`],
  [`what it does with all ${all.contacts.toLocaleString('en-US')} contacts`, `${all.seconds.toFixed(1)} s`],
  ['its SQL by the bare driver', `${all.sql.toFixed(1)} s`],
];

/** A state for nearly everybody of the first program, if there is none yet. */
async function fill(database, fields) {
  const { propertyIds } = fields.find(({ part }) => part === 'state');
  const [known] = await database.query('SELECT 1 AS one FROM property_values WHERE part = ? LIMIT 1', ['state']);
  if (known) return;
  const contacts = await database.query(
    `SELECT contact.id, property.id AS property FROM contacts contact
     JOIN contact_properties property ON property.contact_type_id = contact.contact_type_id
     WHERE contact.program_id = ? AND property.id IN (${propertyIds.join(', ')}) ORDER BY contact.id`,
    [programId],
  );
  const rows = contacts.map(({ id: contactId, property: propertyId }, place) =>
    rowOf({ programId, contactId, propertyId }, { part: 'state', value: states[place % states.length] }),
  );
  for (let from = 0; from < rows.length; from += 500)
    await database.transaction(() => database.insertAll(PropertyValue, rows.slice(from, from + 500)));
}

/** Rows that nobody meets, of the conditions that offices write, and at last one that takes everybody. */
function tableOf(fields) {
  const state = fields.find(({ part }) => part === 'state').key;
  const row = (details) => RoutingRow.of(programId, { joined: 'all', givesTo: 'one', userIds: [1], ...details });
  const rows = Array.from({ length: rowsOfTable - 1 }, (_, place) =>
    row({
      isOtherwise: false,
      conditions: [
        {
          field: state,
          operator: 'is-any-of',
          values: [states[place % states.length], states[(place + 5) % states.length]],
        },
        { field: 'last-name', operator: 'is-between', values: [`q${place}`, `q${place}zz`] },
      ],
    }),
  );
  return [...rows, row({ isOtherwise: true, conditions: [] })];
}

const median = (times) => times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)];
