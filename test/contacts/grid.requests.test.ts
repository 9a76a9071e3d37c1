import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Client } from '../support/client.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
let jordan: Client;
let p: Record<string, string>;

// Sixty applicants: more than a page. Every third one is from Texas, Dana recruits every second one.
beforeAll(async () => {
  parley = await Parley.start();
  const avery = await parley.as('avery');
  const applicant = parley.cast.maya.contactTypeId;
  await avery.post(`/settings/contact-types/${applicant}/properties`, { kind: 'number', name: 'GPA' });
  await avery.post(`/settings/contact-types/${applicant}/properties`, { kind: 'yes-no', name: 'Athlete' });
  const rows = await parley.rows<{ id: number; name: string }>(
    'SELECT id, name FROM contact_properties WHERE contact_type_id = ?',
    [applicant],
  );
  p = Object.fromEntries(rows.map(({ id, name }) => [name, `p${id}`]));
  jordan = await parley.as('jordan');
  for (let one = 0; one < 60; one += 1)
    await jordan.post('/contacts', {
      firstName: `Nr${String(one).padStart(2, '0')}`,
      lastName: 'Zim',
      contactTypeId: String(applicant),
      [`${p['Address']}.state`]: one % 3 ? 'OK' : 'TX',
      [`${p['Entry term']}`]: one % 2 ? '' : `Fall ${new Date().getFullYear() + 1}`,
      [`${p['GPA']}`]: String(one / 10),
      [`${p['Athlete']}`]: one === 5 ? 'yes' : '',
      [`${p['Recruiter']}[]`]: one % 2 ? '' : String(parley.cast.dana.id),
    });
}, 60_000);
afterAll(() => parley?.close());

const rowsOf = (text: string) => [...text.matchAll(/class="row-link"[^>]*><bdi>([^<]*)/g)].map(([, name]) => name!);
const filtered = async (...f: string[]) =>
  rowsOf((await jordan.get(`/contacts?${new URLSearchParams(f.map((each) => ['f', each]))}`)).text);

test('Filters find whom they say, together and each', async () => {
  expect(await filtered(`${p['Address']}.state.is.texas`)).toHaveLength(20);
  expect(await filtered(`${p['Address']}.state.is.TX`, `${p['GPA']}.less-than.1`)).toEqual([
    ...['Nr00 Zim', 'Nr03 Zim', 'Nr06 Zim', 'Nr09 Zim'],
  ]);
  expect(await filtered(`${p['GPA']}.is-between.0.5,0.7`)).toEqual(['Nr05 Zim', 'Nr06 Zim', 'Nr07 Zim']);
  expect(await filtered(`${p['Athlete']}.is.yes`)).toEqual(['Nr05 Zim']);
  expect(await filtered(`${p['GPA']}.is-empty`)).toEqual(['Maya Lindqvist', 'Leo Marchetti']);
  expect(await filtered('last-name.is-not.ZIM')).toHaveLength(2);
});

test('A page of filtered contacts leads to the next one, with filter and columns', async () => {
  const first = (await jordan.get(`/contacts?f=last-name.is.zim&columns=${p['GPA']}`)).text;
  expect(rowsOf(first)).toHaveLength(50);
  const next = /id="more"[^>]*><td colspan="6"><a href="([^"]*)"/
    .exec(first)![1]!
    .replaceAll('&amp;', '&')
    .replaceAll('&#x3D;', '=');
  const second = (await jordan.get(next)).text;
  expect(rowsOf(second)).toHaveLength(10);
  expect(second).toMatch(/<th scope="col"[^>]*><a class="sorts" href="[^"]*">GPA<\/a><\/th>/);
});

test('Columns show properties and relationships', async () => {
  const columns = [p['Recruiter'], `${p['Address']}.state`, p['Athlete'], p['GPA']].join(',');
  const page = (await jordan.get(`/contacts?q=Nr05&columns=${columns}`)).text;
  expect([...page.matchAll(/<td class="cell">(?:<span[^>]*>[^<]*<\/span>)?([^<]*)/g)].map(([, text]) => text)).toEqual([
    ...['', 'OK', 'Yes', '0.5'],
  ]);
  const other = (await jordan.get(`/contacts?q=Nr06&columns=${columns}`)).text;
  expect(other).toContain('Dana Whitfield');
});

test('Six columns are the most', async () => {
  const all = Array.from({ length: 9 }, (_, index) => `p${index + 1}`).join(',');
  const page = (await jordan.get(`/contacts?columns=${all}`)).text;
  expect(page.match(/<th scope="col">/g)!.length).toBeLessThanOrEqual(10);
});

test('Adding a filter takes the field first, then what to compare with, then is an address', async () => {
  const half = await jordan.get(`/contacts?q=Nr&field=${p['GPA']}`);
  expect(half.text).toContain('name="operator"');
  expect(half.text).toContain('inputmode="decimal"');
  const wrong = await jordan.get(`/contacts?q=Nr&field=${p['GPA']}&operator=less-than&value=few&step=add`);
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('“few” is not a number.');
  expect(wrong.text).toContain('value="few"');
  const right = await jordan.get(
    `/contacts?q=Nr&f=last-name.is.zim&field=${p['GPA']}&operator=less-than&value=0.2&step=add`,
  );
  expect(right.status).toBe(303);
  expect(right.location).toBe(`/contacts?q=Nr&f=last-name.is.zim&f=${p['GPA']}.less-than.0.2`);
  const page = await jordan.get(right.location!);
  expect(rowsOf(page.text)).toEqual(['Nr00 Zim', 'Nr01 Zim']);
  expect(page.text).toContain('GPA is less than 0.2');
});

test('Several choices become “is any of”', async () => {
  const year = new Date().getFullYear();
  const terms = [`Fall ${year + 1}`, `Spring ${year + 2}`].map((term) => `value=${encodeURIComponent(term)}`).join('&');
  const { location } = await jordan.get(`/contacts?field=${p['Entry term']}&operator=is-any-of&${terms}&step=add`);
  expect(rowsOf((await jordan.get(location!)).text)).toHaveLength(30);
});

test('A filter of another program’s property, or one that makes no sense, is none', async () => {
  const [theirs] = await parley.rows<{ id: number }>(
    'SELECT MAX(id) AS id FROM contact_properties WHERE program_id = ?',
    [parley.cast.other.id],
  );
  expect(await filtered(`p${theirs!.id}.is-not-empty`, 'nonsense', `${p['GPA']}.contains.x`)).toHaveLength(50);
});

test('The grid asks the database as often for fifty contacts as for one', async () => {
  const askedOnce = async (path: string) => {
    let count = 0;
    const { query } = parley.database;
    parley.database.query = ((...args: Parameters<typeof query>) => {
      count += 1;
      return query.apply(parley.database, args);
    }) as typeof query;
    await jordan.get(path);
    parley.database.query = query;
    return count;
  };
  // What runs in the background meanwhile asks too: the fewest are the page's own.
  const asked = async (path: string) => {
    const counts = [];
    for (let times = 0; times < 4; times += 1) counts.push(await askedOnce(path));
    return Math.min(...counts);
  };
  const columns = `columns=${p['GPA']},${p['Recruiter']}`;
  expect(await asked(`/contacts?${columns}`)).toBe(await asked(`/contacts?q=Nr05&${columns}`));
});

test('“Added on” means the day of the program’s own calendar', async () => {
  const { maya } = parley.cast;
  // Nine in the evening of November 3 in New York.
  await parley.write('UPDATE contacts SET created_at = ? WHERE id = ?', [new Date('2026-11-04T02:00:00Z'), maya.id]);
  const avery = await parley.as('avery');
  const isFound = async (filter: string) =>
    (await avery.get(`/contacts?f=created.${filter}`)).text.includes('Lindqvist');
  expect(await isFound('is.2026-11-03')).toBe(true);
  expect(await isFound('is.2026-11-04')).toBe(false);
  expect(await isFound('less-than.2026-11-04')).toBe(true);
  expect(await isFound('greater-than.2026-11-03')).toBe(false);
  expect(await isFound('is-between.2026-11-01,2026-11-03')).toBe(true);
  expect((await avery.get('/contacts?f=created.is.x')).status).toBe(200);
});

test('An empty list leads those who may add contacts there, and tells others whom to ask', async () => {
  const { riley, other } = parley.cast;
  expect((await (await parley.as('olive')).get('/contacts')).text).toContain(
    '<a href="/contacts/imports">upload a CSV',
  );
  await parley.write(
    `INSERT INTO memberships (user_id, program_id, role_id, is_active, created_at)
     SELECT ?, program_id, id, 1, ? FROM roles WHERE program_id = ? AND name = 'Viewer'`,
    [riley.id, new Date(), other.id],
  );
  const viewer = await parley.again('riley');
  await viewer.post('/program', { program: other.id });
  const { text } = await viewer.get('/contacts');
  expect(text).toContain('Ask an Administrator to add the first one.');
  expect(text).not.toContain('/contacts/imports');
});
