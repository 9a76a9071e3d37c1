import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Office } from '../support/browser.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
let office: Office;

beforeAll(async () => {
  parley = await Parley.start({ carrier: 'simulator' });
  office = await Office.open(parley);
});
afterEach(async () => expect(await office.leave()).toEqual([]));
afterAll(async () => {
  await office?.close();
  await parley?.close();
});

for (const scripted of [true, false]) {
  const way = scripted ? '' : ', without script';

  test(`Somebody unknown texts, becomes a contact, and the conversation opens${way}`, async () => {
    const [typed, national] = scripted ? ['617 555 0150', '(617) 555-0150'] : ['+1 617-555-0160', '(617) 555-0160'];
    const lead = await (await office.desk('jordan', { scripted })).opens('/unknown-senders');
    const phone = await (await office.desk('avery', { scripted })).opens('/phones');
    await phone.page.getByLabel('Any other phone').fill(typed);
    await phone.clicks('button', 'Open');
    await phone.page.getByRole('textbox', { name: 'Text' }).fill('Hello, I am new here');
    await phone.clicks('button', 'Send');
    await lead.sees(national);
    await lead.sees('Hello, I am new here');
    await lead.clicks('link', 'Create contact');
    expect(await lead.page.getByLabel('Number').first().inputValue()).toContain(scripted ? '555-0150' : '555-0160');
    await lead.foresee(/422/).clicks('button', /^(Create|Save|Add contact)/);
    await lead.sees(lead.page.locator('.problem'));
    lead.foresee(null);
    await lead.page.getByLabel('First name').fill(scripted ? 'Nia' : 'Nils');
    await lead.page.getByLabel('Last name').fill('Newcomer');
    await lead.clicks('button', /^(Create|Save|Add contact)/);
    await lead.sees(lead.page.getByRole('heading', { level: 1, name: /Newcomer/ }));
    await lead.sees('Hello, I am new here');
    await lead.page.locator('.reply textarea').fill('Welcome!');
    await lead.clicks('button', /^Send$/);
    await phone.sees('Welcome!');
    await lead.opens('/unknown-senders');
    await lead.sees('Everybody is known');
  });

  test(`Maya texts from another telephone and is recognized by Jordan${way}`, async () => {
    const digits = scripted ? '16175550151' : '16175550161';
    await parley.text(`+${digits}`, 'Maya here, this is my mother’s phone');
    const lead = await (await office.desk('jordan', { scripted })).opens('/unknown-senders');
    await lead.clicks('link', 'Link to a contact');
    // Not before the page is there whole: what is typed sooner is only sought with Enter.
    await lead.sees(lead.page.getByRole('searchbox'));
    await lead.page.getByRole('searchbox').fill('lindq');
    if (!scripted) await lead.clicks('button', 'Search');
    await lead.clicks('button', 'Link to Maya Lindqvist');
    await lead.sees('Maya here, this is my mother’s phone');
    await lead.sees(lead.page.getByRole('heading', { level: 1, name: 'Maya Lindqvist' }));
    await lead.opens('/unknown-senders');
    await lead.sees('Everybody is known');
  });

  test(`Two sisters share a telephone, and Jordan moves the texts to the one who wrote them${way}`, async () => {
    const number = scripted ? '(617) 555-0152' : '(617) 555-0162';
    const [ada, ida] = scripted ? ['Ada', 'Ida'] : ['Eda', 'Lia'];
    const lead = await office.desk('jordan', { scripted });
    for (const firstName of [ada, ida]) {
      await lead.opens('/contacts/new');
      await lead.page.getByLabel('First name').fill(firstName);
      await lead.page.getByLabel('Last name').fill('Sisters');
      await lead.page.getByLabel('Number').first().fill(number);
      await lead.clicks('button', /^(Create|Save|Add contact)/);
      await lead.sees(lead.page.getByRole('heading', { level: 1, name: `${firstName} Sisters` }));
    }
    await parley.text(`+1${number.replace(/\D/g, '')}`, `It is me, ${ada}`);
    await lead.opens('/conversations');
    await lead.sees(`It is me, ${ada}`);
    await lead.clicks('link', `${ida} Sisters`);
    await lead.sees('This number also belongs to');
    await lead.clicks('button', `Move the unanswered texts to ${ada} Sisters`);
    await lead.sees(lead.page.getByRole('heading', { level: 1, name: `${ada} Sisters` }));
    await lead.sees(`It is me, ${ada}`);
    await lead.opens('/conversations');
    expect((await lead.texts('.row')).filter((row) => row.includes('Sisters') && row.includes(ada)).length).toBe(1);
  });
}
