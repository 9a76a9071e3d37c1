import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EditRounds } from '../../src/editing/edit-rounds.js';
import type { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
let jordan: Client;
let p: Record<string, string>;
let applicant: number;

// Sixty applicants: more than a page, and more than a slice. Every third one is from Texas.
beforeAll(async () => {
  parley = await Parley.start();
  jordan = await parley.as('jordan');
  applicant = parley.cast.maya.contactTypeId;
  const avery = await parley.as('avery');
  await avery.post(`/settings/contact-types/${applicant}/properties`, {
    kind: 'choices',
    name: 'Interests',
    choices: 'Band\nChess\nDrama',
  });
  const rows = await parley.rows<{ id: number; name: string }>(
    'SELECT id, name FROM contact_properties WHERE contact_type_id = ?',
    [applicant],
  );
  p = Object.fromEntries(rows.map(({ id, name }) => [name, `p${id}`]));
  for (let one = 0; one < 60; one += 1)
    await jordan.post('/contacts', {
      ...{ firstName: `Nr${one}`, lastName: 'Zim', contactTypeId: String(applicant) },
      [`${p['Address']}.state`]: one % 3 ? 'OK' : 'TX',
      [`${p['Interests']}[]`]: one % 2 ? ['Band'] : [],
    });
}, 60_000);
afterAll(() => parley?.close());

const texans = () => `f=${p['Address']}.state.is.TX`;
const drafted = async (own: object, client = jordan) =>
  client.post('/contacts/edits', { matching: '1', view: '', ...own });
async function carriedOut(url: string) {
  for (let times = 0; times < 2; times++) await jordan.post(`${url}/run`);
  while (await parley.app.get(EditRounds).round());
  return (await jordan.get(url)).text.replace(/\s+/g, ' ');
}
const figures = (text: string) =>
  [...text.matchAll(/<dt>([^<]+)<\/dt><dd>([^<]+)/g)].map(([, label, count]) => `${label}: ${count}`);
const recruiters = (which = '1 = 1') =>
  parley.rows<{ contact_id: number; user_id: number }>(
    `SELECT tie.contact_id, tie.user_id FROM contact_users tie JOIN contacts contact ON contact.id = tie.contact_id WHERE ${which}`,
  );

describe('editing all that match', () => {
  test('is said, shown before anything changes, carried out, and told in each history', async () => {
    const form = await jordan.get(`/contacts/edits/new?matching=1&${texans()}`);
    expect(form.text).toContain('Edit 20 contacts');
    const view = texans();
    const { location } = await drafted({
      view,
      [`do.${p['Recruiter']}`]: 'set',
      [`${p['Recruiter']}[]`]: parley.cast.dana.id,
    });
    const review = (await jordan.get(location!)).text;
    expect(review).toContain('<strong>Recruiter</strong> becomes Dana Whitfield.');
    expect(review).toContain('Change 20 contacts');
    expect(review).toMatch(/<span class="faint">nothing<\/span>\s*→\s*<ins>Dana Whitfield<\/ins>/);
    expect(await recruiters()).toEqual([]);

    expect(figures(await carriedOut(location!))).toEqual(['Changed: 20', 'Already like this: 0', 'Not changed: 0']);
    expect(new Set((await recruiters()).map(({ user_id: id }) => id))).toEqual(new Set([parley.cast.dana.id]));
    expect(await recruiters()).toHaveLength(20);
    const [one] = await recruiters();
    const history = (await jordan.get(`/contacts/${one!.contact_id}/history`)).text.replace(/\s+/g, ' ');
    expect(history).toContain('Jordan Reyes changed this together with others');
    expect(history).toContain('Dana Whitfield');
    expect((await jordan.get(`/contacts?q=Zim&${texans()}&f=${p['Interests']}.is-empty`)).text).toContain('Nr0 Zim');
    // Once more there is nothing to do, and nothing is written.
    const again = await drafted({
      view,
      [`do.${p['Recruiter']}`]: 'set',
      [`${p['Recruiter']}[]`]: parley.cast.dana.id,
    });
    expect(figures(await carriedOut(again.location!))).toContain('Already like this: 20');
    expect(await parley.rows(`SELECT id FROM contact_changes WHERE kind = 'edited-in-bulk'`)).toHaveLength(20);
  });

  test('adds and removes single values, of whoever has them', async () => {
    const added = await drafted({ view: 'q=Zim', [`do.${p['Interests']}`]: 'add', [`${p['Interests']}[]`]: ['Chess'] });
    expect(figures(await carriedOut(added.location!))).toContain('Changed: 60');
    const removed = await drafted({
      view: 'q=Zim',
      [`do.${p['Interests']}`]: 'remove',
      [`${p['Interests']}[]`]: 'Band',
    });
    expect(figures(await carriedOut(removed.location!))).toEqual(
      expect.arrayContaining(['Changed: 30', 'Already like this: 30']),
    );
  });

  test('leaves whoever is of another type, and says so', async () => {
    const types = await parley.rows<{ id: number; name: string }>(
      'SELECT id, name FROM contact_types WHERE program_id = ?',
      [parley.cast.program.id],
    );
    const parent = types.find(({ id }) => id !== applicant)!;
    await jordan.post('/contacts', { firstName: 'Pat', lastName: 'Parent', contactTypeId: String(parent.id) });
    const [{ id: pat }] = (await parley.rows<{ id: number }>(`SELECT id FROM contacts WHERE first_name = 'Pat'`)) as [
      { id: number },
    ];
    const contacts = `${pat}-${parley.cast.maya.id}`;
    const { location } = await jordan.post('/contacts/edits', {
      ...{ contacts, contactTypeId: applicant },
      ...{ [`do.${p['Interests']}`]: 'set', [`${p['Interests']}[]`]: 'Drama' },
    });
    const review = (await jordan.get(location!)).text;
    expect(review).toContain(`Not changed. Is of the type ${parent.name}, which has other fields.`);
    expect(review).toContain('<ins>Drama</ins>');
    const text = await carriedOut(location!);
    expect(figures(text)).toEqual(['Changed: 1', 'Already like this: 0', 'Not changed: 1']);
    expect(text).toContain(`Is of the type ${parent.name}, which has other fields.`);
  });
});

test('The time zone becomes the same for contacts of every type, and is told in their histories', async () => {
  const zones = () =>
    parley.rows<{ first_name: string; time_zone: string | null }>(
      `SELECT first_name, time_zone FROM contacts WHERE id = ? OR first_name = 'Pat' ORDER BY first_name`,
      [parley.cast.maya.id],
    );
  const [pat] = await parley.rows<{ id: number }>(`SELECT id FROM contacts WHERE first_name = 'Pat'`);
  await parley.write(`UPDATE contacts SET time_zone = 'America/Denver' WHERE id = ?`, [pat!.id]);
  const both = { contacts: `${pat!.id}-${parley.cast.maya.id}`, contactTypeId: applicant };
  const set = (how: string, zone = 'America/Chicago') =>
    jordan.post('/contacts/edits', { ...both, 'do.p0': how, p0: zone });
  const wrong = await set('set', 'Mars/Olympus');
  expect([wrong.status, wrong.text.includes('is not one of the choices.')]).toEqual([422, true]);

  const { location } = await set('fill');
  const review = (await jordan.get(location!)).text;
  expect(review).toContain('<strong>Time zone</strong> becomes America/Chicago where it is empty.');
  expect(review).toContain('Already like this.');
  expect(figures(await carriedOut(location!))).toEqual(['Changed: 1', 'Already like this: 1', 'Not changed: 0']);
  expect((await zones()).map((row) => row.time_zone)).toEqual(['America/Chicago', 'America/Denver']);
  expect(figures(await carriedOut((await set('set')).location!))[0]).toBe('Changed: 1');
  const history = (await jordan.get(`/contacts/${pat!.id}/history`)).text;
  expect(history).toMatch(/Time zone[^]*America\/Denver[^]*America\/Chicago/);
  expect(figures(await carriedOut((await set('clear', '')).location!))[0]).toBe('Changed: 2');
  expect((await zones()).map((row) => row.time_zone)).toEqual([null, null]);
});

test('The Contact Type changes as in the form of one contact: what both have moves along, the rest waits out of sight', async () => {
  const maya = parley.cast.maya.id;
  const [pat] = await parley.rows<{ id: number; type: number; type_name: string }>(
    `SELECT contact.id, type.id AS type, type.name AS type_name FROM contacts contact
     JOIN contact_types type ON type.id = contact.contact_type_id WHERE contact.first_name = 'Pat'`,
  );
  const { type, type_name: name } = pat!;
  const avery = await parley.as('avery');
  const fields = `/settings/contact-types/${type}/properties`;
  await avery.post(fields, { kind: 'choices', name: 'Interests', choices: 'Band\nDrama' });
  await jordan.post(`/contacts/${maya}`, {
    ...{ firstName: 'Maya', lastName: 'Lindqvist', contactTypeId: String(applicant), numbers: '+16175550111' },
    ...{ [`${p['Interests']}[]`]: 'Band', [`${p['Address']}.city`]: 'Tulsa' },
  });
  const change = (to: string, own = {}) =>
    jordan.post('/contacts/edits', { contacts: `${pat!.id}-${maya}`, 'do.p-1': 'set', 'p-1': to, ...own });
  const held = () =>
    parley.rows<{ type: number; value: string }>(
      `SELECT property.contact_type_id AS type, had.value FROM property_values had
       JOIN contact_properties property ON property.id = had.property_id WHERE had.contact_id = ? ORDER BY had.value`,
      [maya],
    );
  const both = await change(name, { contactTypeId: applicant, [`do.${p['Interests']}`]: 'clear' });
  expect([both.status, both.text.includes('Change the Contact Type first')]).toEqual([422, true]);

  const { location } = await change(name);
  const review = (await jordan.get(location!)).text.replace(/\s+/g, ' ');
  expect(review).toContain(`<strong>Contact Type</strong> becomes ${name}.`);
  expect(review).toMatch(/Address: <del>Tulsa<\/del> → <span class="faint">nothing/);
  expect(review).not.toContain('Interests:');
  expect(figures(await carriedOut(location!))).toEqual(['Changed: 1', 'Already like this: 1', 'Not changed: 0']);
  expect(await held()).toEqual([
    { type, value: 'Band' },
    { type: applicant, value: 'Tulsa' },
  ]);
  expect((await jordan.get(`/contacts/${maya}`)).text).toContain(`<dt>Type</dt><dd>${name}</dd>`);
  expect((await jordan.get(`/contacts/${maya}/history`)).text).toMatch(/Contact Type[^]*Address[^]*Tulsa/);

  await avery.post(`/settings/contact-types/${applicant}/properties`, {
    kind: 'text',
    name: 'Pledge',
    isRequired: '1',
  });
  const refused = await carriedOut((await change('Applicant')).location!);
  expect(figures(refused)).toContain('Not changed: 2');
  expect(refused).toContain('Pledge is needed, and would be empty.');
  const [pledge] = await parley.rows<{ id: number }>(`SELECT id FROM contact_properties WHERE name = 'Pledge'`);
  await avery.post(`/settings/contact-types/${applicant}/properties/${pledge!.id}/archival`);
  await carriedOut((await change('Applicant')).location!);
  expect(await held()).toEqual([
    { type: applicant, value: 'Band' },
    { type: applicant, value: 'Tulsa' },
  ]);
  await carriedOut(
    (await jordan.post('/contacts/edits', { contacts: pat!.id, 'do.p-1': 'set', 'p-1': name })).location!,
  );
});

test('Who was deactivated meanwhile gets nobody; the edit stops and says why', async () => {
  const wish = { view: 'q=Zim', [`do.${p['Recruiter']}`]: 'set', [`${p['Recruiter']}[]`]: parley.cast.sam.id };
  const { location } = await drafted(wish);
  await parley.write('UPDATE memberships SET is_active = 0 WHERE user_id = ?', [parley.cast.sam.id]);
  expect(await carriedOut(location!)).toContain('Somebody it names no longer handles conversations.');
  expect((await recruiters()).filter(({ user_id: id }) => id === parley.cast.sam.id)).toEqual([]);
  await parley.write('UPDATE memberships SET is_active = 1 WHERE user_id = ?', [parley.cast.sam.id]);
});

test('A choice that is taken away, and a filter that is gone, stop it', async () => {
  const { location } = await drafted({
    view: 'q=Zim',
    [`do.${p['Interests']}`]: 'add',
    [`${p['Interests']}[]`]: 'Drama',
  });
  const url = `/settings/contact-types/${applicant}/properties/${p['Interests']!.slice(1)}`;
  await (await parley.as('avery')).post(url, { name: 'Interests', choices: 'Band\nChess' });
  expect(await carriedOut(location!)).toContain('A choice that it names is no longer offered.');
  await (await parley.as('avery')).post(url, { name: 'Interests', choices: 'Band\nChess\nDrama' });
  const gone = await drafted({ view: `q=Zim&f=p999999.is.TX`, [`do.${p['Interests']}`]: 'clear' });
  expect([gone.status, gone.text.includes('A filter of this view is no longer there')]).toEqual([422, true]);
});

test('The same form twice is one edit, and a stopped one changes nobody further', async () => {
  const wish = { token: 'once-only-123', [`do.${p['Interests']}`]: 'clear' };
  const [one, other] = [await drafted(wish), await drafted(wish)];
  expect(one.location).toBe(other.location);
  for (let times = 0; times < 2; times++) expect((await jordan.post(`${one.location}/cancellation`)).status).toBe(303);
  expect((await jordan.post(`${one.location}/run`)).status).toBe(422);
  expect(figures(await carriedOut(one.location!))[0]).toBe('Changed: 0');
});

test('What is wrong is said beside the field, and everything typed is kept', async () => {
  const wrong = await drafted({
    ...{ view: 'q=Zim', [`do.${p['Interests']}`]: 'add', [`${p['Interests']}[]`]: 'Football' },
    ...{ [`${p['Address']}.city`]: 'Tulsa' },
  });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('“Football” is not one of the choices.');
  expect(wrong.text).toContain('Choose what to do with this, or take it out again.');
  expect(wrong.text).toContain('value="Tulsa"');
  expect(wrong.text).toContain('name="view" value="q&#x3D;Zim"');
});

test('Where nobody is selected, nothing is asked for but to select somebody', async () => {
  const nobody = await jordan.get('/contacts/edits/new?');
  expect(nobody.text).toMatch(/Nobody is selected[^]*href="\/contacts">Go to the list/);
  expect(nobody.text).not.toContain('action="/contacts/edits"');
  const refused = await jordan.post('/contacts/edits', { contacts: '', [`do.${p['Interests']}`]: 'clear' });
  expect([refused.status, refused.text.includes('Select at least one contact.')]).toEqual([422, true]);
});

test('Other programs are out of reach, by any way', async () => {
  const olive = await parley.as('olive');
  const [{ id: hers }] = (await parley.rows<{ id: number }>('SELECT id FROM contact_types WHERE program_id = ?', [
    parley.cast.other.id,
  ])) as [{ id: number }];
  await olive.post(`/settings/contact-types/${hers}/properties`, { kind: 'text', name: 'Motto' });
  const [{ id: motto }] = (await parley.rows<{ id: number }>(
    `SELECT id FROM contact_properties WHERE name = 'Motto'`,
  )) as [{ id: number }];
  const typed = { contacts: parley.cast.maya.id, contactTypeId: hers, [`do.p${motto}`]: 'set', [`p${motto}`]: 'Ha' };
  expect((await olive.post('/contacts/edits', typed)).text).toContain('Select at least one contact.');
  const { location } = await drafted({ [`do.${p['Interests']}`]: 'clear' });
  expect((await olive.get(location!)).status).toBe(404);
  expect((await olive.post(`${location}/run`)).status).toBe(404);
  // Theirs are not the fields of ours.
  expect((await drafted({ contactTypeId: hers, [`do.p${motto}`]: 'set', [`p${motto}`]: 'Ha' })).status).toBe(422);
});

test('A Quick Message goes to all that match, up to a thousand; beyond that a Campaign is offered', async () => {
  expect((await jordan.get(`/quick-messages/new?matching=1&${texans()}`)).text.replace(/\s+/g, ' ')).toContain('20 ');
  expect(await jordan.get('/contacts/count?q=Zim')).toMatchObject({ status: 200, text: '{"count":"60"}' });
  const { id } = parley.cast.program;
  await parley.database.transaction(async () => {
    const many = Array.from({ length: 1001 }, () => '(?, ?, ?, ?, ?, ?, ?)').join(', ');
    const now = new Date();
    await parley.database.run(
      `INSERT INTO contacts (program_id, contact_type_id, first_name, last_name, words, created_at, updated_at) VALUES ${many}`,
      Array.from({ length: 1001 }, () => [id, applicant, 'Many', 'More', 'many more', now, now]).flat(),
    );
  });
  const text = (await jordan.get('/quick-messages/new?matching=1&q=More')).text.replace(/\s+/g, ' ');
  expect(text).toContain('More than 1,000 contacts match.');
  expect(text).toContain('href="/campaigns/new?q&#x3D;More"');
});

test('Where a type has no fields, who may add some is led there, and others are told whom to ask', async () => {
  const avery = await parley.as('avery');
  await avery.post('/settings/contact-types', { name: 'Alumni', accent: 'sky' });
  const [type] = await parley.rows<{ id: number }>(`SELECT id FROM contact_types WHERE name = 'Alumni'`);
  const asked = async (client: Client) =>
    (await client.get(`/contacts/edits/new?contacts=${parley.cast.maya.id}&contactTypeId=${type!.id}`)).text;
  expect(await asked(avery)).toContain('Add some under <a href="/settings/contact-types">');
  expect(await asked(jordan)).toContain('Ask an Administrator to add some.');
});
