import { AxeBuilder } from '@axe-core/playwright';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { Contact } from '../../src/contacts/contact.js';
import { type Desk, Office } from '../support/browser.js';
import { linkTo } from '../support/mails.js';
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

test('Invited, and on one’s own page', async () => {
  const avery = await parley.as('avery');
  const role = await parley.rows<{ id: number }>("SELECT id FROM roles WHERE name = 'Viewer' ORDER BY id LIMIT 1");
  await avery.post('/settings/users/invitations', { email: 'kim@n.example', name: 'Kim Tran', role: role[0]!.id });
  await parley.stranger().post('/forgotten', { email: 'sam@n.example' });
  await everyPage(null, [
    ['invitation', await linkTo(parley, 'kim@n.example')],
    ['new password', await linkTo(parley, 'sam@n.example')],
  ]);
  await everyPage('avery', [['e-mail', '/settings/mail', unfolding('.raw')]]);
  await everyPage('sam', [['account', '/account', wrongAbsence]]);
});

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

test('Numbers, and what a Routing Table would do', async () => {
  const avery = await parley.as('avery');
  const url = (await avery.post('/settings/routing-tables', { name: 'Territory' })).location!;
  await avery.post(`${url}/upload`, { csv: territory, version: '1', replace: '1' });
  await everyPage('avery', [
    ['general', '/settings/general?saved=1'],
    ['numbers', '/settings/numbers'],
    ['a wrong number', '/settings/numbers/new', wrongNumber],
    ['a new file', `${url}/upload`, uploading(territory.replace('Maya', 'Rosalind'))],
    ['a wrong file', `${url}/upload`, uploading(territory.replace('First Name', 'Shoe size'))],
    ['whom to try', `${url}/trial?q=Ma`],
    ['trial', `${url}/trial?contact=${parley.cast.maya.id}`],
    ['forecast', `${url}/forecast`, ({ page }) => page.getByText('contacts, counted').waitFor()],
  ]);
});

test('Contact Types and their fields', async () => {
  const { contactTypeId, id } = parley.cast.maya;
  const avery = await parley.as('avery');
  const url = `/settings/contact-types/${contactTypeId}`;
  const fields: Record<string, string>[] = [
    { kind: 'choices', name: 'Sports', choices: 'Rowing\nChess' },
    { kind: 'number', name: 'Grade point average', isRequired: '1' },
    { kind: 'long-text', name: 'Essay' },
    { kind: 'text', name: 'Nickname' },
    { kind: 'user-relationship', name: 'Financial aid advisor', mostUsers: '2' },
  ];
  for (const field of fields) await avery.post(`${url}/properties`, field);
  const rows = await parley.rows<{ id: number; name: string }>(
    'SELECT id, name FROM contact_properties WHERE contact_type_id = ?',
    [contactTypeId],
  );
  const p = (name: string) => rows.find((row) => row.name === name)!.id;
  await avery.post(`${url}/properties/${p('Nickname')}/archival`);
  const details = { firstName: 'Maya', lastName: 'Lindqvist', contactTypeId, 'numbers[]': mayas };
  const known = { [`p${p('Grade point average')}`]: '3.9', [`p${p('Address')}.state`]: 'MA', [`p${p('Essay')}`]: long };
  await avery.post(`/contacts/${id}`, { ...details, ...known, [`p${p('Recruiter')}`]: parley.cast.dana.id });
  await everyPage('avery', [
    ['types', '/settings/contact-types'],
    ['a type and its menu', url, unfolding('.head-actions details:first-child')],
    ['its kinds of fields', url, unfolding('.head-actions details:last-child')],
    ['a wrong field', `${url}/properties/new?kind=user-relationship`, wrongField],
    ['choices', `${url}/properties/${p('Sports')}`],
    ['fields in the form', '/contacts/new', wrongFields],
    ['fields on the record', `/contacts/${id}`],
    ['fields beside the thread', `/conversations/${maya}`],
    ['columns', `/contacts?f=p${p('Address')}.state.is.MA&columns=p${p('Recruiter')},p${p('Essay')}`],
    ['a filter', `/contacts?field=p${p('Grade point average')}&operator=is-between&value=x&step=add`],
    ['a filter of choices', `/contacts?field=p${p('Sports')}`],
    ['what columns there are', '/contacts', unfolding('.grid-tools details:last-of-type')],
  ]);
});

async function wrongField({ page }: Desk) {
  await page.getByLabel('Name').fill('Recruiter');
  await page.getByRole('button', { name: 'Add field' }).click();
  await page.locator('.problem').first().waitFor();
}

async function wrongFields({ page }: Desk) {
  const type = page.getByLabel('Contact type');
  await type.selectOption({ label: 'Parent' });
  await page.getByText('Grade point average').waitFor({ state: 'detached' });
  await type.selectOption({ label: 'Applicant' });
  await page.getByLabel('Grade point average').fill('lots');
  await page.getByRole('button', { name: 'Add contact' }).click();
  await page.getByText('“lots” is not a number').waitFor();
}

test('Routing Tables', async () => {
  const url = await routingTable();
  await everyPage('avery', [
    ['tables', '/settings/routing-tables'],
    ['a table and its menu', url, unfolding('.head-actions details')],
    ['a wrong row', url, wrongRow],
    ['deleting', `${url}/delete`],
  ]);
});

test('Users and roles', async () => {
  const { dana, riley, sam } = parley.cast;
  const avery = await parley.as('avery');
  await avery.post('/settings/users/invitations', { email: 'casey.montgomery-fitzgerald@n.example', role: '4' });
  await avery.post(`/settings/users/${sam.id}/absence`, { away: '1', awayUntil: '2027-01-04', standIn: dana.id });
  await everyPage('avery', [
    ['users', '/settings/users?status=all'],
    ['a wrong user', `/settings/users/${riley.id}`, wrongLimit],
    ['deactivating', `/settings/users/${dana.id}/deactivation`],
    ['roles', '/settings/roles'],
    ['a wrong role', '/settings/roles/new?from=2', wrongRole],
  ]);
});

async function wrongLimit({ page }: Desk) {
  await page.getByLabel('Most open conversations').fill('lots');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('.problem').first().waitFor();
}

async function wrongRole({ page }: Desk) {
  await page.getByLabel('Name').fill('Lead');
  await page.getByRole('button', { name: 'Add role' }).click();
  await page.locator('.problem').first().waitFor();
}

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

/** A table with rows of every kind, of which one never matches. */
async function routingTable(): Promise<string> {
  const { program, maya: contact, dana, sam } = parley.cast;
  await parley.write(
    `INSERT INTO contact_properties (program_id, contact_type_id, name, kind, choices, position, created_at)
     VALUES (?, ?, 'Entry term', 'choice', '["Fall 2027","Spring 2028"]', 1, ?)`,
    [program.id, contact.contactTypeId, new Date()],
  );
  const [property] = await parley.rows<{ id: number }>('SELECT MAX(id) AS id FROM contact_properties');
  const avery = await parley.as('avery');
  const url = (await avery.post('/settings/routing-tables', { name: 'Recruiters' })).location!;
  const term = { 'c0.field': `p${property!.id}`, 'c0.operator': 'is', 'c0.value': 'Fall 2027' };
  const shared = { givesTo: 'in-turn', users: [String(dana.id), String(sam.id)] };
  const name = { 'c1.field': 'last-name', 'c1.operator': 'is-between', 'c1.from': 'A', 'c1.to': 'Lzz' };
  await avery.post(`${url}/rows`, { version: 1, ...term, ...shared });
  await avery.post(`${url}/rows`, { version: 2, ...term, ...name, ...shared });
  await avery.post(`${url}/rows`, { version: 3, isOtherwise: '1', givesTo: 'one', users: String(dana.id) });
  return url;
}

async function wrongRow({ page }: Desk) {
  await page.getByRole('link', { name: 'Edit row 2' }).click();
  await page.getByLabel('Last Name: from').fill('Z');
  await page.getByRole('button', { name: 'Save' }).last().click();
  await page.locator('.problem').waitFor();
}

async function wrongPassword({ page }: Desk) {
  await page.getByLabel('E-mail address').fill('jordan@n.example');
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('.problem').waitFor();
}

async function wrongAbsence({ page }: Desk) {
  await page.getByLabel('Away', { exact: true }).check();
  await page.getByLabel('Back on').fill('2020-01-01');
  await page.getByRole('button', { name: 'Save absence' }).click();
  await page.locator('.problem').waitFor();
  await page.locator('.user summary').click();
}

async function wrongForm({ page }: Desk) {
  await page.getByLabel('Number').first().fill('12');
  await page.getByLabel('E-mail').fill('a@b');
  await page.getByRole('button', { name: 'Add contact' }).click();
  await page.locator('.problem').first().waitFor();
}

const territory = [
  'Match,If 1 field,If 1 operator,If 1 value,If 2 field,If 2 operator,If 2 value,Assigns,Users',
  'any,Last Name,is,Nobody,E-mail,contains,somewhere.example,one,dana@n.example',
  'all,First Name,is,Maya,,,,in turn,dana@n.example; sam@n.example',
  'otherwise,,,,,,,one,sam@n.example',
].join('\n');

async function wrongNumber({ page }: Desk) {
  await page.getByLabel('Number', { exact: true }).fill('12');
  await page.getByLabel('Label').fill('Aid');
  await page.getByRole('button', { name: 'Add number' }).click();
  await page.locator('.problem').first().waitFor();
}

const uploading =
  (text: string) =>
  async ({ page }: Desk) => {
    await page.getByLabel('or its text').fill(text);
    await page.getByText('How the file is read').click();
    await page.getByRole('button', { name: 'See what it would do' }).click();
    await page.locator('.dry-run').waitFor();
  };

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

const unfolding = (selector: string) => (desk: Desk) =>
  desk.page
    .locator(selector)
    .evaluateAll((all) => all.forEach((details) => ((details as HTMLDetailsElement).open = true)));

type Visit = [name: string, path: string, prepare?: (desk: Desk) => Promise<unknown>];

/** Visits pages in light and dark, wide and narrow: axe finds nothing, nothing scrolls sideways, fingers find what to press. */
async function everyPage(name: 'avery' | 'jordan' | 'sam' | 'riley' | null, visits: Visit[]) {
  const desk = (await office.desk(name)).foresee(/40[134]|422/);
  const { page } = desk;
  const found: string[] = [];
  for (const [what, path, prepare] of visits) {
    await look(page, 1440, 'light');
    await desk.opens(path);
    await prepare?.(desk);
    await bringAxe(page);
    found.push(...(await violations(page, `${what}, wide`, tags)));
    await look(page, 1440, 'dark');
    found.push(...(await violations(page, `${what}, wide, dark`, ['color-contrast'])));
    await look(page, 390, 'dark');
    found.push(...(await violations(page, `${what}, narrow, dark`, tags)));
    await look(page, 390, 'light');
    found.push(...(await violations(page, `${what}, narrow`, ['color-contrast'])));
    found.push(...(await page.evaluate(misfits)).map((misfit) => `${what}, narrow: ${misfit}`));
  }
  expect(found).toEqual([]);
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function look(page: Page, width: 390 | 1440, colorScheme: 'light' | 'dark') {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
}

/** Leaves axe in the page, so that it need not be brought for each look. */
const bringAxe = (page: Page) => new AxeBuilder({ page }).setLegacyMode(true).withRules('html-has-lang').analyze();

async function violations(page: Page, what: string, values: string[]) {
  const found = await page.evaluate(
    async (runOnly) => {
      const { axe } = window as unknown as { axe: { run(where: Document, how: object): Promise<AxeResults> } };
      const { violations } = await axe.run(document, { runOnly, resultTypes: ['violations'] });
      return violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .slice(0, 3)
            .map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`)
            .join(' | ')}`,
      );
    },
    { type: values.includes('best-practice') ? 'tag' : 'rule', values },
  );
  return found.map((violation) => `${what}: ${violation.replaceAll(/\s+/g, ' ')}`);
}

/** What does not fit a narrow screen, or a finger. */
function misfits() {
  const wide = [document.documentElement, ...document.querySelectorAll('body, main, main *, .bar')]
    .filter(
      (element) =>
        element.scrollWidth > element.clientWidth + 1 &&
        // The menu of the settings is one line to push along.
        !element.matches('.settings-menu') &&
        /auto|scroll/.test(getComputedStyle(element).overflowX + (element === document.documentElement ? 'auto' : '')),
    )
    .map((element) => `${element.localName}.${element.className} scrolls sideways`);
  const small = [
    ...document.querySelectorAll<HTMLElement>(
      'button, summary, select, input:not([type="checkbox"], [type="radio"], [type="hidden"]), textarea',
    ),
  ]
    .filter(
      (element) =>
        element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
        element.getBoundingClientRect().height < 36,
    )
    .map((element) => `${element.outerHTML.slice(0, 80)} is only ${element.getBoundingClientRect().height} high`);
  const outside = [...document.querySelectorAll<HTMLElement>('button, summary, select, input, textarea')]
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 1)
    .map((element) => `${element.outerHTML.slice(0, 80)} is outside`);
  return [...wide, ...small, ...outside];
}
