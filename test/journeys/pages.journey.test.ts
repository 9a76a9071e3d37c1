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

  await parley.text(siblings, 'Please stop texting me, I have chosen another school');
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
    [
      'found in texts',
      '/conversations?status=any&q=Monday',
      async ({ page }) => page.locator('.row mark').first().waitFor(),
    ],
    ['nothing found', '/conversations?q=xylophone'],
    ['selected', '/conversations', selecting],
    ['bulk', '/conversations?q=Rosalind&status=resolved', resolvingAll],
    ['contacts', '/contacts'],
    ['sorted contacts', '/contacts?sort=-email&columns=p1', unfolding('.grid-tools .dropdown')],
    ['no contacts', '/contacts?q=xylophone'],
    ['unknown senders', '/unknown-senders'],
    ['blocking', `/unknown-senders/${sender}/block`],
    ['spam', '/unknown-senders/spam'],
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
    ['opted out', `/conversations/${optedOut}`, unfolding('.opt-in')],
    ['a wish', `/conversations/${sibling}`, unfolding('.note-form')],
    ['wishes', '/consent/wishes'],
    ['shared number', `/conversations/${sibling}`],
  ]));

test('Contacts and telephones', () =>
  everyPage('avery', [
    ['contact', `/contacts/${parley.cast.maya.id}`],
    ['their conversations', `/contacts/${parley.cast.maya.id}/conversations`],
    ['duplicates', '/contacts/duplicates'],
    ['merging', `/contacts/${parley.cast.maya.id}/merge/${parley.cast.leo.id}`],
    ['merging with whom', `/contacts/${parley.cast.maya.id}/merge?q=Leo`],
    ['their messages', `/contacts/${parley.cast.maya.id}/messages`],
    ['their history', `/contacts/${parley.cast.maya.id}/history`],
    ['their consent', `/contacts/${parley.cast.maya.id}/consent`, unfolding('.consent-numbers details')],
    ['the ledger', '/settings/consent'],
    ['words', '/settings/conversations'],
    ['a wrong form', '/contacts/new', wrongForm],
    ['phones', '/phones'],
    ['no phone', '/phones/open?number=12'],
    ['phone', '/phones/16175550111'],
    ['phone that is off', '/phones/16175550112'],
  ]));

test('Quick Messages', async () => {
  const { maya, leo } = parley.cast;
  const jordan = await parley.as('jordan');
  await everyPage('jordan', [['none yet', '/quick-messages']]);
  const body = `Hi {{First Name}}, ${long.slice(0, 200)}`;
  const contacts = [maya, leo].map(({ id }) => String(id));
  const { location } = await jordan.post('/quick-messages', { contacts, body });
  await everyPage('jordan', [
    ['the menu', '/contacts', unfolding('.menu-group')],
    ['selected contacts', '/contacts', ({ page }) => page.locator('.row-check').first().click({ force: true })],
    ['sent ones', '/quick-messages'],
    ['a new one', '/quick-messages/new', unfolding('.quick-templates')],
    ['finding somebody', `/quick-messages/new?contacts=${contacts.join('-')}`, findingSomebody],
    ['refused', '/quick-messages/new', refusedMessage],
    ['under way', location!, unfolding('details.dropdown')],
  ]);
});

test('Campaigns', async () => {
  const jordan = await parley.as('jordan');
  await everyPage('jordan', [['none yet', '/campaigns']]);
  const [number] = await parley.rows<{ id: number }>(`SELECT id FROM program_numbers WHERE number = '+12025550100'`);
  const further = { 'steps.1.body': `Still {{First Name|there}}? ${long}`, 'steps.1.waitDays': '3' };
  const form = { name: 'Open day', 'steps.0.body': 'Hi {{Recruiter}}', programNumberId: number!.id, ...further };
  const limits = { when: 'later', day: '2099-01-01', time: '10:00', failureLimit: '5', optOutLimit: '5' };
  const soon = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const make = async (own: object = {}) =>
    (await jordan.post('/campaigns', { ...form, ...limits, day: soon, ...own })).location!.replace('?saved=1', '');
  const [draft, scheduled, paused] = [await make({ f: 'first-name.is-not.Nobody' }), await make(), await make()];
  await jordan.post(`${scheduled}/send`, { version: 1 });
  await parley.write(`UPDATE campaigns SET status = 'paused', started_at = ?, pause = ? WHERE id = ?`, [
    new Date(),
    JSON.stringify({ because: 'failures', share: 12, byUserId: null, at: new Date().toISOString() }),
    paused.split('/').at(-1),
  ]);
  await everyPage('jordan', [
    ['all of them', '/campaigns'],
    ['none with that status', '/campaigns?status=canceled'],
    ['a new one', '/campaigns/new', makingFilter],
    ['a wrong one', '/campaigns/new', wrongCampaign],
    ['a saved draft', `${draft}?saved=1`, unfolding('details.dropdown')],
    ['a review', `${draft}/review`, reviewing],
    ['scheduled', scheduled, unfolding('#canceling')],
    ['paused by itself', paused],
  ]);
});

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

async function makingFilter({ page }: Desk) {
  await page.locator('#add-filter').click();
  await page.locator('#field').selectOption({ label: 'First Name' });
  await page.locator('#operator').waitFor();
}

async function wrongCampaign({ page }: Desk) {
  await page.locator('textarea').fill('Hi {{Frist Name}}');
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.locator('#name-problem').waitFor();
}

async function reviewing(desk: Desk) {
  await desk.page.getByText('in the audience').waitFor();
  await unfolding('.campaign-test')(desk);
}

async function findingSomebody({ page }: Desk) {
  await page.locator('#body').fill('Dear {{First Name}} of {{High school}}, {{Recruiter}} '.repeat(3));
  await page.locator('#q').fill('Sisters');
  await page.locator('#found li').first().waitFor();
  await page.locator('.quick-reasons').waitFor();
}

async function refusedMessage({ page }: Desk) {
  await page.locator('#send').click();
  await page.locator('#contacts-problem').waitFor();
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
