import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { noonZone } from '../support/crowd.js';
import { Parley } from '../support/parley.js';

const mayas = '+16175550111';

let parley: Parley;
let jordan: Client;
let dana: Client;
let maya: number;
let path: string;

beforeAll(async () => {
  parley = await Parley.start();
  jordan = await parley.as('jordan');
  dana = await parley.as('dana');
  maya = parley.cast.maya.id;
  path = `/contacts/${maya}`;
});
afterAll(() => parley?.close());

const page = async (who: Client, tab: string) => (await who.get(`${path}/${tab}`)).text;
const changes = () =>
  parley.rows<{ kind: string; fields: string | null; by_user_id: number | null }>(
    'SELECT kind, fields, by_user_id FROM contact_changes WHERE contact_id = ? ORDER BY id',
    [maya],
  );
const form = (own: Record<string, string | string[]> = {}) => ({
  ...{ firstName: 'Maya', lastName: 'Lindqvist', contactTypeId: String(parley.cast.maya.contactTypeId), email: '' },
  ...{ numbers: mayas, labels: 'Mobile' },
  ...own,
});

test('The history says who changed what, from what to what, and nothing where nothing changed', async () => {
  await jordan.post(path, form());
  expect(await changes()).toEqual([]);
  await jordan.post(path, form({ lastName: 'Lindgren', email: 'maya@mail.example' }));
  const [line] = await changes();
  expect(line).toMatchObject({ kind: 'changed', by_user_id: parley.cast.jordan.id });
  expect(JSON.parse(line!.fields!)).toEqual([
    { field: 'Last Name', from: 'Lindqvist', to: 'Lindgren' },
    { field: 'E-mail', from: '', to: 'maya@mail.example' },
  ]);
  const history = await page(dana, 'history');
  expect(history).toMatch(/Jordan Reyes changed this contact[^]*Lindqvist[^]*Lindgren/);
  expect(history).toContain('<strong>Added</strong>');
});

test('So it does of properties, relationships and numbers', async () => {
  const [recruiter] = await parley.rows<{ id: number }>(
    `SELECT id FROM contact_properties WHERE name = 'Recruiter' AND contact_type_id = ?`,
    [parley.cast.maya.contactTypeId],
  );
  await jordan.post(
    path,
    form({
      [`p${recruiter!.id}[]`]: String(parley.cast.dana.id),
      numbers: [mayas, '+16175550119'],
      labels: ['Mobile', 'Home'],
    }),
  );
  const fields = JSON.parse((await changes()).at(-1)!.fields!) as { field: string; to: string }[];
  expect(fields.find(({ field }) => field === 'Recruiter')).toMatchObject({ from: '', to: 'Dana Whitfield' });
  expect(fields.find(({ field }) => field === 'Numbers')!.to).toBe('(617) 555-0111 Mobile, (617) 555-0119 Home');
});

test('What is wrong with a number is said beside it, blank ones before it or not, and a label can be emptied', async () => {
  const typed = { numbers: ['', mayas, '55', ''], labels: ['Mobile', '', 'Home', 'Mobile'] };
  const { status, text } = await jordan.post(path, form(typed));
  expect(status).toBe(422);
  const rows = [
    ...text.matchAll(/name="numbers\[\]" type="tel" value="([^"]*)"[^>]*>(?:<p class="problem"[^>]*>([^<]*))?/g),
  ];
  expect(rows.map(([, value, problem]) => [value, problem?.slice(0, 4)])).toEqual([
    ['', undefined],
    [mayas, undefined],
    ['55', '“55”'],
    ['', undefined],
  ]);
  expect(text).toMatch(/id="label-1" name="labels\[\]" value=""/);
  expect((await jordan.post(path, form({ ...typed, numbers: ['', mayas, '', ''] }))).status).toBe(303);
  const stored = await parley.rows('SELECT number, label FROM phone_numbers WHERE contact_id = ?', [maya]);
  expect(stored).toEqual([{ number: mayas, label: '' }]);
  await jordan.post(path, form({ numbers: [mayas, '+16175550119'], labels: ['Mobile', 'Home'] }));
});

test('What did not come with a form that is refused is shown as it is', async () => {
  await jordan.post(path, form({ lastName: 'Lindgren', externalId: 'A-17', timeZone: 'America/Denver' }));
  const { status, text } = await jordan.post(path, { email: 'odd' });
  expect([status, text.includes('“odd” is not an e-mail address.')]).toEqual([422, true]);
  for (const shown of ['Maya', 'Lindgren', 'A-17', 'odd', '(617) 555-0111']) expect(text).toContain(`value="${shown}"`);
  expect(text).toContain('<option value="America/Denver" selected>');
  await jordan.post(
    path,
    form({ externalId: '', timeZone: '', numbers: [mayas, '+16175550119'], labels: ['Mobile', 'Home'] }),
  );
});

test('The time zone is seen, chosen, and stays where a form does not ask for it', async () => {
  await jordan.post(path, form({ timeZone: 'America/Chicago' }));
  expect(JSON.parse((await changes()).at(-1)!.fields!)).toContainEqual({
    ...{ field: 'Time zone', from: '', to: 'America/Chicago' },
  });
  await jordan.post(path, form({ numbers: [mayas, '+16175550119'], labels: ['Mobile', 'Home'] }));
  expect((await jordan.get(path)).text).toContain('<dt>Time zone</dt><dd>America/Chicago</dd>');
  expect((await jordan.get(`${path}/edit`)).text).toContain('<option value="America/Chicago" selected>Chicago<');
  const strange = await jordan.post(path, form({ timeZone: 'Mars/Olympus' }));
  expect([strange.status, strange.text.includes('Choose a time zone.')]).toEqual([422, true]);
});

test('And who added a contact, and who linked a number', async () => {
  const { location } = await jordan.post('/contacts', form({ firstName: 'Ada', numbers: '', labels: '' }));
  const added = Number(location!.split('/').at(-1));
  const rows = () => parley.rows<{ kind: string }>('SELECT kind FROM contact_changes WHERE contact_id = ?', [added]);
  expect(await rows()).toEqual([{ kind: 'added' }]);
  await parley.text('+13125550188', 'Ada here');
  const sender = await parley.conversationWith('+13125550188');
  await jordan.post(`/unknown-senders/${sender}/link`, { contact: String(added) });
  expect((await rows()).map(({ kind }) => kind)).toEqual(['added', 'linked']);
});

test('Messages are all that was sent and received, the newest first, on every number', async () => {
  await parley.text(mayas, 'From one telephone');
  await parley.text('+16175550119', 'From the other');
  const texts = [...(await page(jordan, 'messages')).matchAll(/class="sent-body"[^>]*>([^<]*)</g)].map(
    ([, body]) => body,
  );
  expect(texts).toEqual(['From the other', 'From one telephone']);
});

test('but only those of conversations that one may see, and what one sent oneself', async () => {
  const leo = `/contacts/${parley.cast.leo.id}/messages`;
  const sees = async (who: Client) =>
    [...(await who.get(leo)).text.matchAll(/class="sent-body"[^>]*>([^<]*)</g)].map(([, body]) => body);
  await parley.write('UPDATE contacts SET time_zone = ? WHERE id = ?', [noonZone(), parley.cast.leo.id]);
  await dana.post('/quick-messages', { contacts: String(parley.cast.leo.id), body: 'Hello Leo, Dana here' });
  for (let tries = 0; tries < 100 && !(await sees(jordan)).length; tries++)
    await new Promise((go) => setTimeout(go, 30));
  expect(await sees(dana)).toEqual(['Hello Leo, Dana here']);
  expect(await sees(await parley.as('sam'))).toEqual([]);
  await parley.text('+16175550112', 'Who is Dana?');
  expect(await sees(jordan)).toEqual(['Who is Dana?', 'Hello Leo, Dana here']);
  // It is a conversation now, and nobody's yet.
  expect(await sees(dana)).toEqual([]);
  await parley.write('UPDATE conversations SET assignee_id = ? WHERE contact_id = ?', [
    parley.cast.sam.id,
    parley.cast.leo.id,
  ]);
  expect(await sees(await parley.as('sam'))).toEqual(['Who is Dana?', 'Hello Leo, Dana here']);
  expect((await (await parley.as('olive')).get(leo)).status).toBe(404);
});

test('A long story goes on page by page, each line once', async () => {
  for (let one = 0; one < 35; one++) await jordan.post(path, form({ firstName: `Maya${one}` }));
  const first = await page(jordan, 'history');
  const older = `${path}/history?before=${/history\?before(?:&#x3D;|=)(\d+)"/.exec(first)![1]}`;
  const names = (text: string) => [...text.matchAll(/<ins><bdi>(Maya\d+)</g)].map(([, name]) => name);
  const all = [...names(first), ...names((await jordan.get(older)).text)];
  expect(all).toEqual(Array.from({ length: 35 }, (_, place) => `Maya${34 - place}`));
});
