import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Desk, Office } from '../support/browser.js';
import { choose } from '../support/row-form.js';
import { linkTo } from '../support/mails.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
let office: Office;

beforeEach(async () => {
  parley = await Parley.start({ carrier: 'simulator' });
  office = await Office.open(parley);
});
afterEach(async () => {
  const faults = await office.leave();
  await office.close();
  await parley.close();
  expect(faults).toEqual([]);
});

/** By the beginning of the last name; Maya is a Lindqvist. */
const territory: [string, string][] = [
  ['A', 'Dana Whitfield'],
  ['B', 'Sam Okafor'],
  ['C', 'Dana Whitfield'],
  ['Li', 'Kim Tran'],
  ['L', 'Sam Okafor'],
  ['M', 'Dana Whitfield'],
  ['N', 'Sam Okafor'],
];

for (const scripted of [true, false])
  test(`Avery invites Kim, builds a table, tries it and allows auto-assignment; a text finds Kim${scripted ? '' : ', without script'}`, async () => {
    const avery = await office.desk('avery', { scripted });
    const { page } = avery;
    await invite(avery);
    const kim = await accept(await office.desk(null, { scripted }));

    await avery.opens('/settings/routing-tables');
    await page.getByLabel('New Routing Table').fill('Territory');
    await avery.clicks('button', 'Add');
    for (const [place, [beginning, person]] of territory.entries()) await addRow(avery, place, beginning, person);
    await avery.clicks('link', 'Add Otherwise');
    await page.getByLabel('Person').selectOption('Jordan Reyes');
    await avery.clicks('button', 'Save');
    await avery.sees(page.locator('.row-says', { hasText: 'Otherwise' }));
    expect(await page.locator('.routing-row').count()).toBe(8);

    await avery.clicks('link', /^Try/);
    await page.getByLabel('Search by name, number or e-mail').fill('lindq');
    await avery.clicks('button', 'Search');
    await avery.clicks('link', 'Maya Lindqvist');
    await avery.sees(page.locator('.trial-verdict', { hasText: 'Kim Tran' }));
    await avery.sees('Auto-assignment is off');

    await avery.opens('/settings/contact-types');
    await avery.clicks('link', 'Applicant');
    await avery.clicks('link', 'Recruiter');
    await page.getByLabel('Routing Table').selectOption('Territory');
    await avery.clicks('button', 'Save');
    await avery.opens('/settings/conversations');
    await page.getByLabel('Allow auto-assignment').check();
    await avery.clicks('button', 'Save');
    await avery.sees('Saved.');

    await avery.opens('/phones');
    await avery.clicks('link', 'Maya Lindqvist');
    await page.getByRole('textbox', { name: 'Text' }).fill('When is the deadline?');
    await avery.clicks('button', 'Send');

    await kim.sees(kim.page.locator('[data-bell] .count'));
    await kim.sees(kim.page.getByRole('link', { name: 'Maya Lindqvist' }));
    await kim.clicks('link', 'Maya Lindqvist');
    await kim.sees('When is the deadline?');
    await kim.sees('Assigned to Kim Tran by Routing Table “Territory”, row 4: Last Name starts with Li');
    const dana = await (await office.desk('dana', { scripted })).opens('/conversations');
    expect(await dana.page.locator('.row').count()).toBe(0);
  }, 120_000);

async function invite(avery: Desk) {
  await avery.opens('/settings/users');
  await avery.clicks('link', /Invite/);
  await avery.page.getByLabel('E-mail address').fill('kim@n.example');
  await avery.page.getByLabel(/^Name/).fill('Kim Tran');
  await avery.page.getByLabel('Role').selectOption('Counselor');
  await avery.clicks('button', 'Send the invitation');
  await avery.sees('kim@n.example');
}

/** Kim follows the link of her e-mail, and has the conversations in front of her. */
async function accept(kim: Desk): Promise<Desk> {
  await kim.opens(await linkTo(parley, 'kim@n.example'));
  await kim.page.getByLabel('Choose a password').fill('three quiet otters');
  await kim.clicks('button', 'Join Northfield');
  await kim.opens('/conversations');
  await kim.sees('Nothing is waiting for you');
  return kim;
}

async function addRow(avery: Desk, place: number, beginning: string, person: string) {
  const { page } = avery;
  await avery.clicks('link', 'Add a row');
  await choose(avery, 'Field 1', 'Last Name');
  await choose(avery, 'Last Name: how to compare', 'starts with');
  await page.getByLabel('Last Name: value').fill(beginning);
  await page.getByLabel('Person').selectOption(person);
  await avery.clicks('button', 'Save');
  await avery.sees(
    page
      .locator('.routing-row')
      .nth(place)
      .locator('.row-says', { hasText: `starts with ${beginning}` }),
  );
}
