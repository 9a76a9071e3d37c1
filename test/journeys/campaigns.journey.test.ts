import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type Desk, eventually, Office } from '../support/browser.js';
import { noonZone } from '../support/crowd.js';
import { Parley, Remembering } from '../support/parley.js';

let parley: Parley;
let office: Office;
const carrier = new Remembering();
const mayas = '+16175550111';

beforeAll(async () => {
  parley = await Parley.start({ carrier });
  office = await Office.open(parley);
  await parley.write('UPDATE contacts SET time_zone = ?', [noonZone()]);
});
afterEach(async () => expect(await office.leave()).toEqual([]));
afterAll(async () => {
  await office?.close();
  await parley?.close();
});

const text = ({ page }: Desk, place = 0) => page.locator('textarea').nth(place);
const sent = () => carrier.to(mayas);

test('Jordan makes a campaign, sees who gets it as she chooses, sends it, and it arrives', async () => {
  const jordan = await (await office.desk('jordan')).opens('/campaigns');
  const { page } = jordan;
  await jordan.clicks('link', 'New campaign');
  await page.getByLabel('Name', { exact: true }).fill('Open day');
  await jordan.sees('2 contacts');
  await page.locator('#add-filter').click();
  await page.getByLabel('Field').selectOption({ label: 'Last Name' });
  await jordan.sees(page.getByLabel('Value'));
  // What is typed while the fields of another choice are on their way goes into those.
  const fields = await jordan.holds(/\/campaigns/);
  await page.getByLabel('Field').selectOption({ label: 'First Name' });
  await fields.isAsked;
  await page.getByLabel('Value').pressSequentially('Ma');
  fields.comes();
  await jordan.sees(page.locator('#filter-fields:not([aria-busy])'));
  await page.keyboard.type('ya');
  await page.getByLabel('Value').press('Enter');
  await jordan.sees('First Name is Maya');
  await jordan.sees('1 contact');
  expect(new URL(page.url()).pathname).toBe('/campaigns/new');
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Open day');

  await text(jordan).fill('Hi ');
  await page.getByRole('button', { name: 'First Name', exact: true }).click();
  await jordan.sees('As Maya Lindqvist gets it');
  await jordan.sees(page.locator('#text-shown-0 .bubble-like', { hasText: 'Hi Maya' }));
  const answer = await jordan.holds(/\/campaigns/);
  await jordan.clicks('button', 'Add a follow-up text');
  await answer.isAsked;
  await text(jordan).press('End');
  await text(jordan).pressSequentially(', hello');
  // The preview wants to follow meanwhile.
  await page.locator('[name="example"]').first().dispatchEvent('input');
  answer.comes();
  await jordan.sees(page.getByRole('heading', { name: 'Text 2' }));
  expect(await text(jordan).inputValue()).toBe('Hi {{First Name}}, hello');
  await jordan.sees(page.locator('#text-shown-0 .bubble-like', { hasText: 'Hi Maya, hello' }));
  await eventually(async () => text(jordan, 1).evaluate((field) => field === document.activeElement));
  // What was changed last is part of what is reviewed, however quickly that is asked for.
  const last = await jordan.holds(/\/campaigns/);
  await page.getByRole('button', { name: 'Remove text 2' }).click();
  await last.isAsked;
  await jordan.clicks('button', 'Review before sending');
  last.comes();
  await jordan.sees('1 person gets this campaign');
  await jordan.clicks('button', /^Send now to 1 person/);
  await page.waitForURL(/\/campaigns\/\d+$/);
  await eventually(async () => sent().includes('Hi Maya, hello'));
  // The page notices by itself that it is over.
  await jordan.sees(page.locator('.campaign-status', { hasText: 'Sent' }));
  await jordan.misses(page.getByRole('button', { name: 'Pause' }));
  await jordan.opens('/campaigns');
  await jordan.sees(page.getByRole('row', { name: /Open day.*Sent/ }));
  expect(sent()).toEqual(['Hi Maya, hello']);
});

test('What is wrong is said, and the keyboard is led there', async () => {
  const jordan = (await (await office.desk('jordan')).opens('/campaigns/new')).foresee(/422/);
  const { page } = jordan;
  await page.getByLabel('Name', { exact: true }).fill('Deadline');
  await text(jordan).fill('Hi {{Frist Name}}');
  await jordan.clicks('button', 'Save draft');
  await jordan.sees('Nothing is saved yet.');
  await eventually(async () => text(jordan).evaluate((field) => field === document.activeElement));
  expect(await text(jordan).inputValue()).toBe('Hi {{Frist Name}}');
});

test('Without script all of it works by its buttons', async () => {
  const jordan = await (await office.desk('jordan', { scripted: false })).opens('/campaigns/new');
  const { page } = jordan;
  await page.getByLabel('Name', { exact: true }).fill('By hand');
  await page.locator('#add-filter').click();
  await page.getByLabel('Field').selectOption({ label: 'First Name' });
  await jordan.clicks('button', 'Next');
  await page.getByLabel('Value').fill('Maya');
  await jordan.clicks('button', 'Add filter');
  expect(await page.locator('#audience-count').innerText()).toBe('1 contact');
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('By hand');
  await text(jordan).fill('Again, {{First Name}}');
  await jordan.clicks('button', 'Update');
  expect(await page.locator('#text-shown-0').innerText()).toContain('Again, Maya');
  await jordan.clicks('button', 'Add a follow-up text');
  await text(jordan, 1).fill('Once more');
  await jordan.clicks('button', 'Review before sending');
  await jordan.sees('1 person gets this campaign');
  await jordan.clicks('button', /^Send now to 1 person/);
  await eventually(async () => sent().includes('Again, Maya'));
  // The second text is still to come.
  await jordan.clicks('button', 'Pause');
  await jordan.sees('You paused it.');
  await jordan.clicks('button', 'Resume');
  await jordan.sees(page.getByRole('button', { name: 'Pause' }));
  await page.locator('#canceling summary').click();
  await jordan.clicks('button', 'Cancel this campaign');
  await jordan.sees(page.locator('.campaign-status', { hasText: 'Canceled' }));
});
