import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Relationships } from '../../src/contacts/relationships.js';
import { type Client } from '../support/client.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
let jordan: Client;
let applicant: number;
let parent: number;
let p: Record<string, number>;

beforeAll(async () => {
  parley = await Parley.start();
  const avery = await parley.as('avery');
  const types = await parley.rows<{ id: number; name: string }>(
    'SELECT id, name FROM contact_types WHERE program_id = ?',
    [parley.cast.program.id],
  );
  const type = (name: string) => types.find((each) => each.name === name)!.id;
  [applicant, parent] = [type('Applicant'), type('Parent')];
  const add = (typeId: number, fields: Record<string, string>) =>
    avery.post(`/settings/contact-types/${typeId}/properties`, fields);
  await add(applicant, { kind: 'number', name: 'GPA' });
  await add(applicant, { kind: 'date', name: 'Born on' });
  await add(applicant, { kind: 'choices', name: 'Sports', choices: 'Rowing\nChess\nFencing' });
  await add(applicant, { kind: 'yes-no', name: 'Athlete' });
  await add(applicant, { kind: 'phone', name: 'Fax' });
  await add(applicant, { kind: 'user-relationship', name: 'Coaches', mostUsers: '3' });
  await add(parent, { kind: 'text', name: 'high school' });
  await add(parent, { kind: 'text', name: 'Job', isRequired: '1' });
  const rows = await parley.rows<{ id: number; name: string; contact_type_id: number }>(
    'SELECT id, name, contact_type_id FROM contact_properties WHERE program_id = ?',
    [parley.cast.program.id],
  );
  p = Object.fromEntries(rows.map((row) => [row.contact_type_id === parent ? `parent ${row.name}` : row.name, row.id]));
  jordan = await parley.as('jordan');
});
afterAll(() => parley?.close());

const basics = () => ({ firstName: 'Ines', lastName: 'Duarte', contactTypeId: String(applicant) });
const values = async (contactId: number, name: string) =>
  parley.rows<{ id: number; part: string; value: string; folded: string; number: number | null }>(
    'SELECT id, part, value, folded, number FROM property_values WHERE contact_id = ? AND property_id = ? ORDER BY part, place',
    [contactId, p[name]!],
  );
const field = (name: string) => `p${p[name]}`;
const newContact = async (fields: Record<string, string | string[]> = {}) => {
  const answer = await jordan.post('/contacts', { ...basics(), ...fields });
  expect([answer.status, answer.text.match(/class="problem"[^>]*>([^<]*)/)?.[1]]).toEqual([303, undefined]);
  return Number(answer.location!.split('/').at(-1));
};

test('Jordan adds a contact with everything that is known of her', async () => {
  const id = await newContact({
    [field('Entry term')]: '',
    [field('Intended major')]: 'Océanographie',
    [field('GPA')]: '1,003.85',
    [field('Born on')]: '2009-02-28',
    [`${field('Sports')}[]`]: ['Chess', 'Rowing'],
    [field('Athlete')]: 'no',
    [field('Fax')]: '617 555 0188',
    [`${field('Address')}.street`]: '1 Main St',
    [`${field('Address')}.city`]: 'Cambridge',
    [`${field('Address')}.state`]: 'MA',
    [`${field('Address')}.zip`]: '02139',
    [`${field('Coaches')}[]`]: [String(parley.cast.sam.id), String(parley.cast.dana.id)],
  });
  expect((await values(id, 'Intended major'))[0]).toMatchObject({ value: 'Océanographie', folded: 'oceanographie' });
  expect((await values(id, 'GPA'))[0]).toMatchObject({ value: '1003.85', number: 1003.85 });
  expect((await values(id, 'Sports')).map(({ value }) => value)).toEqual(['Chess', 'Rowing']);
  expect((await values(id, 'Fax'))[0]!.value).toBe('+16175550188');
  expect(await values(id, 'Entry term')).toEqual([]);
  const record = (await jordan.get(`/contacts/${id}`)).text;
  for (const shown of ['Océanographie', 'Feb 28, 2009', 'Rowing, Chess', '(617) 555-0188', 'Cambridge, MA 02139'])
    expect(record).toContain(shown);
  expect(record).toMatch(/Sam Okafor, Dana Whitfield/);
  expect(record).not.toContain('Entry term');
});

test('What is wrong is said beside its field, and nothing typed is lost', async () => {
  const answer = await jordan.post('/contacts', {
    ...basics(),
    email: 'a@b',
    [field('GPA')]: 'four',
    [field('Intended major')]: 'Law',
    [`${field('Address')}.zip`]: '123',
    [`${field('Sports')}[]`]: ['Chess', 'Curling'],
    [`${field('Coaches')}[]`]: [String(parley.cast.dana.id)],
  });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('is not an e-mail address');
  expect(answer.text).toMatch(new RegExp(`id="${field('GPA')}-problem">“four” is not a number`));
  expect(answer.text).toMatch(new RegExp(`id="${field('Address')}.zip-problem">A ZIP code has`));
  expect(answer.text).toMatch(new RegExp(`value="Rowing" id="${field('Sports')}" aria-invalid="true"`));
  expect(answer.text).toContain('value="Law"');
  expect(answer.text).toMatch(/value="Chess"[^>]*checked/);
  expect(answer.text).toMatch(new RegExp(`value="${parley.cast.dana.id}" selected`));
});

test('Somebody of another program, or who handles no conversations, is nobody’s coach', async () => {
  for (const who of [parley.cast.olive.id, parley.cast.riley.id]) {
    const answer = await jordan.post('/contacts', { ...basics(), [`${field('Coaches')}[]`]: [String(who)] });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Choose somebody who is active and handles conversations.');
  }
});

test('Saving again changes only what changed', async () => {
  const id = await newContact({ [field('GPA')]: '3', [`${field('Sports')}[]`]: ['Rowing', 'Chess'] });
  const [gpa] = await values(id, 'GPA');
  const sports = await values(id, 'Sports');
  const rest = { ...basics(), shown: `${p['GPA']},${p['Sports']}` };
  await jordan.post(`/contacts/${id}`, {
    ...rest,
    [field('GPA')]: '3.0',
    [`${field('Sports')}[]`]: ['Fencing', 'Chess'],
  });
  expect((await values(id, 'GPA'))[0]).toEqual(gpa);
  const after = await values(id, 'Sports');
  expect(after.map(({ value }) => value).sort()).toEqual(['Chess', 'Fencing']);
  expect(after.find(({ value }) => value === 'Chess')!.id).toBe(sports.find(({ value }) => value === 'Chess')!.id);
  await jordan.post(`/contacts/${id}`, { ...rest, [field('GPA')]: '3' });
  expect(await values(id, 'Sports')).toEqual([]);
});

test('A form that knows nothing of properties leaves them alone', async () => {
  const id = await newContact({ [field('GPA')]: '3.5', [`${field('Coaches')}[]`]: [String(parley.cast.sam.id)] });
  expect((await jordan.post(`/contacts/${id}`, { ...basics(), firstName: 'Inês' })).status).toBe(303);
  expect(await values(id, 'GPA')).toHaveLength(1);
  const users = await parley.app.get(Relationships).of(id);
  expect(users.get(p['Coaches']!)).toEqual([parley.cast.sam.id]);
});

test('A recruiter who was assigned while the form was open stays', async () => {
  const id = await newContact();
  const form = (await jordan.get(`/contacts/${id}/edit`)).text;
  expect(form).toContain(`name="${field('Recruiter')}.was" value=""`);
  const whose = { programId: parley.cast.program.id, contactId: id, propertyId: p['Recruiter']! };
  await parley.database.transaction(() => parley.app.get(Relationships).set(whose, [parley.cast.dana.id]));
  await jordan.post(`/contacts/${id}`, {
    ...basics(),
    [`${field('Recruiter')}.was`]: '',
    [`${field('Recruiter')}[]`]: '',
  });
  expect((await parley.app.get(Relationships).of(id)).get(p['Recruiter']!)).toEqual([parley.cast.dana.id]);
});

test('Somebody inactive stays in the form and on the record, marked', async () => {
  const id = await newContact({ [`${field('Recruiter')}[]`]: [String(parley.cast.sam.id)] });
  await parley.write('UPDATE memberships SET is_active = 0 WHERE user_id = ?', [parley.cast.sam.id]);
  const form = (await jordan.get(`/contacts/${id}/edit`)).text;
  expect(form).toMatch(/selected>Sam Okafor \(inactive\)/);
  expect((await jordan.get(`/contacts/${id}`)).text).toMatch(/Sam Okafor <span class="faint">\(inactive\)/);
  const kept = await jordan.post(`/contacts/${id}`, {
    ...basics(),
    [`${field('Recruiter')}[]`]: [String(parley.cast.sam.id)],
  });
  await parley.write('UPDATE memberships SET is_active = 1 WHERE user_id = ?', [parley.cast.sam.id]);
  expect(kept.status).toBe(303);
});

test('Without script, the fields of another type come by a button, and what was typed is there', async () => {
  const fields = {
    ...basics(),
    contactTypeId: String(parent),
    step: 'fields',
    shown: `${p['High school']},${p['GPA']}`,
  };
  const typed = { [field('High school')]: 'Rindge', [field('GPA')]: '3.9' };
  const answer = await jordan.post('/contacts', { ...fields, ...typed });
  expect(answer.status).toBe(200);
  expect(answer.text).toMatch(new RegExp(`name="${field('parent high school')}"[^>]*value="Rindge"`));
  expect(answer.text).toContain(`<input type="hidden" name="${field('GPA')}" value="3.9">`);
  expect(answer.text).toContain('value="Ines"');
  expect(answer.text).not.toContain('Intended major');
});

test('Changing the type takes along what both have, and keeps the rest out of sight', async () => {
  const id = await newContact({ [field('High school')]: 'Rindge', [field('GPA')]: '3.9' });
  const asParent = { ...basics(), contactTypeId: String(parent) };
  const missing = await jordan.post(`/contacts/${id}`, asParent);
  expect(missing.status).toBe(422);
  expect(missing.text).toContain('Job is needed.');
  expect(missing.text).toMatch(new RegExp(`name="${field('parent high school')}"[^>]*value="Rindge"`));
  expect((await jordan.post(`/contacts/${id}`, { ...asParent, [field('parent Job')]: 'Pilot' })).status).toBe(303);
  expect((await values(id, 'parent high school'))[0]!.value).toBe('Rindge');
  expect(await values(id, 'High school')).toEqual([]);
  const record = (await jordan.get(`/contacts/${id}`)).text;
  expect(record).toContain('1 field of an earlier Contact Type');
  expect(record).not.toContain('3.9');
  await jordan.post(`/contacts/${id}`, { ...basics(), [field('High school')]: 'Rindge and Latin' });
  expect((await values(id, 'High school')).map(({ value }) => value)).toEqual(['Rindge and Latin']);
  expect(await values(id, 'GPA')).toHaveLength(1);
});

test('A choice that was taken away stays with those who have it, and says so', async () => {
  const id = await newContact({ [`${field('Sports')}[]`]: ['Chess', 'Rowing'] });
  const avery = await parley.as('avery');
  const at = `/settings/contact-types/${applicant}/properties/${p['Sports']}`;
  await avery.post(at, { name: 'Sports', choices: 'Rowing\nFencing' });
  const record = (await jordan.get(`/contacts/${id}`)).text;
  expect(record).toMatch(/Rowing, Chess <span class="faint">\(no longer a choice\)/);
  const both = { ...basics(), [`${field('Sports')}[]`]: ['Chess', 'Fencing'] };
  expect((await jordan.post(`/contacts/${id}`, both)).status).toBe(303);
  expect((await jordan.post('/contacts', both)).status).toBe(422);
  await avery.post(at, { name: 'Sports', choices: 'Rowing\nChess\nFencing' });
});

test('An archived field is not asked for, and its values are kept', async () => {
  const id = await newContact({ [field('Born on')]: '1/2/2009' });
  const avery = await parley.as('avery');
  const at = `/settings/contact-types/${applicant}/properties/${p['Born on']}/archival`;
  await avery.post(at);
  expect((await jordan.get(`/contacts/${id}`)).text).not.toContain('Born on');
  await jordan.post(`/contacts/${id}`, { ...basics(), [field('Born on')]: '' });
  expect(await values(id, 'Born on')).toHaveLength(1);
  await avery.delete(at);
  expect((await jordan.get(`/contacts/${id}`)).text).toContain('Jan 2, 2009');
});

test('The side panel of a conversation shows who and what matters', async () => {
  const { maya } = parley.cast;
  await jordan.post(`/contacts/${maya.id}`, {
    firstName: 'Maya',
    lastName: 'Lindqvist',
    contactTypeId: String(applicant),
    'numbers[]': '+16175550111',
    [field('Entry term')]: '',
    [field('Intended major')]: 'Economics',
    [`${field('Recruiter')}[]`]: [String(parley.cast.dana.id)],
  });
  await parley.text('+16175550111', 'Hello');
  const page = (await jordan.get(`/conversations/${await parley.conversationWith('+16175550111')}`)).text;
  expect(page).toMatch(/<dt>Recruiter<\/dt><dd>Dana Whitfield/);
  expect(page).toMatch(/<dt>Intended major<\/dt><dd>Economics/);
});

test('A contact made of an unknown sender has properties too', async () => {
  await parley.text('+13125550199', 'Who is this?');
  const sender = await parley.conversationWith('+13125550199');
  const form = await jordan.get(`/unknown-senders/${sender}/contact`);
  expect(form.text).toContain(`name="${field('Intended major')}"`);
  const fields = { ...basics(), firstName: 'Kofi', 'numbers[]': '+13125550199' };
  const wrong = await jordan.post(`/unknown-senders/${sender}/contact`, { ...fields, [field('GPA')]: 'x' });
  expect(wrong.status).toBe(422);
  await jordan.post(`/unknown-senders/${sender}/contact`, { ...fields, [field('GPA')]: '4' });
  const [kofi] = await parley.rows<{ id: number }>(`SELECT id FROM contacts WHERE first_name = 'Kofi'`);
  expect((await values(kofi!.id, 'GPA'))[0]!.value).toBe('4');
});
