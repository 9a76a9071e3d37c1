import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type Desk, eventually, Office } from '../support/browser.js';
import { Campaigning, Scripted } from '../support/campaigning.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';

let parley: Parley;
let office: Office;
const carrier = new Scripted();
const clock = new SetClock();

beforeAll(async () => {
  parley = await Parley.start({ carrier, clock });
  office = await Office.open(parley);
  const acts = await Campaigning.of(parley, clock);
  await acts.people([{ first: 'Nona' }, { first: 'Otto', numbers: ['+16175550150'] }]);
  await acts.text('+16175550150', 'STOP', clock.now());
  const avery = await parley.as('avery');
  await avery.post('/settings/templates', { name: 'Open day', body: 'Hi {{First Name}}, it is on Saturday.' });
  await avery.post('/settings/templates', { name: 'Documents', body: 'Your documents are here.' });
});
afterEach(async () => expect(await office.leave()).toEqual([]));
afterAll(async () => {
  await office?.close();
  await parley?.close();
});

const text = ({ page }: Desk) => page.getByRole('textbox', { name: 'Text', exact: true });
const search = ({ page }: Desk) => page.getByRole('searchbox', { name: 'Add somebody by name or number' });
const chips = async (desk: Desk) =>
  (await desk.page.locator('.quick-chips bdi').allTextContents()).map((name) => name.trim());
const says = (desk: Desk, selector: string, words: string) =>
  eventually(async () => (await desk.page.locator(selector).innerText()).includes(words));

test('Dana finds people while she types, sees who gets what, and sends', async () => {
  const dana = await (await office.desk('dana')).opens('/contacts');
  await dana.clicks('link', 'Quick Messages');
  await dana.clicks('link', 'New Quick Message');
  await search(dana).pressSequentially('may');
  await dana.clicks('button', 'Add Maya Lindqvist');
  await eventually(async () => (await chips(dana)).join() === 'Maya Lindqvist');
  expect(await search(dana).inputValue()).toBe('');
  await search(dana).pressSequentially('617 555 0112');
  await search(dana).press('Enter');
  await eventually(async () => (await chips(dana)).length === 2);
  await search(dana).pressSequentially('lee');
  await dana.clicks('button', 'Add Nona Lee');
  await eventually(async () => (await chips(dana)).length === 3);

  await dana.page.locator('summary', { hasText: 'Templates' }).click();
  await dana.page.getByRole('searchbox', { name: 'Find a template' }).fill('open');
  await dana.misses(dana.page.getByRole('button', { name: 'Insert Documents' }));
  await dana.clicks('button', 'Insert Open day');
  expect(await text(dana).inputValue()).toBe('Hi {{First Name}}, it is on Saturday.');
  await says(dana, '#review', 'Hi Maya, it is on Saturday.');
  await dana.page.getByLabel('As sent to').selectOption('Leo Marchetti');
  await says(dana, '#review', 'Hi Leo, it is on Saturday.');
  await says(dana, '.quick-reasons', 'No phone number\nNona Lee');

  await dana.clicks('button', 'Remove Leo Marchetti');
  await says(dana, '#send', 'Send to 1 person');
  await text(dana).press('End');
  await text(dana).pressSequentially(' Will you come?');
  await says(dana, '#review', 'Will you come?');
  await text(dana).press('Control+Enter');
  await dana.page.waitForURL(/quick-messages\/\d+$/);
  await dana.sees('Quick Message to 2 people');
  await eventually(async () => carrier.to('+16175550111').includes('Hi Maya, it is on Saturday. Will you come?'));
  await dana.sees('No phone number', 30_000);
});

test('Whom Dana adds while the page is still busy with somebody else is added too, and gets the text', async () => {
  const dana = await (await office.desk('dana')).opens('/quick-messages/new');
  await text(dana).fill('Both of you');
  await search(dana).fill('ma');
  await dana.sees(dana.page.getByRole('button', { name: 'Add Leo Marchetti' }));
  const answer = await dana.holds(/preview$/);
  await dana.clicks('button', 'Add Maya Lindqvist');
  await answer.isAsked;
  await dana.clicks('button', 'Add Leo Marchetti');
  await search(dana).pressSequentially('x');
  await text(dana).press('Control+Enter');
  answer.comes();
  await dana.page.waitForURL(/quick-messages\/\d+$/);
  await dana.sees('Quick Message to 2 people');
});

test('Dana is faster than the server, and nothing of what she does is lost', async () => {
  const dana = await (await office.desk('dana')).opens('/quick-messages/new');
  const { page } = dana;
  const add = (name: string) => page.getByRole('button', { name: `Add ${name}` });
  const answers: (() => void)[] = [];
  await search(dana).fill('m');
  await dana.sees(add('Leo Marchetti'));
  await page.route('**/quick-messages/preview', async (route) => {
    await new Promise<void>((resolve) => answers.push(resolve));
    await route.continue();
  });
  await add('Maya Lindqvist').click();
  await add('Leo Marchetti').click();
  await search(dana).fill('nona');
  await text(dana).fill('Hi {{First Name}}');
  await eventually(async () => {
    answers.splice(0).forEach((answer) => answer());
    return (await chips(dana)).join() === 'Maya Lindqvist,Leo Marchetti' && (await add('Nona Lee').isVisible());
  });
  expect(await search(dana).inputValue()).toBe('nona');
  await eventually(async () => {
    answers.splice(0).forEach((answer) => answer());
    return (await page.locator('#review').innerText()).includes('Hi Maya');
  });
  await says(dana, '#send', 'Send to 2 people');
  await page.unrouteAll();
});

test('Jordan selects rows in Contacts and texts them', async () => {
  const jordan = (await (await office.desk('jordan')).opens('/contacts')).foresee(/422/);
  await jordan.page.getByRole('checkbox', { name: 'Select Otto Lee' }).check();
  await jordan.sees('1 selected');
  await jordan.clicks('button', 'Text selected');
  await jordan.page.waitForURL(/new\?contacts=\d+$/);
  expect(await chips(jordan)).toEqual(['Otto Lee']);
  await text(jordan).fill('Hello');
  await says(jordan, '#review', 'Nobody would get it.');
  await jordan.clicks('button', 'Send');
  await jordan.sees('Nothing was sent: Otto Lee would be skipped. Opted out of texts.');
  await search(jordan).fill('maya');
  await jordan.clicks('button', 'Add Maya');
  await jordan.misses('Nothing was sent');
});

test('Without script it is the same, a page at a time', async () => {
  const dana = await (await office.desk('dana', { scripted: false })).opens('/contacts');
  await dana.page.getByRole('checkbox', { name: 'Select Leo Marchetti' }).check();
  await dana.clicks('button', 'Text selected');
  expect(await chips(dana)).toEqual(['Leo Marchetti']);
  await text(dana).fill('Good evening.');
  await search(dana).fill('maya');
  await search(dana).press('Enter');
  expect(await chips(dana)).toEqual(['Leo Marchetti', 'Maya Lindqvist']);
  await search(dana).fill('lee');
  await dana.clicks('button', 'Search');
  await dana.clicks('button', 'Add Nona Lee');
  await dana.page.locator('summary', { hasText: 'Templates' }).click();
  await dana.clicks('button', 'Insert Open day');
  expect(await text(dana).inputValue()).toBe('Good evening. Hi {{First Name}}, it is on Saturday.');
  await dana.page.getByLabel('As sent to').selectOption('Maya Lindqvist');
  await dana.clicks('button', 'Show');
  await dana.sees('Good evening. Hi Maya, it is on Saturday.');
  await dana.clicks('button', 'Remove Leo Marchetti');
  await dana.clicks('button', 'Send to 1 person');
  expect(new URL(dana.page.url()).pathname).toMatch(/^\/quick-messages\/\d+$/);
  await eventually(async () => carrier.to('+16175550111').includes('Good evening. Hi Maya, it is on Saturday.'));
  await dana.sees('Done');
});
