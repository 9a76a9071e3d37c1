import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Clock } from '../../src/programs/clock.js';
import { DoorJournal } from '../../src/vonage/door-journal.js';
import { theirNumber } from '../support/cast.js';
import type { Client } from '../support/client.js';
import { inbound, Parley } from '../support/parley.js';

class MovingClock extends Clock {
  ahead = 0;
  override now() {
    return new Date(Date.now() + this.ahead);
  }
}

let parley: Parley;
let avery: Client;
const clock = new MovingClock();

beforeAll(async () => {
  parley = await Parley.start({ clock });
  avery = await parley.as('avery');
});
afterAll(() => parley.close());

const knock = (body: string, headers = {}) =>
  fetch(`${parley.url}/webhooks/vonage/inbound`, { method: 'POST', body, headers });
const journal = () => parley.app.get(DoorJournal);
const page = async (who = avery, path = '/settings/deliveries') => (await who.get(path)).text;

test('at first there is nothing, and no banner', async () => {
  expect(await journal().alarm(parley.cast.program.id)).toBe(0);
  const text = await page();
  expect(text).toContain('Nothing was refused.');
  expect(text).toContain('Everything was understood.');
});

describe('texts are refused at the door', () => {
  const ours = JSON.stringify(inbound('+16175550111', '<b>Refused</b>'));
  const theirs = JSON.stringify({
    ...inbound('+16175550111', 'For Otherton'),
    to: theirNumber,
    long: 'x'.repeat(5000),
  });

  beforeAll(async () => {
    await knock(ours);
    await knock(theirs);
    await knock('nobody’s');
  });

  test('Avery sees ours and why, and from where; never the other program’s, and of nobody’s that it was there', async () => {
    const text = await page();
    expect(text).toContain('&lt;b&gt;Refused&lt;/b&gt;');
    expect(text).not.toContain('nobody’s');
    expect(text).toContain('10 bytes');
    expect(text).toContain('It was not signed.');
    expect(text).toContain('127.0.0.1');
    expect(text).not.toContain('For Otherton');
    const olives = await page(await parley.as('olive'));
    expect([olives.includes('For Otherton'), olives.includes('&gt;Refused')]).toEqual([true, false]);
  });

  test('a banner says how many on every page of hers, for a day; Jordan, who has no settings, sees none', async () => {
    expect(await journal().alarm(parley.cast.program.id)).toBe(2);
    expect(await page(avery, '/conversations')).toContain('href="/settings/deliveries"');
    expect(await page(await parley.as('jordan'), '/conversations')).not.toContain('/settings/deliveries');
    clock.ahead = 25 * 3600_000;
    expect(await journal().alarm(parley.cast.program.id)).toBe(0);
    clock.ahead = 0;
  });

  test('only those who manage the settings may look', async () => {
    for (const who of ['jordan', 'dana', 'riley'] as const)
      expect((await (await parley.as(who)).get('/settings/deliveries')).status).toBe(403);
    expect((await parley.stranger().get('/settings/deliveries')).location).toContain('/login');
  });
});

describe('what was not understood', () => {
  const to = '12025550300';
  const misfit = async () =>
    (await parley.rows<{ id: number; state: string }>(`SELECT id, state FROM webhooks ORDER BY id DESC LIMIT 1`))[0]!;

  test('is shown, and can be tried again once its cause is gone', async () => {
    await parley.webhook('inbound', { ...inbound('+16175550111', 'To a new number'), to });
    expect(await page()).toContain('It names no number of a program.');
    const { id } = await misfit();
    expect((await avery.post(`/settings/deliveries/${id}/retry`)).location).toBe('/settings/deliveries');
    expect((await misfit()).state).toBe('misfit');

    await parley.write(`UPDATE program_numbers SET number = ? WHERE program_id = ?`, [
      `+${to}`,
      parley.cast.program.id,
    ]);
    await avery.post(`/settings/deliveries/${id}/retry`);
    expect((await misfit()).state).toBe('done');
    expect(await page()).toContain('Everything was understood.');
    expect(await page(avery, '/conversations')).toContain('To a new number');
  });

  test('trying again what was taken takes nothing twice', async () => {
    const { id } = await misfit();
    await avery.post(`/settings/deliveries/${id}/retry`);
    expect((await parley.rows(`SELECT id FROM messages WHERE body = 'To a new number'`)).length).toBe(1);
  });

  test('is not for others to touch', async () => {
    await parley.webhook('inbound', { ...inbound('+16175550111', 'x'), to, from: 'NAME' });
    const { id } = await misfit();
    expect((await (await parley.as('olive')).post(`/settings/deliveries/${id}/retry`)).status).toBe(404);
    expect((await (await parley.as('jordan')).post(`/settings/deliveries/${id}/retry`)).status).toBe(403);
    expect((await avery.post('/settings/deliveries/999999/retry')).status).toBe(404);
    expect((await avery.post('/settings/deliveries/abc/retry')).status).toBe(404);
  });
});

describe('a text to a number that is no program’s', () => {
  const number = '+12025550340';
  const misfits = async (who: Client) => {
    const text = await page(who);
    return text.slice(text.indexOf('Taken, but not understood'));
  };
  const remove = async () => {
    const [row] = await parley.rows<{ id: number }>('SELECT id FROM program_numbers WHERE number = ?', [number]);
    expect((await avery.delete(`/settings/numbers/${row!.id}`)).status).toBe(303);
  };
  const add = (who: Client) =>
    who.post('/settings/numbers', { number, label: 'Fair', optOutAnswers: 'parley', segmentsPerMinute: '60' });

  test('is told to everybody, and shown to nobody where there are several programs', async () => {
    await parley.webhook('inbound', { ...inbound('+16175550111', 'Whose is this secret?'), to: number });
    for (const who of [avery, await parley.as('olive')]) {
      expect(await misfits(who)).toMatch(/inbound[^]*It names no number of a program\.[^]*Not shown/);
      expect(await misfits(who)).not.toMatch(/secret|2025550340|6175550111/);
    }
  });

  test('is shown to the program that had the number, and not even told to the other', async () => {
    await add(avery);
    await remove();
    await parley.webhook('inbound', { ...inbound('+16175550111', 'To the number of the fair'), to: number });
    await knock(JSON.stringify({ ...inbound('+16175550111', 'Unsigned to the fair'), to: number }));
    const olive = await parley.as('olive');
    expect(await page()).toMatch(/Unsigned to the fair[^]*To the number of the fair/);
    expect(await page(olive)).not.toMatch(/to the fair|number of the fair/);

    // From now on it is Olive’s; what came before is not.
    await add(olive);
    await knock(JSON.stringify({ ...inbound('+16175550111', 'For Olive now'), to: number }));
    expect(await page(olive)).toContain('For Olive now');
    expect(await page(olive)).not.toMatch(/to the fair/);
    expect(await page()).not.toContain('For Olive now');
  });

  test('so it is with a receipt that does not say from which number the text was', async () => {
    await parley.text('+16175550112', 'Hello from Leo', { to: '12025550300' });
    const id = await parley.conversationWith('+16175550112');
    await avery.post(`/conversations/${id}/messages`, { body: 'Hello Leo' });
    await parley.flush();
    const [{ ref } = { ref: '' }] = await parley.rows<{ ref: string }>(
      "SELECT client_ref AS ref FROM messages WHERE body = 'Hello Leo'",
    );
    const receipt = { message_uuid: 'receipt-without-from', to: '16175550112', status: 'delivered?' };
    await parley.webhook('status', { ...receipt, client_ref: ref });
    await parley.webhook('status', { ...receipt, client_ref: 'nobody', to: '16175550113' });
    expect(await misfits(avery)).toContain('16175550112');
    expect(await misfits(avery)).not.toContain('16175550113');
    expect(await misfits(await parley.as('olive'))).not.toMatch(/1617555011[23]/);
  });
});

test('a long journal goes on page by page, each entry once', async () => {
  const entry = (n: number) => ({
    ...inbound('+16175550111', `entry-${String(n).padStart(2, '0')}.`),
    to: '12025550300',
  });
  for (let n = 0; n < 60; n++) await knock(JSON.stringify(entry(n)));
  const seen: string[] = [];
  let path: string | undefined = '/settings/deliveries';
  for (let pages = 0; path && pages < 10; pages++) {
    const text: string = await page(avery, path);
    seen.push(...(text.match(/entry-\d\d\./g) ?? []));
    path = /href="(\/settings\/deliveries\?[^"]+)"/.exec(text)?.[1]?.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&');
  }
  expect(seen.length).toBe(60);
  expect(new Set(seen).size).toBe(60);
  expect(seen[0]).toBe('entry-59.');
});

test('it keeps ten thousand entries and thirty days, however many knock', async () => {
  const row = {
    kind: 'inbound',
    reason: 'no-token',
    status: 503,
    bytes: 1,
    body: Buffer.from('x'),
    address: '127.0.0.1',
  };
  clock.ahead = 0;
  const values = Array.from(
    { length: 500 },
    () => `('inbound', 'no-token', 503, 1, '127.0.0.1', '2026-11-22 00:00:00')`,
  ).join(', ');
  for (let n = 0; n < 21; n++)
    await parley.write(`INSERT INTO refusals (kind, reason, status, bytes, address, at) VALUES ${values}`);
  for (let n = 0; n < 200; n++) await journal().write(row);
  const count = async () =>
    Number((await parley.rows<{ count: number }>('SELECT COUNT(*) AS count FROM refusals'))[0]!.count);
  expect(await count()).toBeLessThan(10_300);
  expect(await journal().alarm(parley.cast.program.id)).toBeLessThanOrEqual(200);
  clock.ahead = 31 * 24 * 3600_000;
  for (let n = 0; n < 200; n++) await journal().write(row);
  expect(await count()).toBeLessThanOrEqual(200);
  clock.ahead = 0;
});

test.each(['?refusals=abc', '?refusals=-1&misfits=', '?refusals=99999999999999999999', '?refusals[]=1'])(
  '%s is no accident',
  async (query) => {
    expect((await avery.get(`/settings/deliveries${query}`)).status).toBe(200);
  },
);

test('who runs the only program sees all of it', async () => {
  await parley.write('DELETE FROM programs WHERE id = ?', [parley.cast.other.id]);
  await parley.webhook('inbound', { ...inbound('+16175550111', 'Whose is this?'), to: '12025550341' });
  const text = await page();
  expect(text).toContain('No program has the number +12025550341.');
  expect(text).toContain('Whose is this?');
});
