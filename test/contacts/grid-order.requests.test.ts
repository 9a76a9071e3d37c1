import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { unguarded } from '../../src/web/csv-cells.js';
import type { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
let jordan: Client;
let p: Record<string, string>;
const count = 120;

interface Person {
  name: string;
  email: string;
  gpa: number | null;
  term: string;
}
const people: Person[] = [];

// More than two pages of people of two types that have a field of the same name; some lack what is sorted by.
beforeAll(async () => {
  parley = await Parley.start();
  const avery = await parley.as('avery');
  jordan = await parley.as('jordan');
  const types = await parley.rows<{ id: number; name: string }>(
    `SELECT id, name FROM contact_types WHERE program_id = ? AND name IN ('Applicant', 'Inquiry') ORDER BY name`,
    [parley.cast.program.id],
  );
  for (const { id } of types)
    await avery.post(`/settings/contact-types/${id}/properties`, { kind: 'number', name: 'GPA' });
  const rows = await parley.rows<{ id: number; contact_type_id: number }>(
    `SELECT id, contact_type_id FROM contact_properties WHERE name = 'GPA' ORDER BY id`,
  );
  p = { gpa: `p${rows[0]!.id}` };
  for (let one = 0; one < count; one += 1) {
    const type = types[one % 2]!;
    const person = {
      name: `N${String((one * 37) % count).padStart(3, '0')} Zim`,
      email: one % 5 ? `p${String((one * 53) % count).padStart(3, '0')}@mail.example` : '',
      gpa: one % 3 ? ((one * 7) % 40) / 10 : null,
      term: '',
    };
    people.push(person);
    await jordan.post('/contacts', {
      firstName: person.name.split(' ')[0]!,
      lastName: 'Zim',
      email: person.email,
      contactTypeId: String(type.id),
      [`p${rows.find(({ contact_type_id: id }) => id === type.id)!.id}`]: person.gpa === null ? '' : String(person.gpa),
    });
  }
}, 60_000);
afterAll(() => parley?.close());

const namesOf = (text: string) => [...text.matchAll(/class="row-link"[^>]*><bdi>([^<]*)/g)].map(([, name]) => name!);

/** Everybody of a view, page after page. */
async function walked(query: string): Promise<string[]> {
  const names: string[] = [];
  for (let url: string | null = `/contacts?q=Zim&${query}`; url;) {
    const { text }: { text: string } = await jordan.get(url);
    names.push(...namesOf(text));
    const next: string | undefined = /id="more"[^>]*><td[^>]*><a href="([^"]*)"/.exec(text)?.[1];
    url = next ? next.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=') : null;
    if (names.length > 2 * count) throw new Error('The pages have no end.');
  }
  return names;
}

/** By a value, those without one last, in the order in which they were added where it is the same. */
function ordered(value: (person: Person) => string | number | null, isDescending = false): string[] {
  const having = people.map((person, place) => ({ person, place })).filter(({ person }) => value(person) !== null);
  const way = isDescending ? -1 : 1;
  having.sort((one, other) => {
    const [a, b] = [value(one.person)!, value(other.person)!];
    return way * (a < b ? -1 : a > b ? 1 : one.place - other.place);
  });
  const lacking = people.filter((person) => value(person) === null);
  return [...having.map(({ person }) => person.name), ...lacking.map(({ name }) => name)];
}

describe('Every page of the list leads to the next, each contact once, in the order', () => {
  test.each([false, true])('of names (from the end: %s)', async (isDescending) => {
    expect(await walked(isDescending ? 'sort=-name' : '')).toEqual(ordered(({ name }) => name, isDescending));
  });

  test.each([false, true])('of e-mail addresses, those without one last (from the end: %s)', async (isDescending) => {
    const expected = ordered(({ email }) => email || null, isDescending);
    expect(await walked(`sort=${isDescending ? '-' : ''}email`)).toEqual(expected);
  });

  test.each([false, true])('of a number that two types have (from the end: %s)', async (isDescending) => {
    const expected = ordered(({ gpa }) => gpa, isDescending);
    expect(await walked(`sort=${isDescending ? '-' : ''}${p['gpa']}&columns=${p['gpa']}`)).toEqual(expected);
  });

  test('of when they were added and changed, the last first', async () => {
    const newest = people.map(({ name }) => name).reverse();
    expect(await walked('sort=-created')).toEqual(newest);
    expect(await walked('sort=created')).toEqual(newest.toReversed());
    expect(await walked('sort=-changed')).toEqual(newest);
  });
});

test('Headings say how it is sorted and lead to the other way; what makes no sense is by name', async () => {
  const { text } = await jordan.get(`/contacts?columns=${p['gpa']}&sort=${p['gpa']}`);
  expect(text).toMatch(/aria-sort="ascending"><a class="sorts" href="[^"]*sort(&#x3D;|=)-p\d+[^"]*">GPA/);
  const odd = await Promise.all(['p999', '-', 'phone', '__proto__', 'toString'].map((sort) => walked(`sort=${sort}`)));
  for (const names of odd) expect(names[0]).toBe('N000 Zim');
  for (const after of ['[', '{}', '["x"]', '[1,2,3,4]', '[null,"x"]'])
    expect((await jordan.get(`/contacts?sort=email&after=${encodeURIComponent(after)}`)).status).toBe(200);
});

describe('A view with a name', () => {
  test('is kept for whoever made it, and replaced under the same name', async () => {
    const save = (name: string, query: string) => jordan.post('/contacts/views', { name, query });
    expect((await save('Best first', `sort=-${p['gpa']}&columns=${p['gpa']}`)).location).toContain('sort=-p');
    await save('Best first', `sort=-${p['gpa']}&nonsense=1`);
    const { text } = await jordan.get('/contacts');
    expect(text.match(/Best first/g)).toHaveLength(1);
    expect(text).not.toContain('nonsense');
    expect((await (await parley.as('avery')).get('/contacts')).text).not.toContain('Best first');
    expect((await jordan.get('/conversations')).text).not.toContain('Best first');
  });

  test('needs a name, and nobody deletes another’s', async () => {
    const { status, text } = await jordan.post('/contacts/views', { name: ' ', query: 'q=Zim' });
    expect([status, text.includes('Give the view a name.')]).toEqual([422, true]);
    expect(text).toContain('value="q&#x3D;Zim"');
    const query = `q=Zim${`&f=first-name.is.${'x'.repeat(50)}`.repeat(10)}`;
    const long = await jordan.post('/contacts/views', { name: 'Long', query });
    expect([long.status, long.text.includes('value="Long"')]).toEqual([422, true]);
    const [view] = await parley.rows<{ id: number }>(`SELECT id FROM saved_views WHERE list = 'contacts'`);
    await (await parley.as('avery')).delete(`/contacts/views/${view!.id}`);
    await jordan.delete(`/saved-views/${view!.id}`);
    expect(await parley.rows(`SELECT id FROM saved_views`)).toHaveLength(1);
    await jordan.delete(`/contacts/views/${view!.id}`);
    expect(await parley.rows(`SELECT id FROM saved_views`)).toHaveLength(0);
  });
});

test('An external ID is a column, and finds its contact when it is whole', async () => {
  await jordan.post('/contacts', {
    ...{ firstName: 'Ira', lastName: 'Known', externalId: 'SL-00815' },
    contactTypeId: String(parley.cast.maya.contactTypeId),
  });
  const shown = (await jordan.get('/contacts?q=SL-00815&columns=external-id')).text;
  expect(shown).toMatch(/Ira Known[^]*<span class="narrow-label">External ID: <\/span>SL-00815/);
  expect((await (await parley.as('olive')).get('/contacts?q=SL-00815')).text).not.toContain('Ira');
  expect((await jordan.get('/contacts?q=SL-0081')).text).not.toContain('Ira Known');
});

describe('The file', () => {
  test('has everybody of the view once, with numbers whole and no formulas', async () => {
    await jordan.post('/contacts', {
      ...{ firstName: '=1+1', lastName: 'Zim', contactTypeId: String(parley.cast.maya.contactTypeId) },
      ...{ numbers: '+1 617 555 0142', labels: 'Mobile', [p['gpa']!]: '3.9' },
    });
    const { text, headers } = await jordan.get('/contacts/export.csv?q=Zim');
    expect(headers.get('content-type')).toContain('text/csv');
    const rows = parse(text, { columns: true, bom: true }) as Record<string, string>[];
    expect(rows).toHaveLength(count + 1);
    const odd = rows.at(-1)!;
    expect([odd['First Name'], odd['Phone'], odd['GPA']]).toEqual(["'=1+1", "'+16175550142", '3.9']);
    expect([odd['First Name'], odd['Phone']].map((cell) => unguarded(cell!))).toEqual(['=1+1', '+16175550142']);
    expect(parse((await jordan.get('/contacts/export.csv?q=nobody')).text, { bom: true })).toHaveLength(1);
  });

  test('can be uploaded again: dates, several values and every number are written as they are read', async () => {
    const type = parley.cast.maya.contactTypeId;
    const avery = await parley.as('avery');
    const fields: Record<string, string>[] = [
      { kind: 'date', name: 'Visits on' },
      { kind: 'choices', name: 'Sports', choices: 'Chess\nRowing\nSwimming' },
      { kind: 'text', name: '=cmd()' },
    ];
    for (const field of fields) await avery.post(`/settings/contact-types/${type}/properties`, field);
    const ids = new Map(
      (await parley.rows<{ id: number; name: string }>('SELECT id, name FROM contact_properties')).map((row) => [
        row.name,
        `p${row.id}`,
      ]),
    );
    await jordan.post('/contacts', {
      ...{ firstName: 'Six', lastName: 'Numbers', contactTypeId: String(type) },
      'numbers[]': Array.from({ length: 7 }, (_, place) => `+1617555015${place}`),
      'labels[]': Array.from({ length: 7 }, () => 'Mobile'),
      ...{ [ids.get('Visits on')!]: '2027-08-31', [`${ids.get('Sports')!}[]`]: ['Chess', 'Rowing'] },
    });
    const rows = parse((await jordan.get('/contacts/export.csv?q=Six')).text, { columns: true, bom: true });
    const [six] = rows as Record<string, string>[];
    expect(six).toMatchObject({ 'Visits on': '2027-08-31', Sports: 'Chess; Rowing' });
    expect(unguarded(six!['Phone 5']!)).toBe('+16175550154; +16175550155; +16175550156');
    expect(Object.keys(six!)).toContain("'=cmd()");
    expect(Object.keys(six!)[0]).toBe('Parley ID');
  });
});
