import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { Office } from '../support/browser.js';
import { everyPage } from '../support/inspection.js';
import { Parley } from '../support/parley.js';

jest.setTimeout(120_000);

let parley: Parley;
let office: Office;

beforeAll(async () => {
  parley = await Parley.start();
  office = await Office.open(parley);
});
afterEach(async () => expect(await office.leave()).toEqual([]));
afterAll(async () => {
  await office?.close();
  await parley?.close();
});

for (const scripted of [true, false]) {
  const way = scripted ? '' : ', without script';

  test(`Avery reads what is known of somebody, lifts a hold, and erases them${way}`, async () => {
    const number = scripted ? '+16175550150' : '+16175550151';
    const { maya } = parley.cast;
    const form = { firstName: 'Nia', lastName: 'Newcomer', contactTypeId: String(maya.contactTypeId), numbers: number };
    const { location } = await (await parley.as('avery')).post('/contacts', form);
    await parley.text(number, 'Please forget me');
    const avery = await (await office.desk('avery', { scripted })).opens(location!);
    await avery.clicks('link', 'Messages');
    await avery.sees('Please forget me');
    await avery.clicks('link', 'History');
    await avery.sees('Avery Collins added this contact');
    await avery.clicks('link', 'Privacy');
    await avery.page.getByLabel('Why').fill('A complaint');
    await avery.clicks('button', 'Put on hold');
    await avery.sees('On hold since');
    await avery.clicks('button', 'End the hold');
    await avery.clicks('link', 'See what would be erased');
    await avery.page.getByLabel('Type ERASE to confirm').fill('yes');
    await avery.foresee(/422/).clicks('button', 'Erase for good');
    await avery.sees(avery.page.locator('.problem'));
    avery.foresee(null);
    await avery.page.getByLabel('Type ERASE to confirm').fill('erase');
    await avery.clicks('button', 'Erase for good');
    await avery.sees('The contact was erased.');
    await avery.opens('/settings/audit');
    await avery.sees('erased a contact with 1 conversation and 1 message');
  });
}

test('The pages of the record and of privacy, for every eye and every finger', async () => {
  const { leo, maya } = parley.cast;
  const avery = await parley.as('avery');
  await parley.text(
    '+16175550112',
    'Could you tell me whether the recommendation of my teacher has arrived? '.repeat(4),
  );
  await parley.text('+16175550112', 'STOP');
  const form = { firstName: 'Leo', lastName: 'Marchetti-Featherstonehaugh', contactTypeId: String(leo.contactTypeId) };
  await avery.post(`/contacts/${leo.id}`, { ...form, numbers: '+16175550112', email: 'leo@m.example' });
  await avery.post(`/contacts/${maya.id}/hold`, { reason: 'A complaint of her parents, file 2026-14' });
  await avery.post('/settings/privacy', { conversationMonths: '24', contactMonths: '60' });
  const program = parley.cast.program.id;
  await parley.write(
    `INSERT INTO retention_runs (program_id, status, conversations, contacts, started_at) VALUES (?, 'running', 120, 3, ?)`,
    [program, new Date()],
  );
  await everyPage(office, 'avery', [
    ['messages', `/contacts/${leo.id}/messages`],
    ['no messages', `/contacts/${maya.id}/messages`],
    ['history', `/contacts/${leo.id}/history`],
    ['privacy', `/contacts/${leo.id}/privacy`],
    ['a hold', `/contacts/${maya.id}/privacy`],
    ['erasure', `/contacts/${leo.id}/erasure`],
    ['no erasure', `/contacts/${maya.id}/erasure`],
    ['an export', `/contacts/${leo.id}/export`],
    ['how long things are kept', '/settings/privacy?saved=1'],
    ['the audit', '/settings/audit'],
  ]);
});
