import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type Desk, Office } from '../support/browser.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
let office: Office;
let maya: number;
const mayas = '+16175550111';

beforeAll(async () => {
  parley = await Parley.start();
  office = await Office.open(parley);
  await parley.text(mayas, 'Is my transcript there?');
  maya = await parley.conversationWith(mayas);
  await parley.write('UPDATE conversations SET assignee_id = ?', [parley.cast.dana.id]);
});
afterEach(async () => expect(await office.leave()).toEqual([]));
afterAll(async () => {
  await office?.close();
  await parley?.close();
});

const bell = ({ page }: Desk) => page.locator('[data-bell]');
const icon = ({ page }: Desk) => page.locator('link[rel="icon"]').getAttribute('href');

test('The bell, the title and the icon count by themselves; the list opens where one is, and what is read is counted no longer', async () => {
  const dana = await (await office.desk('dana')).opens('/contacts');
  await dana.page.waitForFunction(() => document.querySelector('[data-bell][role="button"]'));
  const plain = await icon(dana);
  await parley.text(mayas, 'Anybody there?');
  await dana.sees(bell(dana).getByText('1', { exact: true }), 1500);
  expect(await dana.page.title()).toMatch(/^\(1\) /);
  expect(plain).toContain('favicon.svg');
  await dana.page.locator('link[rel="icon"][href^="data:image/svg"]').waitFor({ state: 'attached' });

  await bell(dana).click();
  await dana.sees('Maya Lindqvist texted');
  await parley.text(mayas, 'Hello?');
  await dana.sees('Hello?');
  await dana.clicks('button', 'Mark all as read');
  await bell(dana).locator('.count').waitFor({ state: 'hidden' });
  await dana.page.keyboard.press('Escape');
  await dana.page.locator('#bell-panel').waitFor({ state: 'hidden' });

  await dana.opens(`/conversations/${maya}`);
  await parley.text(mayas, 'One more');
  await dana.sees(dana.page.locator('.bubble', { hasText: 'One more' }));
  await bell(dana).locator('.count').waitFor({ state: 'hidden' });
});

test('Without script the bell is a link to the list, and a button marks what it shows as read', async () => {
  await parley.text(mayas, 'Once again');
  const dana = await (await office.desk('dana', { scripted: false })).opens('/contacts');
  await bell(dana).click();
  await dana.sees('Once again');
  await dana.clicks('button', 'Mark all as read');
  expect(await dana.page.locator('.notification.unread').count()).toBe(0);
  await dana.clicks('link', 'Maya Lindqvist texted');
  expect(new URL(dana.page.url()).pathname).toBe(`/conversations/${maya}`);
});

test('Typing @ in a note offers who may see the conversation, by keyboard; the mention rings their bell', async () => {
  const jordan = await (await office.desk('jordan')).opens(`/conversations/${maya}`);
  const riley = await (await office.desk('riley')).opens('/contacts');
  await jordan.page.locator('summary', { hasText: 'Internal note' }).click();
  const field = jordan.page.locator('#note');
  await field.pressSequentially('Ask @');
  expect(await jordan.page.getByRole('option').allTextContents()).toEqual([
    'Avery Collins',
    'Dana Whitfield',
    'Riley Brooks',
  ]);
  await field.press('ArrowDown');
  await field.press('Tab');
  expect(await field.inputValue()).toBe('Ask @Dana Whitfield ');
  await field.pressSequentially('or @bro');
  await field.press('Enter');
  expect(await field.inputValue()).toBe('Ask @Dana Whitfield or @Riley Brooks ');
  await jordan.clicks('button', 'Save note');
  await jordan.sees(jordan.page.locator('.note mark', { hasText: '@Riley Brooks' }));
  await riley.sees(bell(riley).getByText('1', { exact: true }), 1500);
});
