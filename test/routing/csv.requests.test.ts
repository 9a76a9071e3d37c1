import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { PropertyCondition } from '../../src/contacts/property-condition.js';
import type { RoutingRow } from '../../src/routing/routing-row.js';
import { RoutingTables } from '../../src/routing/routing-tables.js';
import { Parley } from '../support/parley.js';
import { propertyOf, routedBy } from '../support/routing.js';

let parley: Parley;
let id: number;
let url: string;
let state: string;

const is = (...values: string[]): PropertyCondition => ({ field: state, operator: 'is-any-of', values });
const table = () => parley.app.get(RoutingTables).find(id, { programId: parley.cast.program.id });
const said = async () => (await table()).rows.map(({ details }: RoutingRow) => details);

beforeAll(async () => {
  parley = await Parley.start();
  const { program, maya } = parley.cast;
  const property = await parley.database.transaction(() =>
    parley.database.manager.save(propertyOf(program.id, maya.contactTypeId, 'State', 'text')),
  );
  state = `p${property.id}`;
});
afterAll(() => parley?.close());

let round = 0;
beforeEach(async () => {
  const { dana, sam } = parley.cast;
  const rows = [
    { conditions: [is('TX', '=OK', 'a;b')], givesTo: 'in-turn' as const, users: [dana, sam] },
    { conditions: [is('NY')], users: [dana] },
    { isOtherwise: true, users: [sam] },
  ];
  id = (await routedBy(parley, rows, `Recruiter ${++round}`)).table.id;
  url = `/settings/routing-tables/${id}`;
});

/** Posts the form as a browser does that has a file in it. */
async function upload(file: Buffer | null, fields: Record<string, string> = {}) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  if (file) body.append('file', new Blob([new Uint8Array(file)]), 'table.csv');
  const { cookies } = await parley.as('avery');
  const headers = { Cookie: cookies, 'Sec-Fetch-Site': 'same-origin' };
  const answer = await fetch(`${parley.url}${url}/upload`, { method: 'POST', body, headers, redirect: 'manual' });
  return { status: answer.status, text: await answer.text(), location: answer.headers.get('location') };
}
const download = async () => {
  const { cookies } = await parley.as('avery');
  const answer = await fetch(`${parley.url}${url}/csv`, { headers: { Cookie: cookies } });
  return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
};
const header = 'Match,If 1 field,If 1 operator,If 1 value,Assigns,Users';

test('The download is a file that Excel reads and takes nothing in it for a formula', async () => {
  const { answer, bytes } = await download();
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="Territory of Recruiter \d+\.csv"$/);
  expect(bytes.toString()).toBe(
    [
      '\uFEFFPosition,Match,If 1 field,If 1 operator,If 1 value,Assigns,Users',
      '1,all,State,is any of,TX; =OK; a\\;b,in turn,dana@n.example; sam@n.example',
      '2,all,State,is any of,NY,one,dana@n.example',
      '3,otherwise,,,,one,sam@n.example',
      '',
    ].join('\r\n'),
  );
});

test('Uploading what was downloaded changes nothing, not even whose turn it is', async () => {
  const before = await table();
  await parley.write('UPDATE routing_rows SET last_user_id = ? WHERE id = ?', [
    parley.cast.dana.id,
    before.rows[0]!.id,
  ]);
  const { bytes } = await download();
  const dry = await upload(bytes);
  expect(dry.status).toBe(200);
  expect(dry.text).toContain('Nothing would change');
  expect(dry.text).not.toContain('Replace the table');

  const fields = { csv: bytes.toString(), version: String(before.version), replace: '1' };
  expect(await upload(null, fields)).toMatchObject({ status: 303, location: url });
  const after = await table();
  expect(after.version).toBe(before.version);
  expect(after.rows.map((row) => [row.id, row.lastUserId])).toEqual(
    before.rows.map((row, place) => [row.id, place ? null : parley.cast.dana.id]),
  );
});

test('First it is shown, row by row, as the sentence it would become; then it replaces all of them', async () => {
  const text = [
    header,
    'all,State,is any of,TX; =OK; a\\;b,in turn,dana@n.example; sam@n.example',
    'any,First Name,is between,A; Lzz,fewest open,Jordan@n.example; dana@n.example',
  ].join('\n');
  const dry = await upload(Buffer.from(text));
  expect(dry.status).toBe(200);
  expect(dry.text).toMatch(/State is any of TX, &#x3D;OK, a;b[^]*Dana Whitfield and Sam Okafor in turn[^]*As it is/);
  expect(dry.text).toMatch(
    /First Name is between A and Lzz[^]*whoever of Jordan Reyes and Dana Whitfield has the fewest open[^]*New/,
  );
  expect(dry.text).toContain('Replace the table with these 2 rows');
  expect(dry.text).toContain('2 rows that the table has now will be gone.');
  const before = await table();
  expect(before.rows).toHaveLength(3);

  await upload(null, { csv: text, version: String(before.version), replace: '1' });
  const after = await table();
  const { dana, jordan } = parley.cast;
  expect(after.version).toBe(before.version + 1);
  expect(after.rows[0]!.id).toBe(before.rows[0]!.id);
  expect(after.rows[1]!.details).toEqual({
    isOtherwise: false,
    joined: 'any',
    conditions: [{ field: 'first-name', operator: 'is-between', values: ['A', 'Lzz'] }],
    givesTo: 'fewest-open',
    userIds: [jordan.id, dana.id],
  });
  expect(after.rows).toHaveLength(2);
});

test('One bad line, and nothing is replaced; the text stays to be put right', async () => {
  const before = await said();
  const csv = [header, 'all,State,is,TX,one,dana@n.example', 'all,State,is,"NY",one,olive@o.example'].join('\n');
  const dry = await upload(Buffer.from(csv));
  expect(dry.status).toBe(422);
  expect(dry.text).toContain('Nobody here has the address olive@o.example.');
  expect(dry.text).toContain('1 of 2 lines can’t be taken.');
  expect(dry.text).toContain('all,State,is,&quot;NY&quot;,one,olive@o.example');
  expect(dry.text).not.toContain('Replace the table');

  const { version } = await table();
  const forced = await upload(null, { csv, version: String(version), replace: '1' });
  expect([forced.status, forced.text.includes('Nothing was replaced')]).toEqual([422, true]);
  expect(await said()).toEqual(before);
});

test('Somebody changed the table meanwhile: it is refused, and they are named', async () => {
  const csv = [header, 'all,State,is,TX,one,dana@n.example'].join('\n');
  const { version } = await table();
  await (await parley.as('avery')).post(url, { name: `Renamed ${round}`, version });
  const before = await said();
  const answer = await upload(null, { csv, version: String(version), replace: '1' });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('changed this table a moment ago');
  expect(answer.text).toContain(`Upload <bdi>Renamed ${round}</bdi>`);
  expect(answer.text).toContain('Replace the table with this 1 row');
  expect(await said()).toEqual(before);
});

test('Somebody who has left stays in a row that stays, and comes into no other', async () => {
  await parley.write('UPDATE memberships SET is_active = 0 WHERE user_id = ?', [parley.cast.dana.id]);
  const { bytes } = await download();
  expect((await upload(bytes)).text).toContain('Nothing would change');
  const changed = await upload(Buffer.from(bytes.toString().replace('NY', 'NJ')));
  await parley.write('UPDATE memberships SET is_active = 1 WHERE user_id = ?', [parley.cast.dana.id]);
  expect(changed.status).toBe(422);
  expect(changed.text).toContain('Dana Whitfield is no longer active.');
});

test.each([
  ['a workbook', Buffer.from('PK\x03\x04'), 'This is an Excel workbook.'],
  ['a picture', Buffer.from([0x89, 0x50, 0, 0]), 'This is not a text file.'],
  ['nothing', Buffer.from(''), 'There is nothing in it.'],
  ['a text about something else', Buffer.from('Dear Sir,\nplease'), 'The first line has to name the columns.'],
])('%s is refused with a sentence', async (_, file, sentence) => {
  const answer = await upload(file);
  expect([answer.status, answer.text.includes(sentence)]).toEqual([422, true]);
});

test('A version that is none is an old one', async () => {
  const answer = await upload(null, {
    csv: `${header}\nall,First Name,is,Zoe,one,sam@n.example`,
    replace: '1',
    'version[a]': '1',
  });
  expect([answer.status, answer.text.includes('your change is not saved yet')]).toEqual([422, true]);
});

test('A file of more than a megabyte is too much', async () => {
  expect((await upload(Buffer.alloc(1024 * 1024 + 1, 'x'))).status).toBe(413);
  expect((await upload(null, { csv: 'x'.repeat(1024 * 1024 + 1) })).status).toBe(413);
});

test('Semicolons, and letters as old Windows programs write them', async () => {
  await parley.write("UPDATE users SET name = 'Zoë Okafor' WHERE id = ?", [parley.cast.sam.id]);
  const text = [header, 'all;First Name;is;Zo\xeb;one;sam@n.example'].join('\n').replaceAll(',', ';');
  const answer = await upload(Buffer.from(text, 'latin1'));
  expect([answer.status, answer.text.includes('First Name is Zoë')]).toEqual([200, true]);
});
