import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { Counting } from '../../src/reports/counting.js';
import { Office } from '../support/browser.js';
import { everyPage, unfolding } from '../support/inspection.js';
import { Parley } from '../support/parley.js';

jest.setTimeout(60_000);

let parley: Parley;
let office: Office;

beforeAll(async () => {
  parley = await Parley.start();
  office = await Office.open(parley);
  for (const body of ['Hello', 'Is anybody there?', 'I would like to visit']) await parley.text('+16175550111', body);
  const id = await parley.conversationWith('+16175550111');
  await (await parley.as('jordan')).post(`/conversations/${id}/messages`, { body: 'Welcome' });
  while (await parley.app.get(Counting).round());
});
afterEach(async () => expect(await office.leave()).toEqual([]));
afterAll(async () => {
  await office?.close();
  await parley?.close();
});

test('reports are for everybody: wide and narrow, light and dark', () =>
  everyPage(office, 'jordan', [
    ['figures', '/reports', unfolding('#chart-table, #definitions')],
    ['weeks', '/reports?days=90'],
    ['no texts', '/reports?from=2025-01-01&to=2025-01-31'],
    ['wrong days', '/reports?from=2025-01-31&to=2025-01-01'],
  ]));

test.each([
  ['with script', true],
  ['without script', false],
])('a lead looks at the figures from the telephone, %s', async (_, scripted) => {
  const desk = (await office.desk('jordan', { scripted, width: 390 })).foresee(/422/);
  await desk.opens('/conversations');
  await desk.clicks('button', 'Menu');
  await desk.clicks('link', 'Reports');
  await desk.sees('Texts received');
  await desk.clicks('link', 'Last 7 days');
  await desk.sees('Most came on');
  await desk.page.getByLabel('From', { exact: true }).fill('2025-01-01');
  await desk.clicks('button', 'Show');
  await desk.sees('Choose at most 366 days.');
  await desk.page.getByLabel('To', { exact: true }).fill('2025-01-31');
  await desk.clicks('button', 'Show');
  await desk.sees('No texts in this time');
});
