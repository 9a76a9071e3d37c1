import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Client } from '../support/client.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
let avery: Client;
const url = '/settings/contact-types';

beforeAll(async () => {
  parley = await Parley.start();
  avery = await parley.as('avery');
});
afterAll(() => parley?.close());

const idOf = async (name: string) =>
  (
    await parley.rows<{ id: number }>('SELECT id FROM contact_types WHERE name = ? AND program_id = ?', [
      name,
      parley.cast.program.id,
    ])
  )[0]!.id;
const names = async () =>
  (
    await parley.rows<{ name: string }>('SELECT name FROM contact_types WHERE program_id = ? ORDER BY position, id', [
      parley.cast.program.id,
    ])
  ).map(({ name }) => name);
const add = async (type: string, fields: Record<string, string>) => {
  const answer = await avery.post(`${url}/${await idOf(type)}/properties`, fields);
  return answer;
};
const property = async (type: string, name: string) =>
  (
    await parley.rows<{ id: number; choices: string; most_users: number; archived_at: unknown }>(
      'SELECT id, choices, most_users, archived_at FROM contact_properties WHERE contact_type_id = ? AND name = ?',
      [await idOf(type), name],
    )
  )[0]!;

test('A new program starts with four types, and an applicant with useful fields', async () => {
  const page = await avery.get(url);
  for (const name of ['Applicant', 'Inquiry', 'Parent', 'School counselor']) expect(page.text).toContain(name);
  const applicant = await avery.get(`${url}/${await idOf('Applicant')}`);
  for (const name of ['Entry term', 'Intended major', 'High school', 'Address', 'Recruiter'])
    expect(applicant.text).toContain(name);
});

test('Avery adds a type, renames it, and moves it up', async () => {
  const added = await avery.post(url, { name: '  Transfer   student ', accent: 'sky' });
  expect(added.status).toBe(303);
  expect(await names()).toContain('Transfer student');
  await avery.post(added.location!, { name: 'Transfer', accent: 'violet' });
  await avery.post(`${added.location}/position`, { to: 'up' });
  expect((await names()).slice(-2)).toEqual(['Transfer', 'School counselor']);
});

test('A name is taken whatever its case and accents, and what was typed stays', async () => {
  const answer = await avery.post(url, { name: 'aPPlicánt', accent: 'rose' });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('There is a Contact Type “aPPlicánt” already.');
  expect(answer.text).toContain('value="aPPlicánt"');
  expect(answer.text).toMatch(/value="rose" checked/);
});

test('Two admins who add the same name at once make one', async () => {
  const answers = await Promise.all(
    ['Alumni', 'ALUMNI', 'alumni', 'Alumni'].map((name) => avery.post(url, { name, accent: 'teal' })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 422, 422, 422]);
});

test('A color that is none is refused', async () => {
  const answer = await avery.post(url, { name: 'Colorful', accent: 'url(x)' });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('Choose a color.');
});

test('A copy has the same fields and relationships, but none that are archived', async () => {
  await add('Parent', { kind: 'choice', name: 'Relation', choices: 'Mother\nFather' });
  await add('Parent', { kind: 'text', name: 'Old' });
  await add('Parent', { kind: 'user-relationship', name: 'Advisor', mostUsers: '3' });
  const parent = await idOf('Parent');
  await avery.post(`${url}/${parent}/properties/${(await property('Parent', 'Old')).id}/archival`);
  await avery.post(`${url}/${parent}/copy`);
  await avery.post(`${url}/${parent}/copy`);
  expect(await names()).toEqual(expect.arrayContaining(['Parent (copy)', 'Parent (copy 2)']));
  const copied = await parley.rows<{ name: string; choices: string; most_users: number }>(
    'SELECT name, choices, most_users FROM contact_properties WHERE contact_type_id = ? ORDER BY position',
    [await idOf('Parent (copy)')],
  );
  expect(copied.map(({ name }) => name)).toEqual(['Relation', 'Advisor']);
  expect(copied[0]!.choices).toBe('["Mother","Father"]');
  expect(copied[1]!.most_users).toBe(3);
});

test('A type goes only when no contact has it', async () => {
  const applicant = await avery.delete(`${url}/${await idOf('Applicant')}`);
  expect(applicant.status).toBe(422);
  expect(applicant.text).toContain('There are contacts of the type Applicant, so it stays.');
  const copy = `${url}/${await idOf('Parent (copy 2)')}`;
  expect((await avery.get(copy)).text).not.toContain('of this type. What');
  await parley.write(
    `INSERT INTO property_values (program_id, contact_id, property_id, value, folded) VALUES (?, ?, ?, 'Mother', 'mother')`,
    [parley.cast.program.id, parley.cast.maya.id, (await property('Parent (copy 2)', 'Relation')).id],
  );
  expect((await avery.get(copy)).text).toContain('1 contact was of this type. The values of its fields are deleted');
  expect((await avery.delete(copy)).location).toBe(url);
  expect(await names()).not.toContain('Parent (copy 2)');
});

test.each([
  [{ kind: 'text', name: '' }, 'Give it a name.'],
  [{ kind: 'text', name: 'e-MAIL' }, 'Every contact has “e-MAIL” already.'],
  [{ kind: 'number', name: ' high SCHOOL ' }, 'This Contact Type has a field “high SCHOOL” already.'],
  [{ kind: 'choice', name: 'Season', choices: ' \n ' }, 'Write at least one choice'],
  [{ kind: 'choices', name: 'Season', choices: 'Fall\n\nSpring\nFALL' }, '“FALL” is listed twice.'],
  [{ kind: 'user-relationship', name: 'Coach', mostUsers: '21' }, 'A contact may have 1 to 20 of them.'],
  [
    { kind: 'user-relationship', name: 'Coach', mostUsers: '1', routingTableId: '99999' },
    'This Routing Table is gone.',
  ],
  [
    {
      kind: 'choice',
      name: 'Season',
      choices: Array.from({ length: 200 }, (_, n) => `${n}${'Я'.repeat(180)}`).join('\n'),
    },
    'Those are too many long choices.',
  ],
  [{ kind: 'tune', name: 'Season' }, 'Choose what kind of field it is.'],
  [{ kind: 'text', name: 'A{{b}}' }, 'A name can’t have braces'],
  [{ kind: 'text', name: 'x'.repeat(81) }, 'That is 81 characters; there is room for 80.'],
])('A field like %j is refused: %s', async (fields, sentence) => {
  const answer = await add('Applicant', fields);
  expect(answer.status).toBe(422);
  expect(answer.text).toContain(sentence);
});

test('A User Relationship employs a Routing Table of its own program only', async () => {
  await (await parley.as('olive')).post('/settings/routing-tables', { name: 'Theirs' });
  const [theirs] = await parley.rows<{ id: number }>(`SELECT id FROM routing_tables WHERE name = 'Theirs'`);
  const ours = Number(
    (await avery.post('/settings/routing-tables', { name: 'Territory' })).location!.split('/').at(-1),
  );
  const fields = { kind: 'user-relationship', name: 'Financial aid advisor', mostUsers: '2' };
  expect((await add('Applicant', { ...fields, routingTableId: String(theirs!.id) })).status).toBe(422);
  expect((await add('Applicant', { ...fields, routingTableId: String(ours) })).status).toBe(303);
  const page = await avery.get(`${url}/${await idOf('Applicant')}`);
  expect(page.text).toContain('up to 2 users, by Routing Table Territory');
});

test('A field keeps its kind, and loses its name to nobody while it is archived', async () => {
  const type = await idOf('Inquiry');
  await add('Inquiry', { kind: 'text', name: 'Source' });
  const { id } = await property('Inquiry', 'Source');
  const at = `${url}/${type}/properties/${id}`;
  await avery.post(at, { name: 'Origin', kind: 'number', isRequired: '1' });
  expect((await avery.get(at)).text).toContain('<dd>Text');
  await avery.post(`${at}/archival`);
  await avery.post(`${at}/archival`);
  const late = await avery.post(at, { name: 'Too late' });
  expect(late.status).toBe(422);
  expect(late.text).toContain('“Origin” was archived in the meantime.');
  await add('Inquiry', { kind: 'text', name: 'Origin' });
  const again = await avery.delete(`${at}/archival`);
  expect(again.status).toBe(422);
  expect(again.text).toContain('Rename that one first.');
  const [other] = await parley.rows<{ id: number }>(
    `SELECT id FROM contact_properties WHERE contact_type_id = ? AND name = 'Origin' AND archived_at IS NULL`,
    [type],
  );
  await avery.post(`${url}/${type}/properties/${other!.id}`, { name: 'First origin' });
  expect((await avery.delete(`${at}/archival`)).status).toBe(303);
  expect((await property('Inquiry', 'Origin')).archived_at).toBeNull();
});

test('Fields move up and down', async () => {
  const type = await idOf('School counselor');
  for (const name of ['One', 'Two', 'Three']) await add('School counselor', { kind: 'text', name });
  const order = async () =>
    (
      await parley.rows<{ name: string }>(
        'SELECT name FROM contact_properties WHERE contact_type_id = ? ORDER BY position, id',
        [type],
      )
    ).map(({ name }) => name);
  const move = async (name: string, to: string) =>
    avery.post(`${url}/${type}/properties/${(await property('School counselor', name)).id}/position`, { to });
  await move('Three', 'up');
  await move('One', 'down');
  expect(await order()).toEqual(['Three', 'One', 'Two']);
  await move('Three', 'up');
  await move('Two', 'sideways');
  expect(await order()).toEqual(['Three', 'One', 'Two']);
});

test('A field of one type is not found at another', async () => {
  const { id } = await property('School counselor', 'One');
  expect((await avery.get(`${url}/${await idOf('Parent')}/properties/${id}`)).status).toBe(404);
});
