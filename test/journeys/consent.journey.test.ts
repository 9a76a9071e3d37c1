import { readFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Contact } from '../../src/contacts/contact.js';
import { type Desk, eventually, Office } from '../support/browser.js';
import { faultsOf } from '../support/inspection.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
let office: Office;

beforeAll(async () => {
  parley = await Parley.start({ carrier: 'simulator' });
  office = await Office.open(parley);
  await parley.database.transaction(async () => {
    const { contactType } = parley.cast.maya;
    for (const [index, firstName] of ['Nia', 'Nils', 'Eva', 'Emil'].entries()) {
      const numbers = [{ number: `+161755501${60 + index}`, label: 'Mobile' }];
      const person = { contactType, firstName, lastName: 'Quinn', email: null, numbers };
      await parley.database.manager.save(Contact.of(parley.cast.program.id, person, new Date()));
    }
  });
}, 60_000);
afterEach(async () => expect(await office.leave()).toEqual([]));
afterAll(async () => {
  await office?.close();
  await parley?.close();
});

/** Texts from one of the telephones of the simulator. */
async function texts(phone: Desk, digits: string, body: string) {
  await phone.opens(`/phones/${digits}`);
  await phone.page.getByRole('textbox', { name: 'Text' }).fill(body);
  await phone.clicks('button', 'Send');
  await phone.sees(phone.page.locator('.bubble', { hasText: body }));
}

/** Whether nobody has to scroll to it. */
const isInSight = (place: Locator) =>
  place.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });

describe.each([true, false])('With script: %s', (scripted) => {
  const [leaver, stays] = scripted ? ['Nia', 'Nils'] : ['Eva', 'Emil'];
  const [leavers, stayers] = scripted ? ['16175550160', '16175550161'] : ['16175550162', '16175550163'];
  // Without script at a telephone: the office is out at a fair.
  const habits = { scripted, width: scripted ? 1440 : 390 };

  test('Two ask for no more texts; Jordan decides, and gets one of them back', async () => {
    const faults: string[] = [];
    const jordan = await (await office.desk('jordan', habits)).opens('/consent/wishes');
    const { page } = jordan;
    await jordan.sees('Nothing to decide');
    const phone = await office.desk('avery', { scripted });
    await texts(phone, leavers, 'please don’t text me anymore');
    await texts(phone, stayers, 'stop texting me about the dorms, I live at home');
    const wish = (name: string) => page.locator('article', { hasText: `${name} Quinn` });
    await jordan.sees(wish(leaver).getByText('10 business days left'));
    await jordan.sees(wish(stays));
    faults.push(...(await faultsOf(jordan, 'two wishes')));

    await wish(leaver).getByRole('button', { name: 'Opt out' }).click();
    await jordan.misses(wish(leaver));
    await wish(stays).getByRole('button', { name: 'Not an opt-out' }).click();
    await jordan.sees('Nothing to decide');

    await jordan.opens(`/conversations/${await parley.conversationWith(`+${stayers}`)}`);
    await jordan.sees(page.locator('.reply textarea'));
    await jordan.opens(`/conversations/${await parley.conversationWith(`+${leavers}`)}`);
    await jordan.sees('Opted out.');
    expect(await page.locator('.reply').count()).toBe(0);
    await page.getByText('Opt back in…').click();
    await jordan.foresee(/422/).clicks('button', 'Opt back in');
    await jordan.sees('Say how and when they asked');
    faults.push(...(await faultsOf(jordan, 'opting back in without a reason')));
    jordan.foresee(null);
    await page.getByLabel('How and when did they ask for it?').fill('At the fair, in person');
    await page.getByLabel('They asked for it themselves').check();
    await jordan.clicks('button', 'Opt back in');
    await jordan.sees(page.locator('.reply textarea'));

    // The record tells it all, and somebody may leave on the telephone.
    const [{ id }] = (await parley.rows(`SELECT contact_id AS id FROM phone_numbers WHERE number = '+${leavers}'`)) as [
      { id: number },
    ];
    await jordan.opens(`/contacts/${id}/consent`);
    await jordan.sees('At the fair, in person');
    await jordan.sees('May be texted');
    await page.getByText('Opt out…').click();
    await page.getByLabel('Why?').fill('Called, is going elsewhere');
    faults.push(...(await faultsOf(jordan, 'opting out on the record')));
    await jordan.clicks('button', 'Opt out');
    await jordan.sees(page.locator('.pill.bad', { hasText: 'Opted out' }));
    const [file] = await Promise.all([page.waitForEvent('download'), jordan.clicks('link', 'CSV')]);
    const proof = await readFile(await file.path(), 'utf8');
    for (const why of ['Asked for it in a text', 'At the fair, in person', 'Called, is going elsewhere'])
      expect(proof).toMatch(new RegExp(`${why}"?,Jordan Reyes`));
    expect(faults).toEqual([]);
  });

  test('Avery adds a word that opts out, and finds who used it in the ledger', async () => {
    const faults: string[] = [];
    const word = scripted ? 'ENOUGH' : 'BASTA';
    const avery = await (await office.desk('avery', habits)).opens('/settings/conversations');
    const { page } = avery;
    await avery.sees('Always: STOP, UNSUBSCRIBE, CANCEL');
    const list = page.getByLabel('Opt out', { exact: true });
    await list.fill('yes');
    await avery.foresee(/422/).clicks('button', 'Save words and answers');
    await avery.sees(page.locator('#keywords .problem'));
    await eventually(() => isInSight(list));
    faults.push(...(await faultsOf(avery, 'an everyday word')));
    await list.fill(word.toLowerCase());
    await avery.foresee(null).clicks('button', 'Save words and answers');
    await avery.sees('The words apply from the next text on.');
    await eventually(() => isInSight(page.getByText('The words apply from the next text on.')));
    expect(await list.inputValue()).toBe(word);

    const phone = await office.desk('avery', { scripted });
    await texts(phone, stayers, `${word}!`);
    await phone.sees(phone.page.locator('.inbound .bubble'));
    // A word that always works does, though the list doesn’t say it.
    await texts(phone, stayers, 'Start');
    await texts(phone, stayers, 'cancel');
    // A telephone shows what it has sent before it has arrived.
    const newest = async () => (await avery.texts('.grid tbody tr'))[0];
    await eventually(async () => {
      await avery.opens('/settings/consent');
      return (await newest())?.includes('cancel');
    });
    expect(await newest()).toContain('Opted out');
    expect(await newest()).toContain(`${stays} Quinn`);
    const older = (await avery.texts('.grid tbody tr')).slice(1);
    expect(older.join('\n')).toContain(word);
    faults.push(...(await faultsOf(avery, 'the ledger')));
    const [file] = await Promise.all([page.waitForEvent('download'), avery.clicks('button', 'Download CSV')]);
    expect(file.suggestedFilename()).toMatch(/^consent-\d{4}-\d\d-\d\d-to-\d{4}-\d\d-\d\d\.csv$/);
    expect(await readFile(await file.path(), 'utf8')).toContain(`${word}!`);
    expect(faults).toEqual([]);
  });
});

test('Riley, who only reads, is offered none of it', async () => {
  const riley = (await office.desk('riley')).foresee(/403/);
  await riley.opens(`/contacts/${parley.cast.maya.id}/consent`);
  await riley.sees('May be texted');
  expect(await riley.page.getByText('Opt out…').count()).toBe(0);
  expect(await riley.page.getByRole('link', { name: 'Opt-outs' }).count()).toBe(0);
  for (const path of ['/consent/wishes', '/settings/consent', '/settings/conversations']) {
    const answer = await riley.page.goto(path);
    expect([path, answer!.status()]).toEqual([path, 403]);
  }
});
