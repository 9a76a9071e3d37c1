import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { eventually, Office } from '../support/browser.js';
import { tabTo } from '../support/keyboard.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
let office: Office;

beforeAll(async () => {
  parley = await Parley.start();
  office = await Office.open(parley);
  await parley.text('+16175550111', 'Is my transcript there?');
  await parley.text('+16175550112', 'When is the open day?');
});
afterEach(async () => expect(await office.leave()).toEqual([]));
afterAll(async () => {
  await office?.close();
  await parley?.close();
});

test(
  'Jordan signs in, answers, hands on and resolves with nothing but Tab, arrows and Enter',
  () => byTab(true),
  60_000,
);

test('Without script as well', () => byTab(false), 60_000);

async function byTab(scripted: boolean) {
  const contact = scripted ? 'Maya Lindqvist' : 'Leo Marchetti';
  const desk = await (await office.desk(null, { scripted })).opens('/login');
  const { keyboard } = desk.page;
  await tabTo(desk, 'email');
  await keyboard.type('jordan@n.example');
  await keyboard.press('Tab');
  await keyboard.type('correct horse');
  await keyboard.press('Enter');
  await desk.sees(contact);

  await tabTo(desk, contact);
  await keyboard.press('Enter');
  await desk.sees(desk.page.locator('.reply'));
  await tabTo(desk, `Text to ${contact}`);
  await keyboard.type('It is, since Monday.');
  await tabTo(desk, 'Send');
  await keyboard.press('Enter');
  await desk.sees(desk.page.locator('.bubble', { hasText: 'It is, since Monday.' }));
  // News of the text may come before the answer does, which brings a new pane.
  await eventually(async () => !(await desk.page.getByLabel(`Text to ${contact}`).inputValue()));

  await tabTo(desk, 'Reassign');
  await keyboard.press('Enter');
  await tabTo(desk, 'assignee');
  await eventually(async () => {
    await keyboard.press('ArrowDown');
    return desk.page.getByRole('radio', { name: 'Dana Whitfield' }).isChecked();
  });
  await tabTo(desk, 'Assign');
  await keyboard.press('Enter');
  await desk.sees('Jordan Reyes assigned this to Dana Whitfield');

  await tabTo(desk, 'Resolve');
  await keyboard.press('Enter');
  await desk.sees('This conversation is resolved');
  await tabTo(desk, 'Reopen');
  await keyboard.press('Enter');
  await desk.sees(desk.page.locator('.reply'));
  await tabTo(desk, 'your menu');
  await keyboard.press('Enter');
  await tabTo(desk, 'Sign out');
  await keyboard.press('Enter');
  await desk.sees(desk.page.getByLabel('E-mail address'));
}

test('Who knows the shortcuts needs not even Tab', async () => {
  const desk = await (await office.desk('jordan')).opens('/conversations');
  const { keyboard } = desk.page;
  await keyboard.press('?');
  await desk.sees('Keyboard shortcuts');
  await keyboard.press('Escape');

  await keyboard.press('/');
  await keyboard.type('open day');
  await eventually(async () => (await desk.page.locator('.row').count()) === 1);
  await desk.page.locator('body').press('Escape');
  await desk.opens('/conversations');
  await keyboard.press('j');
  await keyboard.press('j');
  await keyboard.press('k');
  const first = desk.page.locator('.row').first();
  expect(await first.locator('.row-link').evaluate((link) => link === document.activeElement)).toBe(true);
  await keyboard.press('x');
  await desk.sees('1 selected');
  await keyboard.press('x');
  await first.locator('.row-link').focus();
  await keyboard.press('Enter');
  await desk.sees(desk.page.locator('.reply'));

  await keyboard.press('c');
  await keyboard.type('Join us on Friday /?jkrc');
  await keyboard.press('Control+Enter');
  await desk.sees(desk.page.locator('.bubble', { hasText: 'Join us on Friday /?jkrc' }));
  // One goes on writing at once.
  await eventually(() =>
    desk.page.evaluate(
      () => document.activeElement?.id === 'body' && !(document.activeElement as HTMLTextAreaElement).value,
    ),
  );
  await desk.page.locator('.scroller').focus();
  await keyboard.press('n');
  await keyboard.type('@Dana Whitfield knows her');
  await keyboard.press('Control+Enter');
  await desk.sees(desk.page.locator('.note mark', { hasText: '@Dana Whitfield' }));
  await desk.page.locator('.scroller').focus();
  await keyboard.press('a');
  await keyboard.type('sam');
  expect(await desk.page.locator('.person:visible').allInnerTexts()).toEqual(['Sam Okafor']);
  await keyboard.press('Escape');
  await desk.page.locator('.scroller').focus();
  await keyboard.press('r');
  await desk.sees('This conversation is resolved');
  await keyboard.press('u');
  await desk.sees(desk.page.getByRole('searchbox'));
});
