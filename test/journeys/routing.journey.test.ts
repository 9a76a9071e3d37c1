import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type Desk, Office } from '../support/browser.js';
import { Parley } from '../support/parley.js';
import { choose } from '../support/row-form.js';

let parley: Parley;
let office: Office;

beforeAll(async () => {
  parley = await Parley.start();
  office = await Office.open(parley);
  const { program, maya } = parley.cast;
  await parley.write(
    `INSERT INTO contact_properties (program_id, contact_type_id, name, kind, choices, position, created_at)
     VALUES (?, ?, 'Entry term', 'choice', '["Fall 2027","Spring 2028"]', 1, ?)`,
    [program.id, maya.contactTypeId, new Date()],
  );
});
afterEach(async () => expect(await office.leave()).toEqual([]));
afterAll(async () => {
  await office?.close();
  await parley?.close();
});

test('What Avery chooses and types while the fields are on their way is kept', async () => {
  const desk = await (await office.desk('avery')).opens('/settings/routing-tables');
  const { page } = desk;
  await page.getByLabel('New Routing Table').fill('Far away');
  await desk.clicks('button', 'Add');
  await desk.clicks('link', 'Add a row');
  await choose(desk, 'Field 1', 'Last Name');
  const answer = await desk.holds(/\/rows/);
  await page.getByLabel('Last Name: how to compare').selectOption('starts with');
  await answer.isAsked;
  await page.getByLabel('Last Name: value').fill('Mc');
  await page.getByLabel('How', { exact: true }).selectOption('several, strictly in turn');
  answer.comes();
  await page.getByLabel('Person 2').selectOption('Sam Okafor');
  expect(await page.getByLabel('Last Name: value').inputValue()).toBe('Mc');
  expect(await page.getByLabel('Last Name: how to compare').locator(':checked').innerText()).toBe('starts with');
});

for (const scripted of [true, false]) {
  test(`A table is made, its rows change places, and it warns${scripted ? '' : ', without script'}`, async () => {
    const desk = await (await office.desk('avery', { scripted })).opens('/settings/routing-tables');
    const { page } = desk;
    await page.getByLabel('New Routing Table').fill(scripted ? 'Territory' : 'Plain');
    await desk.clicks('button', 'Add');

    await desk.clicks('link', 'Add a row');
    await choose(desk, 'Field 1', 'Entry term');
    await page.getByLabel('Entry term: value').selectOption('Fall 2027');
    await page.getByRole('button', { name: 'Add condition' }).click();
    await choose(desk, 'Field 2', 'Last Name');
    await choose(desk, 'Last Name: how to compare', 'is between');
    await page.getByLabel('Last Name: from').fill('A');
    await page.getByLabel('Last Name: to').fill('Lzz');
    await choose(desk, 'How', 'several, strictly in turn');
    await page.getByLabel('Person 1').selectOption('Dana Whitfield');
    await page.getByLabel('Person 2').selectOption('Sam Okafor');
    // Enter saves, whatever other buttons come before Save.
    await page.getByLabel('Last Name: to').press('Enter');
    await desk.sees(said('If Entry term is Fall 2027 and Last Name is between A and Lzz', desk));
    await desk.sees('in turn');
    // Who typed all that finds the keyboard where the next row begins.
    if (scripted) await desk.sees(page.locator('#add-row:focus'));

    await desk.clicks('link', 'Add a row');
    await choose(desk, 'Field 1', 'Entry term');
    desk.foresee(/422/);
    await page.getByLabel('Person').selectOption('Jordan Reyes');
    await desk.clicks('button', 'Save');
    await desk.sees('Say what to compare with.');
    desk.foresee(null);
    await page.getByLabel('Entry term: value').selectOption('Fall 2027');
    await desk.clicks('button', 'Save');
    await desk.sees(page.locator('.routing-row').nth(1));

    await desk.clicks('link', 'Add Otherwise');
    await page.getByLabel('Person').selectOption('Jordan Reyes');
    await desk.clicks('button', 'Save');
    await desk.sees(said('Otherwise', desk));
    await desk.misses(page.getByRole('link', { name: 'Add Otherwise' }));
    await desk.misses('never matches');

    await page.getByRole('button', { name: 'Move row 2 up' }).press('Enter');
    await desk.sees('whoever meets it has already matched row 1');
    expect((await desk.texts('.row-says > p:first-child')).map((text) => text.trim())).toEqual([
      'If Entry term is Fall 2027',
      'If Entry term is Fall 2027 and Last Name is between A and Lzz',
      'Otherwise',
    ]);
    if (scripted) {
      await desk.sees(page.locator('[id^="down-"]:focus'));
      await dragged(desk, 0, 1);
    } else await desk.clicks('button', 'Move row 1 down');
    await desk.misses('never matches');
    await desk.opens('/settings/routing-tables');
    await desk.sees('No Contact Type employs it');
  });
}

const said = (text: string, { page }: Desk) => page.locator('.row-says').filter({ hasText: text });

async function dragged({ page }: Desk, from: number, to: number) {
  const grip = (await page.locator('[data-handle]').nth(from).boundingBox())!;
  const aim = (await page.locator('.routing-row').nth(to).boundingBox())!;
  await page.mouse.move(grip.x + 5, grip.y + 5);
  await page.mouse.down();
  await page.mouse.move(grip.x + 5, aim.y + aim.height - 4, { steps: 6 });
  await page.mouse.up();
}
