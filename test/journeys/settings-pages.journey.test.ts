import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { type Desk, Office } from '../support/browser.js';
import { everyPage as visited, unfolding, type Visit } from '../support/inspection.js';
import { linkTo } from '../support/mails.js';
import { Parley } from '../support/parley.js';

jest.setTimeout(120_000);

let parley: Parley;
let office: Office;
let maya: number;
const mayas = '+16175550111';
const long =
  'Could you tell me whether the recommendation from my physics teacher, which she sent in October, has arrived? '.repeat(
    4,
  );
const everyPage = (name: Parameters<typeof visited>[1], visits: Visit[]) => visited(office, name, visits);

beforeAll(async () => {
  parley = await Parley.start();
  office = await Office.open(parley);
  await parley.text(mayas, long);
  maya = await parley.conversationWith(mayas);
});
afterEach(async () => expect(await office.leave()).toEqual([]));
afterAll(async () => {
  await office?.close();
  await parley?.close();
});

test('Conversations settings', async () => {
  await parley.write('UPDATE programs SET allows_auto_assignment = 1');
  await everyPage('avery', [
    ['saved', '/settings/conversations?saved=1'],
    ['a wrong wait', '/settings/conversations', wrongWait],
  ]);
});

async function wrongWait({ page }: Desk) {
  await page.getByLabel('Longest wait', { exact: true }).fill('soon');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('.problem').waitFor();
}

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
    ['forecast', `${url}/forecast`, ({ page }) => page.locator('.forecast-age').waitFor()],
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
  const type = page.getByLabel('Contact Type');
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

test('Templates', async () => {
  const avery = await parley.as('avery');
  await parley.text('+16175550112', 'When is the open day?');
  const leo = await parley.conversationWith('+16175550112');
  for (const [name, body] of templates) await avery.post('/settings/templates', { name, body });
  await avery.post('/account/templates', { name: 'Mine', body: 'Only I say this.' });
  const [mine] = await parley.rows<{ id: number }>('SELECT MAX(id) AS id FROM templates');
  await everyPage('avery', [
    ['templates', '/settings/templates'],
    ['no template', '/account/templates?q=xylophone'],
    ['a wrong template', '/settings/templates/new', wrongTemplate],
    ['deleting a template', `/account/templates/${mine!.id}`, unfolding('.template-actions details')],
    ['choosing one', `/conversations/${leo}/templates`],
    ['choosing one while writing', `/conversations/${leo}`, choosing],
  ]);
});

const templates = [
  ['Open day', 'Hi {{First Name|there}}, it is on Saturday at ten in the Welcome Center. Shall I put you on the list?'],
  ['A name that is as long as the names of templates can be, which few of them are', '{{Phone}} – {{Program}}'],
] as const;

async function wrongTemplate({ page }: Desk) {
  await page.getByLabel('Name', { exact: true }).fill('Wrong');
  await page.getByLabel('Text', { exact: true }).fill('Hi {{Frist Name}} “there”');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('.problem').first().waitFor();
}

async function choosing({ page }: Desk) {
  await page.locator('.reply textarea').pressSequentially('/');
  await page.locator('#template-list').waitFor();
}

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

async function wrongAbsence({ page }: Desk) {
  await page.getByLabel('Away', { exact: true }).check();
  await page.getByLabel('Back on').fill('2020-01-01');
  await page.getByRole('button', { name: 'Save absence' }).click();
  await page.locator('.problem').waitFor();
  await page.locator('.user summary').click();
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
