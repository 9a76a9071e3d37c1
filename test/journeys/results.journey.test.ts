import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { Campaign } from '../../src/marketing/campaign.js';
import { CampaignStep } from '../../src/marketing/campaign-step.js';
import { at, everyFate, type Fate, gone, sent } from '../marketing/results-cast.js';
import { Office } from '../support/browser.js';
import { everyPage, unfolding } from '../support/inspection.js';
import { Parley } from '../support/parley.js';

jest.setTimeout(120_000);

let parley: Parley;
let office: Office;

beforeAll(async () => {
  parley = await Parley.start();
  office = await Office.open(parley);
});
afterEach(async () => expect(await office.leave()).toEqual([]));
afterAll(async () => {
  await office?.close();
  await parley?.close();
});

const tomorrow = () => new Date(Date.now() + 86_400_000);
const waiting = (): Fate => ({ state: 'waiting', dueAt: tomorrow() });
const paused = {
  status: 'paused',
  pause: { because: 'failures', byUserId: null, share: 7, at: at.toISOString() },
} as Partial<Campaign>;

test('results are for everybody: wide and narrow, light and dark', async () => {
  const all = everyFate.map((fate) => (fate.state === 'waiting' ? waiting() : fate));
  const hour = (place: number) => gone({ leftAt: new Date(at.getTime() + place * 3_600_000), outcome: 'delivered' });
  const many = [...all, ...Array.from({ length: 60 }, (_, place) => hour(place))];
  const quick = await sent(parley, many);
  const campaign = await sent(parley, [...many, ...all.map((fate) => ({ ...fate, step: 2 }))], {
    ...paused,
    kind: 'campaign',
    name: 'A campaign',
  });
  const step = { campaignId: campaign.id, position: 2, body: 'Again', waitDays: 3, onlyIfNoReply: true };
  await parley.database.transaction(() => parley.database.manager.insert(CampaignStep, step));
  const canceled = await sent(parley, everyFate, { status: 'canceled', finishedAt: at });
  await everyPage(office, 'jordan', [
    ['under way', quick.url, unfolding('#chart-table')],
    ['the last ones', `${quick.url}?show=delivered&after=1`],
    ['an empty list', `${quick.url}?show=canceled`],
    ['several texts', campaign.url, unfolding('#chart-table')],
    ['canceled', canceled.url],
  ]);
});

test.each([
  ['with script', true],
  ['without script', false],
])('somebody watches it being sent, %s', async (_, scripted) => {
  const campaign = await sent(parley, [gone(), waiting(), waiting(), waiting()]);
  const desk = await office.desk('jordan', { scripted });
  await desk.opens(campaign.url);
  await desk.sees('1 of 4 texts done (25%)');
  const link = desk.page.locator('.recipient-name').first();
  await link.focus();
  if (scripted) await unfolding('#chart-table')(desk);
  else await desk.sees(desk.page.getByRole('link', { name: 'Look again' }));
  const ids = await parley.rows<{ id: number }>(
    'SELECT id FROM campaign_recipients WHERE campaign_id = ? ORDER BY id',
    [campaign.id],
  );
  for (const { id } of ids.slice(1, 3))
    await parley.write(
      `UPDATE campaign_recipients SET state = 'queued', outcome = 'delivered', left_at = ? WHERE id = ?`,
      [at, id],
    );
  await desk.sees('3 of 4 texts done (75%)');
  if (scripted) {
    expect(await desk.page.locator('#chart-table').getAttribute('open')).not.toBeNull();
    expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
  }
  await desk.sees(desk.page.getByRole('button', { name: 'Pause' }));
  await parley.write(
    `UPDATE campaign_recipients SET state = 'skipped', reason = 'opted-out' WHERE campaign_id = ? AND state = 'waiting'`,
    [campaign.id],
  );
  // It finishes by itself, and then nobody can pause it any more.
  await desk.sees(desk.page.getByRole('heading', { name: 'Done' }));
  await desk.misses(desk.page.getByRole('button', { name: 'Pause' }));
  await desk.clicks('link', /^Skipped 1$/);
  await desk.sees('Opted out of texts');
  expect(await desk.texts('.recipients tbody th')).toHaveLength(1);
});
