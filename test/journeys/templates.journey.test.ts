import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type Desk, eventually, Office } from '../support/browser.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
let office: Office;
let maya: string;
const shared = '/settings/templates';

beforeAll(async () => {
  parley = await Parley.start();
  office = await Office.open(parley);
  await parley.text('+16175550111', 'When is the open day?');
  maya = `/conversations/${await parley.conversationWith('+16175550111')}`;
  const avery = await parley.as('avery');
  await avery.post(shared, { name: 'Open day', body: 'Hi {{First Name|there}}, it is on Saturday.' });
  await avery.post(shared, { name: 'Opening hours', body: 'We are here until 5.' });
  await avery.post(shared, { name: 'Who I am', body: 'Your recruiter is {{Recruiter}}.' });
  await avery.post('/preferences', { enterSends: '1' });
});
afterEach(async () => expect(await office.leave()).toEqual([]));
afterAll(async () => {
  await office?.close();
  await parley?.close();
});

const field = ({ page }: Desk) => page.locator('.reply textarea');
const listed = ({ page }: Desk) => page.locator('#template-list [role="option"] .choice-name');
const says = (desk: Desk, words: string) => eventually(async () => (await field(desk).inputValue()) === words);

test('Avery types “/”, narrows the list and takes a template with Enter, which sends nothing', async () => {
  const avery = await (await office.desk('avery')).opens(maya);
  await field(avery).pressSequentially('Good morning. /');
  await avery.sees(listed(avery).first());
  expect(await listed(avery).allTextContents()).toEqual(expect.arrayContaining(['Open day', 'Who I am', 'First Name']));
  await field(avery).pressSequentially('open');
  await eventually(async () => (await listed(avery).count()) === 2);
  expect(await field(avery).getAttribute('aria-activedescendant')).toBe('template-0');
  await field(avery).press('ArrowDown');
  await field(avery).press('ArrowUp');
  await field(avery).press('Enter');
  await says(avery, 'Good morning. Hi Maya, it is on Saturday.');
  await avery.misses('#template-list');
  await avery.sees('41 characters · 1 segment');

  await field(avery).press('Enter');
  await avery.sees(avery.page.locator('#thread').getByText('Good morning. Hi Maya'));
  await field(avery).pressSequentially('Either/or, 9 / 10 ');
  await field(avery).pressSequentially('/x');
  await field(avery).press('Escape');
  expect(await field(avery).inputValue()).toBe('Either/or, 9 / 10 /x');
  expect(await avery.page.locator('#template-list').count()).toBe(0);
});

test('The button offers them too; what is missing is left to be filled in, and refused if it is not', async () => {
  const jordan = (await (await office.desk('jordan')).opens(maya)).foresee(/422/);
  await field(jordan).fill('Hello. ');
  await jordan.clicks('button', 'Insert a template');
  await jordan.page.locator('#template-list [role="option"]', { hasText: 'Who I am' }).click();
  await says(jordan, 'Hello. Your recruiter is {{Recruiter}}.');

  // While it is open, somebody else opens the conversation, and Maya goes on texting.
  await field(jordan).fill('');
  await field(jordan).pressSequentially('/');
  await jordan.sees(listed(jordan).first());
  await (await office.desk('avery')).opens(maya);
  // The list hides it.
  await jordan.page.locator('.watcher', { hasText: 'Avery Collins' }).waitFor({ state: 'attached' });
  await parley.text('+16175550111', 'And when does it end?');
  await jordan.sees('And when does it end?');
  expect(await listed(jordan).count()).toBeGreaterThan(2);

  // What is called off before it is there does not come.
  let come = (): void => undefined;
  const held = new Promise<void>((resolve) => (come = resolve));
  await jordan.page.route('**/templates', async (route) => (await held, route.continue()));
  await field(jordan).press('Escape');
  await field(jordan).fill('');
  await field(jordan).pressSequentially('/');
  await field(jordan).press('Escape');
  const answered = jordan.page.waitForResponse('**/templates');
  come();
  await (await answered).finished();
  await jordan.page.evaluate(() => new Promise(requestAnimationFrame));
  expect(await listed(jordan).count()).toBe(0);
  await field(jordan).fill('Your recruiter is {{Recruiter}}.');

  await field(jordan).press('Control+Enter');
  await jordan.sees('“{{Recruiter}}” is a merge field');
  await field(jordan).fill('“Curly” quotes');
  await jordan.sees('because of');
  await jordan.clicks('button', 'Replace');
  await says(jordan, '"Curly" quotes');
});

test('Without script the menu is a page, and nothing typed is lost', async () => {
  const jordan = await (await office.desk('jordan', { scripted: false })).opens(maya);
  await field(jordan).fill('Good evening.');
  await jordan.clicks('button', 'Insert a template');
  await jordan.sees('Good evening.');
  await jordan.page.getByRole('button', { name: 'Insert Open day' }).click();
  await says(jordan, 'Good evening. Hi Maya, it is on Saturday.');
  await jordan.sees('41 characters · 1 segment');
  await jordan.clicks('button', 'Send');
  await jordan.sees(jordan.page.locator('#thread').getByText('Good evening. Hi Maya'));
});

test('Dana writes one of her own, with buttons for the fields and a preview that follows', async () => {
  const dana = await (await office.desk('dana')).opens('/account/templates/new');
  const { page } = dana;
  await page.getByLabel('Name', { exact: true }).fill('Hello');
  await page.getByLabel('Text', { exact: true }).pressSequentially('Hi ');
  await page.getByLabel('As sent to').selectOption('Maya Lindqvist');
  await page.getByRole('button', { name: 'First Name' }).click();
  await dana.sees('Hi Maya');
  await dana.clicks('button', 'Save');
  await dana.sees(page.getByRole('link', { name: 'Hello' }));

  const plain = await (await office.desk('dana', { scripted: false })).opens('/account/templates/new');
  await plain.page.getByLabel('Name', { exact: true }).fill('Goodbye');
  await plain.page.getByLabel('Text', { exact: true }).fill('Bye {{First Name}}');
  await plain.page.getByLabel('As sent to').selectOption('Leo Marchetti');
  await plain.clicks('button', 'Show');
  expect(await plain.page.locator('#template-preview').innerText()).toContain('Bye Leo');
  await plain.clicks('button', 'Save');
  await plain.sees(plain.page.getByRole('link', { name: 'Goodbye' }));
});
