import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { Contact } from '../../src/contacts/contact.js';
import { type Desk, Office } from '../support/browser.js';
import { everyPage as visited, misfits, unfolding, type Visit } from '../support/inspection.js';
import { Parley } from '../support/parley.js';

jest.setTimeout(120_000);

let parley: Parley;
let office: Office;
let maya: number;
let leo: number;
let resolved: number;
let optedOut: number;
let sibling: number;
let sender: number;

const [mayas, leos, resolveds, leavers, siblings, strangers] = ['0111', '0112', '0113', '0114', '0115', '0170'].map(
  (end) => `+1617555${end}`,
) as [string, string, string, string, string, string];
const everyPage = (name: Parameters<typeof visited>[1], visits: Visit[]) => visited(office, name, visits);
const long =
  'Could you tell me whether the recommendation from my physics teacher, which she sent in October, has arrived? '.repeat(
    4,
  );

// An office in which everything has happened once.
beforeAll(async () => {
  parley = await Parley.start();
  office = await Office.open(parley);
  const { contactType } = parley.cast.maya;
  const names = [
    ['Rosalind', 'Hartmann-Castellanos de la Fuente'],
    ['Tom', 'Gone'],
    ['Ada', 'Sisters'],
    ['Ida', 'Sisters'],
  ] as const;
  await parley.database.transaction(async () => {
    for (const [index, number] of [resolveds, leavers, siblings, siblings].entries()) {
      const [firstName, lastName] = names[index]!;
      const person = {
        contactType,
        firstName,
        lastName,
        email: `${firstName}@somewhere.example`,
        numbers: [{ number, label: 'Mobile' }],
      };
      await parley.database.manager.save(Contact.of(parley.cast.program.id, person, new Date()));
    }
  });
  await parley.text(leos, 'When is the open day?', { timestamp: new Date(Date.now() - 50 * 3600_000).toISOString() });
  for (const number of [mayas, resolveds, leavers, siblings, strangers]) await parley.text(number, long);
  await parley.text(leavers, 'STOP');
  [maya, leo, resolved, optedOut, sibling] = (await Promise.all(
    [mayas, leos, resolveds, leavers, siblings].map((number) => parley.conversationWith(number)),
  )) as [number, number, number, number, number];

  const avery = await parley.as('avery');
  sender = Number(/senders\/(\d+)\/link/.exec((await avery.get('/unknown-senders')).text)![1]);
  await avery.post(`/conversations/${resolved}/resolution`);
  await avery.post(`/conversations/${maya}/notes`, { body: '@Dana Whitfield knows her school' });
  await avery.post(`/conversations/${maya}/assignment`, { assignee: parley.cast.dana.id, note: 'Yours' });
  for (const body of ['Unconfirmed', 'Not delivered', 'It is, since Monday.']) {
    await avery.post(`/conversations/${maya}/messages`, { body });
    await avery.post(`/conversations/${leo}/messages`, { body });
  }
  await parley.flush();
  await parley.write(`UPDATE messages SET status = 'unconfirmed' WHERE body = 'Unconfirmed'`);
  await parley.write(`UPDATE messages SET status = 'undeliverable', error_code = '1180' WHERE body = 'Not delivered'`);
  await parley.write('UPDATE conversations SET has_failed = 1 WHERE id = ?', [leo]);
  await avery.post('/saved-views', { name: 'Unread ones', query: 'unread=1' });
  await avery.post('/phones/16175550112/power', { off: '1' });
  await avery.post('/phones/16175550111/texts', { body: 'From the telephone' });
  await parley.stranger().post('/webhooks/vonage/inbound', { forged: long });
  await parley.webhook('inbound', { odd: long });
}, 60_000);
afterEach(async () => expect(await office.leave()).toEqual([]));
afterAll(async () => {
  await office?.close();
  await parley?.close();
});

test('Before signing in', () =>
  everyPage(null, [
    ['sign in', '/login'],
    ['a wrong password', '/login', wrongPassword],
    ['forgotten', '/forgotten'],
    ['a link is on its way', '/forgotten?asked=1'],
    ['a dead link', '/invitations/none'],
  ]));

test('The lists', () =>
  everyPage('avery', [
    ['any', '/conversations?status=any'],
    ['filtered', '/conversations?unread=1&assignee=none&q=teacher', unfolding('.views .dropdown')],
    ['saved', '/conversations?unread=1', unfolding('#more-filters')],
    ['nothing found', '/conversations?q=xylophone'],
    ['selected', '/conversations', selecting],
    ['bulk', '/conversations?q=Rosalind&status=resolved', resolvingAll],
    ['contacts', '/contacts'],
    ['no contacts', '/contacts?q=xylophone'],
    ['unknown senders', '/unknown-senders'],
    ['whose number', `/unknown-senders/${sender}/link?q=Ada`],
    ['deliveries', '/settings/deliveries', unfolding('.raw')],
    ['notifications', '/notifications'],
    ['the bell', '/contacts', ringing],
    ['notified of', '/account/notifications'],
    ['not found', '/conversations/999999'],
  ]));

test('Conversations', () =>
  everyPage('jordan', [
    ['failed', `/conversations/${maya}`],
    ['assigning', `/conversations/${maya}`, unfolding('details[name]')],
    ['writing', `/conversations/${leo}`, writing],
    ['mentioning', `/conversations/${leo}`, mentioning],
    ['shortcuts', `/conversations/${leo}`, shortcuts],
    ['resolved', `/conversations/${resolved}`],
    ['opted out', `/conversations/${optedOut}`],
    ['shared number', `/conversations/${sibling}`],
  ]));

test('Contacts and telephones', () =>
  everyPage('avery', [
    ['contact', `/contacts/${parley.cast.maya.id}`],
    ['their conversations', `/contacts/${parley.cast.maya.id}/conversations`],
    ['a wrong form', '/contacts/new', wrongForm],
    ['phones', '/phones'],
    ['no phone', '/phones/open?number=12'],
    ['phone', '/phones/16175550111'],
    ['phone that is off', '/phones/16175550112'],
  ]));

test('Those who may do less', async () => {
  await everyPage('sam', [
    ['nothing', '/conversations'],
    ['nothing new', '/notifications'],
    ['forbidden', '/settings/deliveries'],
  ]);
  await everyPage('riley', [['reading', `/conversations/${maya}`]]);
});

test('Narrow, and without script', async () => {
  const desk = await office.desk('jordan', { scripted: false, width: 390 });
  for (const path of [
    '/conversations?unread=1',
    `/conversations/${maya}`,
    `/conversations/${sibling}`,
    '/contacts/new',
  ]) {
    await desk.opens(path);
    expect([path, ...(await desk.page.evaluate(misfits))]).toEqual([path]);
  }
});

async function wrongPassword({ page }: Desk) {
  await page.getByLabel('E-mail address').fill('jordan@n.example');
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('.problem').waitFor();
}

async function wrongForm({ page }: Desk) {
  await page.getByLabel('Number').first().fill('12');
  await page.getByLabel('E-mail').fill('a@b');
  await page.getByRole('button', { name: 'Add contact' }).click();
  await page.locator('.problem').first().waitFor();
}

const selecting = ({ page }: Desk) => page.locator('.row').first().getByRole('checkbox').check();

async function resolvingAll({ page }: Desk) {
  await page.locator('.row').first().getByRole('checkbox').check();
  await page.locator('.bulk').getByRole('button', { name: 'Resolve' }).click();
  await page.waitForURL(/bulk/);
  await page.getByText('Done').waitFor();
}

async function writing({ page }: Desk) {
  await page.locator('summary', { hasText: 'Internal note' }).click();
  await page.locator('.reply textarea').fill('“Curly” 🎓 '.repeat(12));
}

async function mentioning({ page }: Desk) {
  await page.locator('summary', { hasText: 'Internal note' }).click();
  await page.locator('#note').pressSequentially('@');
  await page.getByRole('option').first().waitFor();
}

async function ringing({ page }: Desk) {
  await page.locator('[data-bell][role="button"]').click();
  await page.locator('#bell-panel .notification').first().waitFor();
}

const shortcuts = ({ page }: Desk) => page.locator('#shortcuts').evaluate((sheet: HTMLElement) => sheet.showPopover());
