import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { OldSubmissions } from '../../src/people/old-submissions.js';
import type { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';

let parley: Parley;
let avery: Client;
const clock = new SetClock(new Date());

beforeAll(async () => {
  parley = await Parley.start({ clock });
  avery = await parley.as('avery');
});
afterAll(() => parley?.close());

type Fields = Record<string, string | string[]>;

/** The token of the form on a page that goes to an address. */
async function tokenOn(page: string, address: string, who = avery) {
  const { text } = await who.get(page);
  const form = text.slice(text.indexOf(`method="post" action="${address}"`));
  return /name="token" value="([\w-]+)"/.exec(form.slice(0, form.indexOf('</form>')))![1]!;
}

/** Sends one form three times at once, as an impatient finger does, and once more; where all of them led. */
async function sentOften(page: string, address: string, fields: Fields) {
  const form = { token: await tokenOn(page, address), ...fields };
  const answers = await Promise.all([1, 2, 3].map(() => avery.post(address, form)));
  answers.push(await avery.post(address, form));
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
  const places = new Set(answers.map(({ location }) => location));
  expect(places.size).toBe(1);
  return answers[0]!.location!;
}

const count = async (rows: string, ...values: unknown[]) =>
  Number((await parley.rows<{ count: number }>(`SELECT COUNT(*) AS count FROM ${rows}`, values))[0]!.count);

test('A New contact form sent often makes one contact, and leads to it', async () => {
  const fields = { firstName: 'Zoe', lastName: 'Quist', contactTypeId: '1', 'numbers[]': '+1 617 555 0171' };
  const place = await sentOften('/contacts/new', '/contacts', fields);
  const zoes = await parley.rows<{ id: number }>("SELECT id FROM contacts WHERE last_name = 'Quist'");
  expect(zoes.map(({ id }) => `/contacts/${id}`)).toEqual([place]);
});

test('A refused form can be sent again; other words, or another person’s form, make another contact', async () => {
  const token = await tokenOn('/contacts/new', '/contacts');
  const send = (who: Client, firstName: string, number: string) =>
    who.post('/contacts', { token, firstName, lastName: 'Ames', contactTypeId: '1', 'numbers[]': number });
  expect((await send(avery, 'Ida', '123')).status).toBe(422);
  const { location } = await send(avery, 'Ida', '+1 617 555 0172');
  expect((await send(avery, 'Ida', '+1 617 555 0172')).location).toBe(location);
  expect((await send(avery, 'Ada', '+1 617 555 0172')).location).not.toBe(location);
  expect((await send(await parley.as('jordan'), 'Ida', '+1 617 555 0172')).location).not.toBe(location);
  expect(await count("contacts WHERE last_name = 'Ames'")).toBe(3);
});

test('A contact made of an unknown sender’s text, or linked to it, is found by whoever clicks again', async () => {
  await parley.text('+13125550181', 'Who is this?');
  const sender = await parley.conversationWith('+13125550181');
  const address = `/unknown-senders/${sender}/contact`;
  const fields = { firstName: 'Una', lastName: 'Known', contactTypeId: '1', 'numbers[]': '+13125550181' };
  const place = await sentOften(address, address, fields);
  expect((await avery.get(place)).text).toContain('Una Known');
  expect(await count("contacts WHERE last_name = 'Known'")).toBe(1);

  await parley.text('+13125550182', 'It’s Maya');
  const other = `/unknown-senders/${await parley.conversationWith('+13125550182')}/link`;
  const opened = await sentOften(`${other}?q=Maya`, other, { contact: String(parley.cast.maya.id) });
  expect((await avery.get(opened)).text).toContain('It’s Maya');
});

test('Unanswered texts are moved once, and both clicks lead to them', async () => {
  const sibling = { firstName: 'Mio', lastName: 'Reyes', contactTypeId: '1', 'numbers[]': '+16175550173' };
  const first = (await avery.post('/contacts', { ...sibling, firstName: 'Mia' })).location!;
  const second = (await avery.post('/contacts', sibling)).location!;
  await parley.text('+16175550173', 'Is it due on Friday?');
  const from = `/conversations/${await parley.conversationWith('+16175550173')}`;
  const holder = (await avery.get(from)).text.includes(`href="${first}"`) ? second : first;
  const place = await sentOften(from, `${from}/contact`, { contact: holder.split('/').at(-1)! });
  expect(place).not.toBe(from);
  expect((await avery.get(place)).text).toContain('Is it due on Friday?');
});

test.each<[string, string, string, Fields, string]>([
  ['template', '/settings/templates/new', '/settings/templates', { name: 'Twice', body: 'Hello' }, 'templates'],
  ['role', '/settings/roles/new', '/settings/roles', { name: 'Twice', 'permissions[]': ['view-reports'] }, 'roles'],
  ['Routing Table', '/settings/routing-tables', '/settings/routing-tables', { name: 'Twice' }, 'routing_tables'],
  [
    'Contact Type',
    '/settings/contact-types',
    '/settings/contact-types',
    { name: 'Twice', accent: 'teal' },
    'contact_types',
  ],
  [
    'field',
    '/settings/contact-types/1/properties/new?kind=text',
    '/settings/contact-types/1/properties',
    { kind: 'text', name: 'Twice' },
    'contact_properties',
  ],
  [
    'number',
    '/settings/numbers/new',
    '/settings/numbers',
    { number: '+12025550144', label: 'Twice', optOutAnswers: 'parley', segmentsPerMinute: '60' },
    'program_numbers',
  ],
  [
    'invitation',
    '/settings/users/invitations/new',
    '/settings/users/invitations',
    { email: 'new@n.example', name: 'Twice', role: '1' },
    'invitations',
  ],
])(
  'A new %s sent often is one, and nobody is told that it is there already',
  async (_, page, address, fields, table) => {
    const before = await count(table);
    const place = await sentOften(page, address, fields);
    expect((await avery.get(place)).text).toContain('Twice');
    expect(await count(table)).toBe(before + 1);
  },
);

test('A copy is one copy, and a row of a Routing Table one row', async () => {
  const table = (await avery.post('/settings/routing-tables', { name: 'Rows' })).location!;
  const copy = await sentOften(table, `${table}/copy`, {});
  expect(copy).not.toBe(table);
  const condition = { 'c0.field': 'last-name', 'c0.operator': 'is', 'c0.value': 'Ames' };
  const row = { version: '1', ...condition, givesTo: 'one', users: String(parley.cast.dana.id) };
  await sentOften(`${table}/rows/new`, `${table}/rows`, row);
  expect(await count('routing_rows WHERE table_id = ?', table.split('/').at(-1))).toBe(1);
});

test('A campaign duplicated often is one draft more, and an invitation sent again often is sent again once', async () => {
  const limits = { when: 'now', failureLimit: '5', optOutLimit: '5' };
  const text = { name: 'Twice', 'steps.0.body': 'Hello', programNumberId: '1', ...limits, step: 'save' };
  const url = (await avery.post('/campaigns', text)).location!.replace('?saved=1', '');
  const copy = await sentOften(url, `${url}/duplicate`, {});
  expect(copy).not.toBe(url);
  expect(await count("campaigns WHERE name LIKE 'Twice%'")).toBe(2);

  await avery.post('/settings/users/invitations', { email: 'again@n.example', name: 'Again', role: '1' });
  const [invitation] = await parley.rows<{ id: number }>("SELECT id FROM invitations WHERE name = 'Again'");
  await sentOften('/settings/users', `/settings/users/invitations/${invitation!.id}/again`, {});
  expect(await count("invitations WHERE name = 'Again'")).toBe(2);
});

test('A number that belongs to a contact by now is linked by its one button, pressed twice', async () => {
  await parley.text('+13125550183', 'It’s Ida');
  await avery.post('/contacts', {
    firstName: 'Ida',
    lastName: 'Late',
    contactTypeId: '1',
    'numbers[]': '+13125550183',
  });
  const sender = `/unknown-senders/${await parley.conversationWith('+13125550183')}`;
  const [ida] = await parley.rows<{ id: number }>("SELECT id FROM contacts WHERE last_name = 'Late'");
  const opened = await sentOften('/unknown-senders', `${sender}/link`, { contact: String(ida!.id) });
  expect((await avery.get(opened)).text).toContain('It’s Ida');
});

test('Forms are forgotten after a week', async () => {
  expect(await count('submissions')).toBeGreaterThan(8);
  clock.pass(7 * 86_400_000 + 1);
  await parley.app.get(OldSubmissions).round();
  expect(await count('submissions')).toBe(0);
});
