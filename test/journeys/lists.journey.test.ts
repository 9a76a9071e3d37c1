import type { Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Contact } from '../../src/contacts/contact.js';
import { type Desk, eventually, Office } from '../support/browser.js';
import { misfits } from '../support/inspection.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
let office: Office;
let leo: number;

const crowd = 75;
const numberOf = (index: number) => `+1617555${String(2000 + index)}`;

// Seventy-five applicants texted once, Leo wrote a hundred and twenty texts, Maya one that names the scholarship.
beforeAll(async () => {
  parley = await Parley.start();
  office = await Office.open(parley);
  await parley.database.transaction(async () => {
    const { contactType } = parley.cast.maya;
    for (let index = 0; index < crowd; index += 1) {
      const person = {
        contactType,
        firstName: 'Applicant',
        lastName: `No. ${index}`,
        email: null,
        numbers: [{ number: numberOf(index), label: 'Mobile' }],
      };
      await parley.database.manager.save(Contact.of(parley.cast.program.id, person, new Date()));
    }
  });
  const spokenAt = (minutes: number) => ({ timestamp: new Date(Date.now() - minutes * 60_000).toISOString() });
  await allOf(120, (index) => parley.text('+16175550112', `Text ${index} of Leo`, spokenAt(5000 - index)));
  await allOf(crowd, (index) => parley.text(numberOf(index), 'May I still apply?', spokenAt(300 - index)));
  await parley.text('+16175550111', 'Tell me of the scholarship');
  leo = await parley.conversationWith('+16175550112');
}, 60_000);
afterEach(async () => expect(await office.leave()).toEqual([]));
afterAll(async () => {
  await office?.close();
  await parley?.close();
});

test('Long lists go on when one scrolls to their end, or by a link', async () => {
  const jordan = await (await office.desk('jordan')).opens('/conversations');
  await jordan.sees('Tell me of the scholarship');
  await eventually(async () => {
    await jordan.page.mouse.wheel(0, 20_000);
    return (await jordan.page.locator('.row').count()) === crowd + 2;
  });
  expect(new Set(await ids(jordan)).size).toBe(crowd + 2);
  // What was scrolled to is still there after something new came.
  await parley.text('+16175550111', 'And of the deadline');
  await jordan.sees(jordan.page.locator('.row', { hasText: 'And of the deadline' }));
  expect(new Set(await ids(jordan)).size).toBe(crowd + 2);

  // Nor does the focus go, where a browser can't move what has it.
  const avery = await office.desk('avery');
  await avery.page.addInitScript(() => Reflect.deleteProperty(Element.prototype, 'moveBefore'));
  await avery.opens('/conversations');
  const link = avery.page.locator('.row-link', { hasText: 'Applicant' }).nth(4);
  await link.focus();
  const row = await link.evaluate((element) => element.closest('.row')!.id);
  await parley.text(numberOf(crowd - 5), 'May I ask again?');
  await eventually(async () => (await ids(avery))[0] === row);
  expect(await avery.page.locator(':focus').evaluate((element) => element.closest('.row')?.id)).toBe(row);

  const plain = await (await office.desk('jordan', { scripted: false })).opens('/conversations');
  const first = await ids(plain);
  await plain.clicks('link', 'Older conversations');
  await eventually(async () => (await ids(plain)).length === 30 && !(await ids(plain)).includes(first[0]!));
  const second = await ids(plain);
  await plain.clicks('link', 'Older conversations');
  await eventually(async () => (await ids(plain)).length === crowd + 2 - 60);
  expect(new Set([...first, ...second, ...(await ids(plain))]).size).toBe(crowd + 2);
});

test('A long thread brings its older texts, and stays where one reads', async () => {
  const jordan = await (await office.desk('jordan')).opens(`/conversations/${leo}`);
  await jordan.sees('Text 119 of Leo');
  expect(await jordan.page.locator('.message').count()).toBe(50);
  const place = await jordan.page.getByText('Text 119 of Leo', { exact: true }).boundingBox();
  await jordan.clicks('link', 'Older texts');
  await eventually(async () => (await jordan.page.locator('.message').count()) === 100);
  await jordan.clicks('link', 'Older texts');
  await eventually(async () => (await jordan.page.locator('.message').count()) === 120);
  expect(await jordan.page.getByRole('link', { name: 'Older texts' }).count()).toBe(0);
  const said = (await jordan.texts('.bubble')).map((text) => Number(text.split(' ')[1]));
  expect(said).toEqual(Array.from({ length: 120 }, (_, index) => index));
  expect(place).not.toBeNull();

  // Pressed twice it brings them once; and who writes from there sees what comes.
  await jordan.opens(`/conversations/${leo}`);
  let answers = 0;
  jordan.page.on('requestfinished', (request) => (answers += Number(request.url().includes('before='))));
  await jordan.page.getByRole('link', { name: 'Older texts' }).dblclick();
  await eventually(async () => answers === 2 && (await jordan.page.locator('.message').count()) >= 100);
  expect(new Set(await jordan.texts('.bubble')).size).toBe(await jordan.page.locator('.bubble').count());
  const older = await jordan.page.getByRole('link', { name: 'Older texts' }).getAttribute('href');
  await jordan.opens(older!);
  await jordan.sees('Newest texts');
  await jordan.page.locator('.reply textarea').fill('That is long ago');
  await jordan.page.locator('.reply textarea').press('Control+Enter');
  await jordan.sees('That is long ago');
  await parley.text('+16175550112', 'It is');
  await jordan.sees('It is');
  await jordan.sees('That is long ago');

  const plain = await (await office.desk('jordan', { scripted: false })).opens(`/conversations/${leo}`);
  await plain.clicks('link', 'Older texts');
  await plain.sees('Text 69 of Leo');
  expect(await plain.page.locator('.message').count()).toBe(50);
  await plain.clicks('link', 'Newest texts');
  await plain.sees('Text 119 of Leo');
});

test('Jordan searches as he types, filters, and keeps the view under a name', async () => {
  const jordan = await (await office.desk('jordan')).opens('/conversations');
  await jordan.page.getByRole('searchbox').pressSequentially('scholarsh', { delay: 20 });
  await eventually(async () => (await ids(jordan)).length === 1);
  await jordan.page.keyboard.type('ip');
  await eventually(
    async () =>
      new URL(jordan.page.url()).search === '?q=scholarship' ||
      new URL(jordan.page.url()).searchParams.get('q') === 'scholarship',
  );
  expect(await jordan.page.getByRole('searchbox').inputValue()).toBe('scholarship');
  await jordan.sees(jordan.page.locator('.chip', { hasText: 'scholarship' }));

  for (const [q, count] of [
    ['(617) 555-0111', 1],
    ['555-2003', 1],
    ['lindq', 1],
    ['Marchetti', 1],
    ['xylophone', 0],
  ] as const) {
    await jordan.page.getByRole('searchbox').fill(q);
    await eventually(
      async () => new URL(jordan.page.url()).searchParams.get('q') === q && (await ids(jordan)).length === count,
    );
  }
  await jordan.sees('Nothing matches');
  await jordan.clicks('link', 'Clear');
  await eventually(async () => (await ids(jordan)).length >= 30);

  await jordan.page.locator('summary', { hasText: 'Filters' }).click();
  await jordan.page.getByLabel('Unread').check();
  await jordan.page.getByLabel('Assignee').selectOption({ label: 'Unassigned' });
  await jordan.sees(jordan.page.locator('.chip', { hasText: 'Unassigned' }));
  await jordan.sees(jordan.page.locator('.chip', { hasText: 'Unread' }));
  expect(Object.fromEntries(new URL(jordan.page.url()).searchParams)).toMatchObject({ unread: '1', assignee: 'none' });
  await jordan.page.keyboard.press('Escape');
  await jordan.page.locator('summary', { hasText: 'Save view' }).click();
  await jordan.page.getByLabel('Name of the view').fill('New & unread');
  await jordan.clicks('button', 'Save');
  await jordan.sees(jordan.page.getByRole('link', { name: 'New & unread' }));
  const saved = jordan.page.url();
  await jordan.opens('/conversations');
  await jordan.clicks('link', 'New & unread');
  await jordan.sees(jordan.page.locator('.chip', { hasText: 'Unread' }));
  expect(jordan.page.url()).toBe(saved);
  await jordan.clicks('button', 'Delete the view New & unread');
  await jordan.misses(jordan.page.getByRole('link', { name: 'New & unread' }));
  // The address changes before what it stands for is there.
  await jordan.misses(jordan.page.locator('.chip'));
  await eventually(async () => new URL(jordan.page.url()).search === '' && (await ids(jordan)).length >= 30);
  await jordan.page.waitForLoadState('load');

  await jordan.page.getByLabel('View', { exact: true }).selectOption({ label: 'My conversations' });
  await jordan.sees('Nothing is waiting for you');
  await jordan.page.goBack();
  await eventually(async () => (await ids(jordan)).length >= 30);
});

test('What comes late does not take the place of what was asked for since', async () => {
  const jordan = await (await office.desk('jordan')).opens('/conversations');
  const { page } = jordan;
  const search = page.getByRole('searchbox');
  const asks = async (q: string) => {
    const asked = page.waitForRequest((request) => new URL(request.url()).searchParams.get('q') === q);
    await search.fill(q);
    return asked;
  };
  // Of three questions in a row the last counts.
  const first = await jordan.holds(/q=sch(&|$)/);
  await asks('sch');
  await first.isAsked;
  await asks('schola');
  await asks('scholarship');
  await eventually(async () => (await ids(jordan)).length === 1);
  first.comes();
  expect(await search.inputValue()).toBe('scholarship');

  // Neither news of the whole list nor its next page comes among what was found since.
  for (const [late, cause] of [
    [/\/conversations$/, () => parley.text('+16175550112', 'Leo again')],
    [/\?after=/, () => page.locator('#more').scrollIntoViewIfNeeded()],
  ] as const) {
    await jordan.opens('/conversations');
    await jordan.sees(page.locator('#more'));
    const held = await jordan.holds(late);
    await cause();
    await held.isAsked;
    await asks('Applicant');
    await jordan.sees(page.locator('.chip', { hasText: 'Applicant' }));
    const answer = page.waitForResponse(late);
    held.comes();
    await (await answer).finished();
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    expect(await page.locator('#more a').getAttribute('href')).toContain('q=Applicant');
  }
});

test('The same filters without script', async () => {
  const plain = await (await office.desk('jordan', { scripted: false })).opens('/conversations');
  await plain.page.getByRole('searchbox').fill('scholarship');
  await plain.clicks('button', 'Apply');
  await plain.sees(plain.page.locator('.chip', { hasText: 'scholarship' }));
  expect(await ids(plain)).toHaveLength(1);
  await plain.page.locator('summary', { hasText: 'Filters' }).click();
  await plain.page.getByLabel('Delivery failed').check();
  await plain.clicks('button', 'Apply');
  await plain.sees('Nothing matches');
  await plain.page.locator('summary', { hasText: 'Save view' }).click();
  await plain.page.getByLabel('Name of the view').fill('Failed');
  await plain.clicks('button', 'Save');
  await plain.sees(plain.page.getByRole('link', { name: 'Failed', exact: true }));
});

test('Jordan hands on and resolves what he selects, and then everything that matches', async () => {
  const jordan = await (await office.desk('jordan')).opens('/conversations?q=Applicant');
  await jordan.page.locator('.row').nth(0).getByRole('checkbox').check();
  await jordan.page
    .locator('.row')
    .nth(3)
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] });
  await jordan.sees('4 selected');
  await jordan.page.getByLabel('Assign to').selectOption({ label: 'Dana Whitfield' });
  await jordan.page.locator('.bulk').getByRole('button', { name: 'Assign' }).click();
  await jordan.sees('4 of 4 conversations assigned');
  await jordan.clicks('link', 'Back to the list');
  await eventually(
    async () => (await jordan.page.locator('.row', { hasText: 'Assigned to Dana Whitfield' }).count()) === 4,
  );
  expect(new URL(jordan.page.url()).searchParams.get('q')).toBe('Applicant');

  const plain = await (await office.desk('jordan', { scripted: false })).opens('/conversations?q=Applicant');
  await plain.page.locator('.row').nth(0).getByRole('checkbox').check();
  await plain.page.locator('.row').nth(1).getByRole('checkbox').check();
  await plain.page.locator('.bulk').getByRole('button', { name: 'Resolve' }).click();
  await plain.sees('2 of 2 conversations resolved');
  await plain.clicks('link', 'Back to the list');

  // More than a page of them: the work goes on in the background, and one watches it.
  await jordan.opens('/conversations?q=Applicant');
  await jordan.page.locator('.row').nth(0).getByRole('checkbox').check();
  await jordan.page.getByLabel(`All ${crowd - 2} that match`).check();
  // Even where it is done by then, the page is shown as if it were not.
  const unfinished = async (route: Route) => {
    const response = await route.fetch();
    const again = `id="bulk-job" data-again="${new URL(route.request().url()).pathname}"`;
    await route.fulfill({ response, body: (await response.text()).replace(/id="bulk-job"/, again) });
  };
  await jordan.page.route(/\/bulk\/\d+$/, unfinished, { times: 1 });
  await jordan.page.locator('.bulk').getByRole('button', { name: 'Resolve' }).click();
  await jordan.sees(`${crowd - 2} of ${crowd - 2} conversations resolved`, 30_000);
  await jordan.sees(jordan.page.getByRole('heading', { name: 'Done' }));
  // That it is done is told once.
  await eventually(async () => (await jordan.page.locator('#announcements').textContent()) === 'Done');
  await jordan.clicks('link', 'Back to the list');
  await jordan.sees('Nothing matches');
  await jordan.opens('/conversations');
  expect(await ids(jordan)).toHaveLength(2);

  await plain.opens('/conversations?status=resolved&q=Applicant');
  await plain.page.getByLabel(/that match/).check();
  await plain.page.getByLabel('Assign to').selectOption({ label: 'Sam Okafor' });
  await plain.page.locator('.bulk').getByRole('button', { name: 'Assign' }).click();
  await plain.sees(`${crowd} of ${crowd} conversations assigned`, 30_000);
}, 60_000);

test.each([true, false])('On a telephone a finger selects whole rows (script: %s)', async (scripted) => {
  const jordan = await office.desk('jordan', { scripted, width: 390 });
  const { page } = await jordan.opens('/conversations?status=any');
  await jordan.misses(page.locator('.bulk, .row-check').filter({ visible: true }));
  await page.getByLabel('Select several').check();
  for (const place of [0, 2]) await page.locator('.row').nth(place).click();
  expect(await page.evaluate(misfits)).toEqual([]);
  await page.getByLabel('Assign to').selectOption({ label: 'Sam Okafor' });
  await page.locator('.bulk').getByRole('button', { name: 'Assign' }).click();
  await jordan.sees('2 of 2 conversations assigned');

  await jordan.opens('/contacts');
  await page.getByLabel('Select several').check();
  await page.locator('#rows tr').nth(1).click();
  // A number in the row does not dial meanwhile: the box lies above it.
  await page.locator('#rows tr').nth(0).locator('a[href^="tel:"]').first().click({ force: true });
  expect(await page.evaluate(misfits)).toEqual([]);
  await page.locator('.bulk').getByRole('button', { name: 'Edit' }).click();
  await jordan.sees(page.getByRole('heading', { name: 'Edit 2 contacts' }));
});

const ids = ({ page }: Desk) => page.locator('.row').evaluateAll((rows) => rows.map(({ id }) => id));

/** Ten at a time, as a carrier does. */
async function allOf(count: number, text: (index: number) => Promise<number>) {
  for (let from = 0; from < count; from += 10) {
    await Promise.all(Array.from({ length: Math.min(10, count - from) }, (_, index) => text(from + index)));
  }
}
