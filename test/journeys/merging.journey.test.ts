import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Office } from '../support/browser.js';
import { everyPage } from '../support/inspection.js';
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

/** Somebody who is added although they are there already. */
async function addAgain(firstName: string, number: string) {
  const jordan = await parley.as('jordan');
  const contactTypeId = parley.cast.maya.contactTypeId;
  const form = { firstName, lastName: 'Lindqvist', contactTypeId, 'numbers[]': [number] };
  return Number((await jordan.post('/contacts', form)).location!.split('/').at(-1));
}

for (const scripted of [true, false]) {
  const way = scripted ? '' : ', without script';

  test(`Jordan sees that Maya was added twice, merges the two, and undoes it${way}`, async () => {
    const name = scripted ? 'Mya' : 'Maja';
    const number = scripted ? '617 555 0181' : '617 555 0182';
    await addAgain('Maya', number);
    const id = await addAgain(name, number);
    const lead = await (await office.desk('jordan', { scripted })).opens(`/contacts/${id}`);
    await lead.sees('Looks like a duplicate');
    await lead.clicks('link', 'Compare with Maya Lindqvist');
    await lead.page.getByRole('radio', { name: /^First name of Maya/ }).check();
    await lead.clicks('button', `Merge into ${name} Lindqvist`);
    await lead.sees(lead.page.getByRole('heading', { level: 1, name: 'Maya Lindqvist' }));
    await lead.sees('Merged with');
    await lead.clicks('link', /^Undo…/);
    await lead.clicks('button', 'Undo the merge');
    await lead.sees(lead.page.getByRole('heading', { level: 1, name: 'Maya Lindqvist' }));
    await lead.opens(`/contacts/${id}`);
    await lead.sees(lead.page.getByRole('heading', { level: 1, name: `${name} Lindqvist` }));
    for (const { id: contactId } of await parley.rows<{ id: number }>('SELECT id FROM contacts WHERE id >= ?', [
      id - 1,
    ]))
      await parley.write('DELETE FROM contacts WHERE id = ?', [contactId]);
  });
}

test('The pages of merging are for everybody’s eyes and fingers', async () => {
  const [one, other] = [await addAgain('Maya', '617 555 0183'), await addAgain('Mya', '617 555 0183')];
  const third = await addAgain('Nora', '617 555 0184');
  await (await parley.as('jordan')).post(`/contacts/${one}/merge/${third}`);
  const [merge] = await parley.rows<{ id: number }>('SELECT MAX(id) AS id FROM contact_merges');
  await everyPage(office, 'jordan', [
    ['duplicates', '/contacts/duplicates'],
    ['whom to merge', `/contacts/${one}/merge`],
    ['two contacts', `/contacts/${one}/merge/${other}`],
    ['a merged contact', `/contacts/${one}`],
    ['undoing', `/contacts/${one}/merges/${merge!.id}`],
  ]);
});
