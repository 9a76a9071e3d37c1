import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Desk, eventually, Office } from '../support/browser.js';
import { noonZone } from '../support/crowd.js';
import { faultsOf } from '../support/inspection.js';
import { tabTo } from '../support/keyboard.js';
import { Parley, Remembering } from '../support/parley.js';

let parley: Parley;
let office: Office;
const carrier = new Remembering();

// Five swimmers with an average, and Maya and Leo with none.
const swimmers = [
  ['Ada', '3.9', 'q@swim.example'],
  ['Bea', '3.5', 'z@swim.example'],
  ['Cyril', '2.1', 'a@swim.example'],
  ['Dora', '3.2', 'm@swim.example'],
  ['Maximiliana-Alexandrina', '3.1', 'b@swim.example'],
] as const;

beforeAll(async () => {
  parley = await Parley.start({ carrier });
  office = await Office.open(parley);
  const type = parley.cast.maya.contactTypeId;
  await (
    await parley.as('avery')
  ).post(`/settings/contact-types/${type}/properties`, { kind: 'number', name: 'Grade average' });
  const [average] = await parley.rows<{ id: number }>(`SELECT id FROM contact_properties WHERE name = 'Grade average'`);
  const jordan = await parley.as('jordan');
  for (const [index, [firstName, grade, email]] of swimmers.entries()) {
    const numbers = { 'numbers[]': `61755512${30 + index}`, 'labels[]': 'Mobile' };
    const person = { firstName, lastName: 'Swimmer', email, contactTypeId: String(type), ...numbers };
    await jordan.post('/contacts', { ...person, [`p${average!.id}`]: grade });
  }
  await parley.write('UPDATE contacts SET time_zone = ?', [noonZone()]);
}, 60_000);
afterEach(async () => expect(await office.leave()).toEqual([]));
afterAll(async () => {
  await office?.close();
  await parley?.close();
});

const names = async (desk: Desk) =>
  (await desk.texts('#rows .row-link')).map((name) => name.trim().replace(' Swimmer', ''));
const shows = (desk: Desk, ...expected: string[]) =>
  eventually(async () => JSON.stringify(await names(desk)) === JSON.stringify(expected));

/** Unfolds one of the tools above the grid. */
const unfolds = ({ page }: Desk, tool: string) => page.locator('.grid-tools summary', { hasText: tool }).click();
const sorts = ({ page }: Desk, column: string) =>
  page.getByRole('columnheader').getByRole('link', { name: column }).click();

describe.each([true, false])('With script: %s, Jordan', (scripted) => {
  test('finds who it is about, keeps that as a view, texts them, makes a Campaign and takes the file', async () => {
    const faults: string[] = [];
    const view = scripted ? 'Strong swimmers' : 'Swimmers above three';
    const jordan = await (await office.desk('jordan', { scripted })).opens('/contacts');
    const { page } = jordan;
    await jordan.sees(page.getByRole('link', { name: 'Leo Marchetti' }));

    await page.getByRole('searchbox').fill('swimmer');
    if (!scripted) await jordan.clicks('button', 'Apply');
    await shows(jordan, 'Ada', 'Bea', 'Cyril', 'Dora', 'Maximiliana-Alexandrina');

    await unfolds(jordan, 'Add a filter');
    await page.getByLabel('Field').selectOption({ label: 'Grade average' });
    if (!scripted) await jordan.clicks('button', 'Next');
    await page.getByLabel('How to compare').selectOption({ label: 'is greater than' });
    await jordan.foresee(/422/).clicks('button', 'Add filter');
    await jordan.foresee(/422/).sees(page.locator('.problem'));
    faults.push(...(await faultsOf(jordan, 'a filter without its value')));
    await page.getByLabel('Value').fill('3');
    await jordan.foresee(null).clicks('button', 'Add filter');
    await shows(jordan, 'Ada', 'Bea', 'Dora', 'Maximiliana-Alexandrina');
    await jordan.sees('Grade average is greater than 3');

    await sorts(jordan, 'E-mail');
    await shows(jordan, 'Maximiliana-Alexandrina', 'Dora', 'Ada', 'Bea');
    await unfolds(jordan, 'Columns');
    await page.getByRole('checkbox', { name: 'Grade average' }).check();
    await page.getByRole('form', { name: 'Columns' }).getByRole('button', { name: 'Apply' }).click();
    await sorts(jordan, 'Grade average');
    await shows(jordan, 'Maximiliana-Alexandrina', 'Dora', 'Bea', 'Ada');
    await sorts(jordan, 'Grade average');
    await shows(jordan, 'Ada', 'Bea', 'Dora', 'Maximiliana-Alexandrina');
    expect(await jordan.texts('#rows .cell')).toEqual(['3.9', '3.5', '3.2', '3.1']);

    await unfolds(jordan, 'Save view');
    await page.getByLabel('Name of the view').fill(view);
    await jordan.clicks('button', 'Save');
    await jordan.sees(page.getByRole('link', { name: view }));
    await jordan.opens('/contacts');
    await jordan.clicks('link', view);
    await shows(jordan, 'Ada', 'Bea', 'Dora', 'Maximiliana-Alexandrina');
    faults.push(...(await faultsOf(jordan, 'a saved view')));

    const [file] = await Promise.all([page.waitForEvent('download'), jordan.clicks('link', 'Export')]);
    const [header, ...lines] = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n');
    expect(header).toMatch(/^\uFEFFParley ID,External ID,First Name,Last Name,.*,Grade average/);
    expect(lines.map((line) => line.split(',')[2])).toEqual(['Ada', 'Bea', 'Dora', 'Maximiliana-Alexandrina']);

    const bulk = page.getByRole('group', { name: 'With the selected contacts' });
    for (const name of ['Ada', 'Bea']) await page.getByRole('checkbox', { name: `Select ${name} Swimmer` }).check();
    await bulk.getByRole('button', { name: /Text selected|Quick Message/ }).click();
    await jordan.sees('2 recipients');
    await page.getByRole('textbox', { name: 'Text' }).fill('The pool is open');
    await page.locator('#send').click();
    await jordan.sees('Quick Message to 2 people');
    await parley.flush();
    for (const index of [0, 1]) expect(carrier.to(`+161755512${30 + index}`)).toContain('The pool is open');

    await jordan.opens('/contacts');
    await jordan.clicks('link', view);
    await jordan.sees('Grade average is greater than 3');
    await page.getByRole('checkbox', { name: 'Select Ada Swimmer' }).check();
    await bulk.getByRole('checkbox', { name: /that match/ }).check();
    await bulk.getByRole('button', { name: 'Edit' }).click();
    await jordan.sees('Edit 4 contacts');
    await page.getByLabel('High school', { exact: true }).fill('Lakeside High');
    const way = page.getByLabel('What to do with High school');
    if (scripted) expect(await way.inputValue()).toBe('set');
    else await way.selectOption('Set to');
    faults.push(...(await faultsOf(jordan, 'editing four together')));
    await page.locator('.actions').getByRole('button', { name: 'Review' }).click();
    await jordan.sees('becomes Lakeside High');
    faults.push(...(await faultsOf(jordan, 'what editing them would do')));
    await jordan.clicks('button', 'Change 4 contacts');
    await jordan.sees(page.getByRole('heading', { name: 'Done' }));
    faults.push(...(await faultsOf(jordan, 'what came of editing them')));

    await jordan.opens('/contacts');
    await jordan.clicks('link', view);
    await jordan.sees('Grade average is greater than 3');
    await page.getByRole('checkbox', { name: 'Select Ada Swimmer' }).check();
    await bulk.locator('a, button', { hasText: 'Campaign' }).first().click();
    await jordan.sees(page.getByRole('list', { name: 'Filters' }).getByText('Grade average is greater than 3'));

    await jordan.opens('/contacts');
    await jordan.clicks('link', view);
    await jordan.clicks('button', `Delete the view ${view}`);
    await jordan.sees(page.getByRole('link', { name: 'Leo Marchetti' }));
    await jordan.misses(page.getByRole('link', { name: view }));
    expect(faults).toEqual([]);
  });

  test('corrects a record with nothing but the keyboard, and it says what was before', async () => {
    const [was, is] = scripted ? ['Maya', 'Maja'] : ['Maja', 'Maia'];
    await parley.text('+16175550111', `It is me, ${was}`);
    const jordan = await (await office.desk('jordan', { scripted })).opens('/contacts?q=lindqvist');
    const { keyboard } = jordan.page;
    await tabTo(jordan, `${was} Lindqvist`);
    await keyboard.press('Enter');
    await jordan.sees(jordan.page.getByRole('heading', { level: 1, name: `${was} Lindqvist` }));
    await tabTo(jordan, 'Edit');
    await keyboard.press('Enter');
    await jordan.sees(jordan.page.getByLabel('First name'));
    await tabTo(jordan, 'First name');
    await keyboard.press('ControlOrMeta+a');
    await keyboard.type(is);
    await keyboard.press('Enter');
    await jordan.sees(jordan.page.getByRole('heading', { level: 1, name: `${is} Lindqvist` }));
    await tabTo(jordan, 'Messages');
    await keyboard.press('Enter');
    await jordan.sees(`It is me, ${was}`);
    await tabTo(jordan, 'History');
    await keyboard.press('Enter');
    await jordan.sees(jordan.page.locator('dl', { hasText: /First name/i }));
    expect((await jordan.texts('.history dd')).slice(0, 1)).toEqual([`${was} → ${is}`]);
    expect(await faultsOf(jordan, 'a history')).toEqual([]);
  });
});

test('What Jordan types while other fields are on their way stays', async () => {
  const jordan = await (await office.desk('jordan')).opens('/contacts');
  const { page } = jordan;
  await unfolds(jordan, 'Add a filter');
  await page.getByLabel('Field').selectOption({ label: 'First Name' });
  await page.getByLabel('Value').waitFor();
  let answer = (): void => undefined;
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route(/step=fields/, async (route) => (await held, route.continue()));
  await page.getByLabel('Field').selectOption({ label: 'Last Name' });
  await page.getByLabel('Value').fill('Lind');
  answer();
  await page.locator('#filter-fields:not([aria-busy])').waitFor();
  await page.keyboard.type('q');
  await jordan.clicks('button', 'Add filter');
  await jordan.sees('Last Name is Lindq');
});
