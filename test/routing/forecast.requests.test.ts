import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Contact } from '../../src/contacts/contact.js';
import { Forecasts, type Forecast } from '../../src/routing/forecasts.js';
import { RoutingTables } from '../../src/routing/routing-tables.js';
import { Parley } from '../support/parley.js';
import { routedBy } from '../support/routing.js';
import { SetClock } from '../support/set-clock.js';

let parley: Parley;
let id: number;
let url: string;
let round = 0;
const clock = new SetClock();
const parents = 1100;

beforeAll(async () => {
  parley = await Parley.start({ clock });
  const { program } = parley.cast;
  const [type] = await parley.rows<{ id: number }>(
    "SELECT id FROM contact_types WHERE program_id = ? AND name = 'Parent'",
    [program.id],
  );
  const now = new Date();
  const people = Array.from({ length: parents }, (_, place) => ({
    ...{ programId: program.id, contactTypeId: type!.id, firstName: 'Pat', lastName: `Parent ${place}` },
    ...{ email: null, timeZone: null, createdAt: now, updatedAt: now },
  }));
  await parley.database.transaction(async () => {
    for (let from = 0; from < parents; from += 100)
      await parley.database.manager.insert(Contact, people.slice(from, from + 100));
  });
});
afterAll(() => parley?.close());

// Maya and Leo are the applicants, whose type employs the table.
beforeEach(async () => {
  const { dana, sam } = parley.cast;
  const named = (value: string) => [{ field: 'first-name', operator: 'is' as const, values: [value] }];
  const rows = [
    { conditions: named('Nobody'), users: [sam] },
    { conditions: named('Maya'), users: [sam] },
    { conditions: named('Pat'), givesTo: 'in-turn' as const, users: [dana, sam] },
  ];
  id = (await routedBy(parley, rows, `Recruiter ${++round}`)).table.id;
  url = `/settings/routing-tables/${id}/forecast`;
});

const forecasts = () => parley.app.get(Forecasts);
const table = () => parley.app.get(RoutingTables).find(id, { programId: parley.cast.program.id });

async function done(forecast: Forecast) {
  while (forecast.state === 'counting') await new Promise((resolve) => setImmediate(resolve));
  return forecast;
}

/** The page once it has counted, as its text. */
async function counted(query = '') {
  const avery = await parley.as('avery');
  for (;;) {
    const { text } = await avery.get(`${url}${query}`);
    if (!text.includes('data-again')) return plain(text);
  }
}
const plain = (html: string) =>
  html
    .replace(/<(script|svg)[^]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

test('At first it counts, with a way to look again; then every row and person has its part', async () => {
  const first = (await (await parley.as('avery')).get(`${url}?of=all`)).text;
  expect(first).toContain(`data-again="${url}?of&#x3D;all"`);
  expect(first).toMatch(/<noscript>[^]*Look again/);

  const text = await counted('?of=all');
  expect(text).toContain('1,102 contacts, counted Nov 20, 2026');
  expect(text).toContain('1 First Name is Nobody Sam Okafor 0 0%');
  expect(text).toContain('2 First Name is Maya Sam Okafor 1 &lt; 1%');
  expect(text).toContain('3 First Name is Pat Dana Whitfield and Sam Okafor in turn 1,100 &gt; 99%');
  expect(text).toContain('No row stays unassigned 1 &lt; 1%');
  expect(text).toContain('1 row takes nobody today.');
  expect(text).toMatch(/Sam Okafor 551 50% Dana Whitfield 550 50%/);
});

test('Unless all are wanted, the types that employ it are counted', async () => {
  const text = await counted();
  expect(text).toContain('2 contacts, counted');
  expect(text).toContain('2 First Name is Maya Sam Okafor 1 50%');
  await parley.write('UPDATE contact_properties SET routing_table_id = NULL WHERE routing_table_id = ?', [id]);
  const all = await counted();
  expect(all).toContain('No Contact Type employs this table.');
  expect(all).toContain('1,102 contacts');
});

test('Who would have more than their limit is marked', async () => {
  await parley.write('UPDATE memberships SET open_limit = 40 WHERE user_id = ?', [parley.cast.dana.id]);
  const text = await counted('?of=all');
  await parley.write('UPDATE memberships SET open_limit = NULL');
  expect(text).toContain('Dana Whitfield Over their limit of 40 open conversations 550');
});

test('The result is kept for some minutes, and no longer than the table stays as it is', async () => {
  const whole = await table();
  const forecast = await done(forecasts().of(whole, 'all'));
  expect(forecast.state).toBe('done');
  clock.pass(9 * 60_000);
  expect(forecasts().of(whole, 'all')).toBe(forecast);
  clock.pass(2 * 60_000);
  const anew = forecasts().of(whole, 'all');
  expect(anew).not.toBe(forecast);
  await done(anew);
  await (await parley.as('avery')).post(`/settings/routing-tables/${id}`, { name: `Other ${round}`, version: 1 });
  expect(await done(forecasts().of(await table(), 'all'))).not.toBe(anew);
});

test('It may be counted anew', async () => {
  const before = await done(forecasts().of(await table(), 'all'));
  const { status, location } = await (await parley.as('avery')).post(`${url}?of=all`);
  expect([status, location]).toEqual([303, `${url}?of=all`]);
  expect(forecasts().of(await table(), 'all')).not.toBe(before);
});

test('It looks at some hundreds of contacts at a time, and lets others do their work in between', async () => {
  const forecast = forecasts().of(await table(), 'all');
  const seen = new Set<number>();
  while (forecast.state === 'counting') {
    await new Promise((resolve) => setImmediate(resolve));
    seen.add(forecast.tally?.total ?? 0);
  }
  expect([...seen].filter(Boolean)).toEqual([500, 1000, 1102]);
});

test('When nobody asks for it any more it is given up', async () => {
  const forecast = forecasts().of(await table(), 'all');
  while (!forecast.tally?.total) await new Promise((resolve) => setImmediate(resolve));
  expect(forecast.tally.total).toBeLessThan(parents);
  clock.pass(61_000);
  await done(forecast);
  expect(forecast.state).toBe('dropped');
  expect(forecast.tally.total).toBeLessThan(parents);
  expect((await done(forecasts().of(await table(), 'all'))).state).toBe('done');
});

test('A count that fails says so, and can be tried again', async () => {
  const broken = Object.assign(await table(), { rows: [{ conditions: null, isOtherwise: false }] });
  const forecast = await done(forecasts().of(broken as never, 'all'));
  expect(forecast.state).toBe('failed');
  expect((await (await parley.as('avery')).get(`${url}?of=all`)).text).toContain('It could not be counted');
  await (await parley.as('avery')).post(`${url}?of=all`);
  expect(await counted('?of=all')).toContain('1,102 contacts');
});
