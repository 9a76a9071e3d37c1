import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MergeValues } from '../../src/marketing/merge-values.js';
import type { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
let avery: Client;
let dana: Client;
let id: number;
let url: string;
const number = '+16175550111';
const shared = '/settings/templates';
const own = '/account/templates';

beforeAll(async () => {
  parley = await Parley.start();
  [avery, dana] = [await parley.as('avery'), await parley.as('dana')];
  await parley.text(number, 'Hello');
  id = await parley.conversationWith(number);
  url = `/conversations/${id}`;
  await avery.post(`${url}/assignment`, { assignee: parley.cast.dana.id });
  await describeMaya();
});
afterAll(() => parley?.close());

describe('Templates', () => {
  test('shared ones and one’s own are kept apart, each name once for each owner', async () => {
    const open = { name: 'Open day', body: 'Hi {{First Name|there}}' };
    expect((await avery.post(shared, open)).location).toBe(shared);
    expect((await dana.post(own, open)).location).toBe(own);
    expect((await avery.post(own, open)).status).toBe(303);
    const again = await avery.post(shared, { ...open, name: ' ÓPEN  day' });
    expect(again.status).toBe(422);
    expect(again.text).toContain('Another template has this name.');
    expect(again.text).toContain('Hi {{First Name|there}}</textarea>');
    expect((await dana.get(own)).text.match(/Open day<\/bdi>/g)).toHaveLength(1);
  });

  test('an unknown field is an error when it is saved, beside the text', async () => {
    const { status, text } = await avery.post(shared, { name: 'Wrong', body: 'Hi {{Frist Name}}' });
    expect(status).toBe(422);
    expect(text).toContain('There is no field “Frist Name”. Did you mean First Name?');
    expect(text).toContain('aria-describedby="body-problem"');
    expect(await names(shared)).not.toContain('Wrong');
  });

  test.each([
    [{ name: '', body: 'Hi' }, 'Give the template a name.'],
    [{ name: 'a'.repeat(81), body: 'Hi' }, 'A name can have 80 characters.'],
    [{ name: 'Empty', body: ' \r\n ' }, 'Write the text.'],
    [{ name: 'Long', body: 'a'.repeat(1001) }, 'That is 1001 characters; a text can have 1000.'],
    [{ name: 'Open', body: 'Hi {{First Name' }, '“{{First Name” is not closed.'],
  ])('what can’t be saved is said: %#', async (form, problem) => {
    const { status, text } = await dana.post(own, form);
    expect(status).toBe(422);
    expect(text).toContain(problem);
  });

  test('are changed, copied under a new name, and deleted', async () => {
    await dana.post(own, { name: 'Visit', body: 'Come by' });
    const visit = `${own}/${await idOf('Visit')}`;
    expect((await dana.post(visit, { name: 'Visit us', body: 'Do come by' })).location).toBe(own);
    expect((await dana.post(`${visit}/copy`)).status).toBe(303);
    expect((await dana.post(`${visit}/copy`)).status).toBe(303);
    expect(await names(own)).toEqual(expect.arrayContaining(['Visit us', 'Visit us (copy)', 'Visit us (copy 2)']));
    expect((await dana.delete(visit)).location).toBe(own);
    expect(await names(own)).not.toContain('Visit us');
  });

  test('of two who change one at once, the second is told', async () => {
    await avery.post(shared, { name: 'Both', body: 'One' });
    const both = `${shared}/${await idOf('Both')}`;
    expect((await avery.post(both, { name: 'Both', body: 'Two', version: 1 })).status).toBe(303);
    const second = await avery.post(both, { name: 'Both', body: 'Three', version: 1 });
    expect(second.status).toBe(422);
    expect(second.text).toContain('Somebody changed this template in the meantime');
    expect(second.text).toContain('Three</textarea>');
  });

  test('are found by name or text', async () => {
    await dana.post(own, { name: 'Rückruf', body: 'I call you at noon' });
    expect(await names(`${own}?q=ruckruf`)).toEqual(['Rückruf']);
    expect(await names(`${own}?q=NOON`)).toEqual(['Rückruf']);
    expect((await dana.get(`${own}?q=xylophone`)).text).toContain('No template contains “xylophone”');
  });

  test('there is room for 200 each', async () => {
    const { program, sam } = parley.cast;
    const rows = Array.from(
      { length: 200 },
      (_, place) => `(${program.id}, ${sam.id}, ${sam.id}, 'n${place}', 'n${place}', 'x', ?, ?)`,
    );
    const now = new Date();
    await parley.write(
      `INSERT INTO templates (program_id, user_id, owner, name, folded, body, changed_at, created_at) VALUES ${rows.join(',')}`,
      rows.flatMap(() => [now, now]),
    );
    const { status, text } = await (await parley.as('sam')).post(own, { name: 'One more', body: 'x' });
    expect([status, text.includes('There is room for 200 templates.')]).toEqual([422, true]);
  });

  test('the preview shows an example contact, the count, and what they lack; nothing is saved', async () => {
    const body = 'Hi {{First Name}} of {{Address: City}} – {{Financial aid advisor}}';
    const form = { name: 'Try', body, example: String(parley.cast.maya.id) };
    const { status, text } = await dana.post(`${own}/preview`, form);
    expect(status).toBe(200);
    expect(text).toContain('Hi Maya of Boston – {{Financial aid advisor}}</p>');
    expect(text).toContain('Maya Lindqvist has no Financial aid advisor.');
    expect(text).toContain('· Unicode');
    expect(await names(own)).not.toContain('Try');
    const foreign = await (
      await parley.as('olive')
    ).post(`${own}/preview`, { body: '{{First Name}}', example: form.example });
    expect(foreign.text).not.toContain('Maya');
  });
});

describe('In a conversation', () => {
  test('templates and fields come filled in for the contact', async () => {
    await avery.post(shared, {
      name: 'Recruiter',
      body: '{{Recruiter}} of {{Program}}, {{First Name}} <b>{{GPA|?}}</b>',
    });
    const { text } = await dana.get(`${url}/templates`);
    expect(text).toContain('Dana Whitfield of Northfield, Maya &lt;b&gt;?&lt;/b&gt;</p>');
    expect(text).toContain('<span class="choice-name">Address: City</span>');
    expect(text).not.toContain('Address: Street');
    const fragment = await dana.get(`${url}/templates`, { 'HX-Target': 'div#choices', 'HX-Request': 'true' });
    expect(fragment.text).toMatch(/^<div id="choices">/);
  });

  test('without script the menu keeps what was typed, and puts a template behind it', async () => {
    expect((await dana.post(`${url}/templates`, { body: 'Good morning.' })).location).toBe(`${url}/templates`);
    const opened = await dana.get(`${url}/templates`);
    expect(opened.text).toContain('Good morning.</q>');
    const answer = await dana.post(`${url}/templates`, { template: await idOf('Recruiter') });
    expect(answer.location).toBe(`${url}#body`);
    expect((await dana.get(url)).text).toContain(
      'Good morning. Dana Whitfield of Northfield, Maya &lt;b&gt;?&lt;/b&gt;</textarea>',
    );
    await dana.post(`${url}/templates`, { body: '', field: 'First Name' });
    const page = (await dana.get(url)).text;
    expect(page).toContain('>Maya</textarea>');
    expect(page).toContain('4 characters · 1 segment');
  });

  test('nobody inserts what is another’s', async () => {
    const another = await idOf('n7');
    expect((await dana.post(`${url}/templates`, { template: another })).status).toBe(404);
    expect((await dana.post(`${url}/templates`, { field: 'Nonsense' })).status).toBe(404);
    expect((await dana.get(`${url}/templates`)).text).not.toContain('n7<');
  });

  test('who sees it but may not answer it, may not insert either', async () => {
    await parley.write('UPDATE conversations SET assignee_id = NULL WHERE id = ?', [id]);
    expect((await (await parley.as('riley')).get(`${url}/templates`)).status).toBe(403);
    await parley.write('UPDATE conversations SET assignee_id = ? WHERE id = ?', [parley.cast.dana.id, id]);
  });

  test('a text that still holds a merge field is not sent', async () => {
    for (const body of ['Hi {{First Name}}', 'Hi {{', 'Hi }}']) {
      const { status, text } = await dana.post(`${url}/messages`, { body });
      expect([status, text.includes('merge field')]).toEqual([422, true]);
      expect(text).toContain(`${body}</textarea>`);
    }
    expect((await dana.post(`${url}/messages`, { body: 'Hi {Maya}' })).status).toBe(303);
    expect(await parley.rows("SELECT body FROM messages WHERE direction = 'outbound'")).toEqual([
      { body: 'Hi {Maya}' },
    ]);
  });
});

describe('The values of contacts', () => {
  const sender = () => ({
    ...{ programId: parley.cast.program.id, programName: 'Northfield', country: 'US', name: 'Dana Whitfield' },
  });

  test('are those that staff would write', async () => {
    const values = parley.app.get(MergeValues);
    const mergeable = await values.mergeable(parley.cast.program.id);
    const maya = (await values.of([parley.cast.maya.id], sender(), mergeable)).get(parley.cast.maya.id)!;
    expect(Object.fromEntries(maya)).toMatchObject({
      'First Name': 'Maya',
      'Contact Type': 'Applicant',
      Phone: '(617) 555-0111',
      'Address: City': 'Boston',
      Sports: 'Rowing, Chess',
      'Start day': 'August 31, 2027',
      Recruiter: 'Dana Whitfield',
      'My Name': 'Dana Whitfield',
      Program: 'Northfield',
    });
  });

  test('of a type that a contact has no more are out of sight', async () => {
    const { program, maya, avery: admin } = parley.cast;
    const values = parley.app.get(MergeValues);
    const [type] = await parley.rows<{ id: number }>(
      "SELECT id FROM contact_types WHERE name = 'Parent' AND program_id = ?",
      [program.id],
    );
    await parley.write(
      `INSERT INTO contact_properties (program_id, contact_type_id, name, kind, position, is_required, most_users, created_at)
       VALUES (?, ?, 'Former adviser', 'user-relationship', 60, 0, 1, ?)`,
      [program.id, type!.id, new Date()],
    );
    const [property] = await parley.rows<{ id: number }>('SELECT MAX(id) AS id FROM contact_properties');
    await parley.write(
      'INSERT INTO contact_users (program_id, contact_id, property_id, user_id, place, created_at) VALUES (?, ?, ?, ?, 0, ?)',
      [program.id, maya.id, property!.id, admin.id, new Date()],
    );
    const mergeable = await values.mergeable(program.id);
    expect(mergeable.fields.map(({ name }) => name)).toContain('Former adviser');
    const known = (await values.of([maya.id], sender(), mergeable)).get(maya.id)!;
    expect([known.has('Former adviser'), known.get('Recruiter')]).toEqual([false, 'Dana Whitfield']);
  });

  test('take as many questions for a hundred contacts as for one, and are never another program’s', async () => {
    const values = parley.app.get(MergeValues);
    const { program, maya, leo, other } = parley.cast;
    const mergeable = await values.mergeable(program.id);
    const asked = async (ids: number[]) => {
      const database = values['database'];
      const query = database.query.bind(database);
      let count = 0;
      database.query = ((...said: Parameters<typeof query>) => ((count += 1), query(...said))) as typeof query;
      try {
        await values.of(ids, sender(), mergeable);
      } finally {
        Reflect.deleteProperty(database, 'query');
      }
      return count;
    };
    const hundred = [maya.id, leo.id, ...Array.from({ length: 98 }, (_, place) => place + 9000)];
    // The outbox and others ask the same database now and then: the least of ten is ours alone.
    const least = async (ids: number[]) => {
      const counts: number[] = [];
      for (let times = 0; times < 10; times += 1) counts.push(await asked(ids));
      return Math.min(...counts);
    };
    expect([await least([maya.id]), await least(hundred)]).toEqual([4, 4]);
    const abroad = await values.of([maya.id], { ...sender(), programId: other.id }, mergeable);
    expect(abroad.size).toBe(0);
  });
});

const names = async (path: string) => {
  const page = await (path.startsWith(own) ? dana : avery).get(path);
  return [...page.text.matchAll(/<bdi>([^<]*)<\/bdi><\/a>/g)].map(([, name]) => name);
};

const idOf = async (name: string) =>
  (await parley.rows<{ id: number }>('SELECT MAX(id) AS id FROM templates WHERE name = ?', [name]))[0]!.id;

/** Maya has a recruiter, an address, a start day and two sports. */
async function describeMaya() {
  const { program, maya, dana: recruiter } = parley.cast;
  const property = async (name: string, kind: string) => {
    await parley.write(
      `INSERT INTO contact_properties (program_id, contact_type_id, name, kind, position, is_required, most_users, created_at)
       VALUES (?, ?, ?, ?, 50, 0, 3, ?)`,
      [program.id, maya.contactTypeId, name, kind, new Date()],
    );
    return (await parley.rows<{ id: number }>('SELECT MAX(id) AS id FROM contact_properties'))[0]!.id;
  };
  const value = (propertyId: number, text: string, part = '', place = 0) =>
    parley.write(
      'INSERT INTO property_values (program_id, contact_id, property_id, part, place, value, folded) VALUES (?, ?, ?, ?, ?, ?, ?)',
      [program.id, maya.id, propertyId, part, place, text, text.toLowerCase()],
    );
  const sports = await property('Sports', 'choices');
  await value(sports, 'Rowing', '', 0);
  await value(sports, 'Chess', '', 1);
  await value(await property('Start day', 'date'), '2027-08-31');
  await property('GPA', 'number');
  await property('Financial aid advisor', 'user-relationship');
  const [address] = await parley.rows<{ id: number }>(
    "SELECT id FROM contact_properties WHERE contact_type_id = ? AND kind = 'address'",
    [maya.contactTypeId],
  );
  await value(address?.id ?? (await property('Address', 'address')), 'Boston', 'city');
  const [tie] = await parley.rows<{ id: number }>(
    "SELECT id FROM contact_properties WHERE contact_type_id = ? AND name = 'Recruiter'",
    [maya.contactTypeId],
  );
  await parley.write(
    'INSERT INTO contact_users (program_id, contact_id, property_id, user_id, place, created_at) VALUES (?, ?, ?, ?, 0, ?)',
    [program.id, maya.id, tie?.id ?? (await property('Recruiter', 'user-relationship')), recruiter.id, new Date()],
  );
}
