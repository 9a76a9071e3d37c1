import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { Campaign } from '../../src/marketing/campaign.js';
import { partsOf, type Show, shows } from '../../src/marketing/result-states.js';
import { isOnMysql } from '../support/database.js';
import { Parley } from '../support/parley.js';
import { at, everyFate, type Fate, gone, sent } from './results-cast.js';

let parley: Parley;
const halted = {
  status: 'paused',
  pause: { because: 'person', byUserId: 1, at: at.toISOString() },
} as Partial<Campaign>;

beforeAll(async () => {
  parley = await Parley.start();
});
afterAll(() => parley?.close());

async function file(campaign: Campaign, name: 'jordan' | 'avery' = 'jordan') {
  const answer = await fetch(`${parley.url}${campaign.url}/recipients.csv`, {
    headers: { Cookie: (await parley.as(name)).cookies },
  });
  const text = Buffer.from(await answer.arrayBuffer()).toString('utf8');
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    rows: parse(text, { bom: true, columns: true }) as Row[],
  };
}
type Row = Record<string, string>;

test('a file has each recipient once, with what became of them, however many slices it takes', async () => {
  const fates: Fate[] = Array.from({ length: 1203 }, (_, place) => everyFate[place % everyFate.length]!);
  const campaign = await sent(parley, fates, { ...halted, kind: 'campaign', name: 'Spring visit: "Ünï" / Nov' });
  const { status, headers, text, rows } = await file(campaign);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(decodeURIComponent(headers.get('content-disposition')!)).toContain('Spring visit_ _Ünï_ _ Nov.csv');
  expect(text.startsWith('\uFEFFFirst name,Last name,Number')).toBe(true);
  expect(text.split('\uFEFF')).toHaveLength(2);
  expect(new Set(rows.map((row) => row['Contact'])).size).toBe(1203);
  const states = Map.groupBy(rows, (row) => row['State']);
  expect(states.get('Waiting')).toHaveLength(86);
  expect(rows[7]).toMatchObject({
    State: 'Not delivered',
    Reason: 'The phone was switched off or out of reach for too long.',
    Sent: '2026-11-20 10:00 AM',
  });
  expect(rows[4]).toMatchObject({ State: 'Delivered', Replied: '2026-11-20 10:05 AM' });
  expect(rows[13]).toMatchObject({ State: 'Skipped', Reason: 'No value for Recruiter' });
});

test('no cell is a formula, and every name comes as it is otherwise', async () => {
  const campaign = await sent(parley, [gone(), gone(), gone(), gone(), gone()], halted);
  const names = ['=1+2', '+49', '-x', '@SUM(A1)', 'Anne, "Annie"\nMüller'];
  const contacts = await parley.rows<{ id: number }>(
    'SELECT contact_id AS id FROM campaign_recipients WHERE campaign_id = ? ORDER BY id',
    [campaign.id],
  );
  for (const [place, { id }] of contacts.entries())
    await parley.write('UPDATE contacts SET first_name = ? WHERE id = ?', [names[place], id]);
  await parley.write('UPDATE campaign_recipients SET number = ? WHERE contact_id = ?', [
    '+442079460018',
    contacts[1]!.id,
  ]);
  const { rows, headers } = await file(campaign);
  expect(rows.map((row) => row['First name'])).toEqual(["'=1+2", "'+49", "'-x", "'@SUM(A1)", 'Anne, "Annie"\nMüller']);
  expect(rows.map((row) => row['Number']).slice(0, 2)).toEqual([
    expect.stringMatching(/^\(617\) 555-/),
    "'+44 20 7946 0018",
  ]);
  expect(headers.get('content-disposition')).toContain(`Quick Message ${campaign.id}.csv`);
});

test('a file is for those who may open the page, and for nobody else', async () => {
  const campaign = await sent(parley, [gone()], { ...halted, kind: 'campaign', name: 'Ours' });
  const quick = await sent(parley, [gone()], halted);
  const statuses = async (url: string) =>
    Promise.all(
      (['avery', 'jordan', 'dana', 'riley', 'olive'] as const).map(
        async (name) => (await (await parley.as(name)).get(`${url}/recipients.csv`)).status,
      ),
    );
  expect(await statuses(campaign.url)).toEqual([200, 200, 403, 403, 404]);
  expect(await statuses(quick.url)).toEqual([200, 200, 404, 403, 404]);
  expect(await statuses(`/campaigns/${quick.id}`)).toEqual([404, 404, 403, 403, 404]);
  expect((await parley.stranger().get(`${quick.url}/recipients.csv`)).status).toBe(303);
});

test('each list is found by an index, in the order of its ids', async () => {
  if (isOnMysql) return;
  for (const status of ['sending', 'canceled'] as const)
    for (const show of Object.keys(shows) as Show[])
      for (const part of partsOf(show, { status })) {
        const sql = `SELECT id FROM campaign_recipients WHERE campaign_id = 7 AND ${part} AND id > 0 ORDER BY id LIMIT 51`;
        const plan = (await parley.rows<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)).map(({ detail }) => detail);
        expect([show, plan.join('; ')]).toEqual([show, expect.stringMatching(/^SEARCH campaign_recipients USING/)]);
        expect([show, plan.join('; ')]).not.toEqual([show, expect.stringMatching(/TEMP B-TREE/)]);
      }
});
