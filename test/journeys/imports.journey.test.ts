import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Office } from '../support/browser.js';
import { everyPage } from '../support/inspection.js';
import { Parley } from '../support/parley.js';
import { upload } from '../support/uploads.js';

let parley: Parley;
let office: Office;
let folder: string;

beforeAll(async () => {
  parley = await Parley.start();
  office = await Office.open(parley);
  folder = mkdtempSync(join(tmpdir(), 'parley-journey-'));
});
afterEach(async () => expect(await office.leave()).toEqual([]));
afterAll(async () => {
  await office?.close();
  await parley?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A file as the fair’s form has written it, with a line that is wrong. */
function fileOf(word: string) {
  const path = join(folder, `${word}.csv`);
  const lines = [
    'First;Last;Email Address;Cell Phone',
    `${word};Zöllner;${word}@j.example;(617) 555-0171`,
    `No;Mail;nothing;617`,
  ];
  writeFileSync(path, `\uFEFF${lines.join('\r\n')}\r\n`);
  return path;
}

test.each([true, false])('Jordan uploads the list of a fair, with script: %s', async (scripted) => {
  const word = scripted ? 'Scripted' : 'Plain';
  const jordan = await (await office.desk('jordan', { scripted })).opens('/contacts');
  const { page } = jordan;
  await jordan.clicks('link', 'Upload');
  await page.getByLabel('A CSV file').setInputFiles(fileOf(word));
  await jordan.clicks('button', 'Upload');
  await jordan.sees('UTF-8, semicolons between the cells');
  expect(await page.getByRole('combobox', { name: 'Cell Phone' }).inputValue()).toBe('phone:Mobile');
  // Other fields for another type, and what was chosen stays.
  await page.getByLabel('They are').selectOption('Parent');
  if (!scripted) await jordan.clicks('button', 'Show the fields of the chosen type');
  else await page.locator('#announcements', { hasText: 'The fields have changed.' }).waitFor({ state: 'attached' });
  expect(await page.getByRole('combobox', { name: 'First', exact: true }).inputValue()).toBe('first-name');
  await page.getByLabel('These people have agreed').check();
  await page.getByLabel('Where').fill('College fair');
  await page.getByLabel('When').fill('2026-01-15');
  await jordan.clicks('button', 'Try every line');
  await jordan.sees('What would happen');
  await jordan.sees('“nothing” is not an e-mail address.');
  await jordan.clicks('button', 'Import 1 contact');
  await jordan.sees('What happened');
  await jordan.clicks('link', 'To the contacts');
  await jordan.sees(page.getByRole('link', { name: `${word} Zöllner` }));
});

test('Its pages are for everybody', async () => {
  const avery = await parley.as('avery');
  const { url } = await upload(avery, 'First,E-mail,Notes\nMaya,maya@j.example,"a long, long note"\n,,');
  const { url: over } = await upload(avery, 'First,E-mail\nNo,mail');
  const columns = ['first-name', 'email'];
  const form = { contactTypeId: String(parley.cast.maya.contactTypeId), hasHeader: '1', columns };
  await avery.post(`${over}/mapping`, form);
  await everyPage(office, 'avery', [
    ['files', '/contacts/imports'],
    ['columns', url],
    ['what would happen', over, (desk) => desk.sees('What would happen')],
  ]);
});
