import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';
import { figuresIn, refusedIn, throughAll, upload } from '../support/uploads.js';

let parley: Parley;
let avery: Client;
let p: Record<string, string>;
let form: Record<string, string>;

beforeAll(async () => {
  parley = await Parley.start();
  avery = await parley.as('avery');
  const contactTypeId = String(parley.cast.maya.contactTypeId);
  await avery.post(`/settings/contact-types/${contactTypeId}/properties`, { kind: 'date', name: 'Visit' });
  const rows = await parley.rows<{ id: number; name: string }>(
    'SELECT id, name FROM contact_properties WHERE contact_type_id = ?',
    [contactTypeId],
  );
  p = Object.fromEntries(rows.map(({ id, name }) => [name, `p${id}`]));
  form = { contactTypeId, hasHeader: '1', matchBy: 'email', treatment: 'update' };
});
afterAll(() => parley?.close());

const basic = ['first-name', 'last-name', 'email', 'phone:Mobile'];
const header = 'First,Last,E-mail,Mobile';

/** Uploads a file and has every line tried. */
async function tried(lines: string[], columns: string[], own: Record<string, string> = {}, client = avery) {
  const { url } = await upload(client, lines.join('\r\n'));
  const mapped = await client.post(`${url}/mapping`, { ...form, ...own, columns });
  await throughAll(parley);
  return { url, mapped, page: (await client.get(url)).text };
}
async function imported(...said: Parameters<typeof tried>) {
  const { url, page } = await tried(...said);
  const client = said[3] ?? avery;
  expect((await client.post(`${url}/run`)).status).toBe(303);
  await throughAll(parley);
  return { url, dryRun: page, page: (await client.get(url)).text };
}
const one = async (email: string) =>
  (await parley.rows<Record<string, unknown> & { id: number }>('SELECT * FROM contacts WHERE email = ?', [email]))[0];
const numbersOf = async (id: number) =>
  (
    await parley.rows<{ number: string; label: string }>(
      'SELECT number, label FROM phone_numbers WHERE contact_id = ? ORDER BY position',
      [id],
    )
  ).map(({ number, label }) => `${number} ${label}`);

test('Avery uploads a file, sees what would happen, and then it happens', async () => {
  const columns = [
    ...basic,
    'phone:Home',
    'external-id',
    `${p['Address']}.state`,
    p['Visit']!,
    p['Recruiter']!,
    'time-zone',
  ];
  const { dryRun, page, url } = await imported(
    [
      `${header},Home,Ref,State/Region,Visit,Recruiter,Zone`,
      "Ines,Duarte,Ines@New.example,'+1 617 555 0121,(617) 555-0122,S-1,TX,8/31/2027,Dana Whitfield,Central",
      'Omar,Haddad,omar@new.example,617-555-0123,,S-2,,,sam@n.example,',
    ],
    columns,
  );
  expect(figuresIn(dryRun)).toEqual(['New contacts 2', 'To update 0', 'Unchanged 0', 'Refused 0']);
  expect(dryRun).toContain('Import 2 contacts');
  expect(figuresIn(page)).toEqual(['Added 2', 'Updated 0', 'Unchanged 0', 'Refused 0']);
  const ines = (await one('ines@new.example'))!;
  expect(ines).toMatchObject({ first_name: 'Ines', external_id: 'S-1', time_zone: 'America/Chicago' });
  expect(await numbersOf(ines.id)).toEqual(['+16175550121 Mobile', '+16175550122 Home']);
  const record = (await avery.get(`/contacts/${ines.id}`)).text;
  for (const words of ['S-1', 'TX', 'Aug 31, 2027', 'Dana Whitfield']) expect(record).toContain(words);
  expect((await avery.get('/contacts?q=duarte')).text).toContain('Ines Duarte');
  expect(
    await parley.rows('SELECT kind, source, by_user_id FROM contact_changes WHERE contact_id = ?', [ines.id]),
  ).toEqual([{ kind: 'imported', source: 'people.csv', by_user_id: parley.cast.avery.id }]);
  expect(
    await parley.rows('SELECT * FROM import_lines WHERE import_id = ? AND verdict IS NOT NULL', [
      Number(url.split('/').at(-1)),
    ]),
  ).toEqual([]);
  expect((await avery.post(`${url}/mapping`, { ...form, columns })).status).toBe(422);
});

test('The form of the columns, and Import, sent twice are one', async () => {
  const { url } = await upload(avery, [header, 'Twice,Once,twice@n.example,(617) 555-0177'].join('\r\n'));
  const map = () => avery.post(`${url}/mapping`, { ...form, columns: basic });
  expect([(await map()).status, (await map()).status]).toEqual([303, 303]);
  await throughAll(parley);
  for (let times = 0; times < 2; times++) expect((await avery.post(`${url}/run`)).status).toBe(303);
  await throughAll(parley);
  expect((await avery.post(`${url}/run`)).status).toBe(303);
  await throughAll(parley);
  expect(figuresIn((await avery.get(url)).text)[0]).toBe('Added 1');
});

test('Every fault is said in words at its line, nothing of such a line is taken, and the file of them comes back clean', async () => {
  const { dryRun, url, page } = await imported(
    [
      `${header},Visit,Ref`,
      'Good,Line,good@f.example,6175550131,,F-1',
      ',,nobody@f.example,12,,',
      '=1+1,Sheet,not an address,6.17E+9,tomorrow,1.2E+11',
      'Good,Again,GOOD@f.example,,,',
      'Other,Person,other@f.example,,,F-1',
      'No,Key,,6175550133,,',
      'Cut,off',
      'Too,Many,many@f.example,,,,and more',
      "'=2+2,Formula,formula@f.example,,,",
    ],
    [...basic, p['Visit']!, 'external-id'],
  );
  expect(refusedIn(dryRun)).toEqual([
    '3: Mobile: “12” is not a phone number. Example: (202) 555-0142 First: Enter a first or a last name.',
    expect.stringMatching(
      /^4: Mobile: “6.17E\+9” was shortened by a spreadsheet.* Ref: “1.2E\+11” was shortened.* E-mail: “not an address” is not an e-mail address. Visit: “tomorrow” is not a date/,
    ),
    '5: Twice in the file: line 2 has the same e-mail address.',
    '6: Twice in the file: line 2 has the same external ID.',
    '7: It has no e-mail address to find the person by.',
    expect.stringMatching(/^8: It has 2 of 6 cells/),
    expect.stringMatching(/^9: It has more than 6 cells/),
  ]);
  expect(figuresIn(page)).toEqual(['Added 2', 'Updated 0', 'Unchanged 0', 'Refused 7']);
  expect(await one('nobody@f.example')).toBeUndefined();
  expect(await one('formula@f.example')).toMatchObject({ first_name: '=2+2' });
  const { text, headers } = await avery.get(`${url}/refused.csv`);
  expect(headers.get('content-disposition')).toBe('attachment; filename="people - refused.csv"');
  const lines = text.split('\r\n');
  expect(lines[0]).toBe('First,Last,E-mail,Mobile,Visit,Ref,Why it was refused,Line');
  expect(lines[2]).toMatch(/^'=1\+1,Sheet,/);
  expect(lines).toHaveLength(9);
  // What comes back, put right, can be uploaded as it is.
  const again = await imported(
    [lines[0]!, `Cut,Off,cut@f.example,,,,${'because'},8`],
    [...basic, p['Visit']!, 'external-id', '', ''],
  );
  expect(figuresIn(again.page)[0]).toBe('Added 1');
});

test('The file of refused lines has them alone, whether the rest is still to be imported or was', async () => {
  const { url } = await tried([header, 'Rea,Fine,rea@r.example,', 'Bad,,bad,', 'Rob,Fine,rob@r.example,'], basic);
  const file = async () => (await avery.get(`${url}/refused.csv`)).text.split('\r\n').slice(1);
  const bad = ['Bad,,bad,,E-mail: “bad” is not an e-mail address.,3', ''];
  expect(await file()).toEqual(bad);
  await avery.post(`${url}/run`);
  await throughAll(parley);
  expect(await file()).toEqual(bad);
});

test('Who is here is updated or left, and says what changed; numbers stay, empty cells only empty when they are to', async () => {
  await imported([header, 'Uma,Olsen,uma@u.example,6175550141'], basic);
  const uma = (await one('uma@u.example'))!.id;
  const same = await tried([header, 'Uma,,UMA@u.example,+1 (617) 555-0141'], basic);
  expect(figuresIn(same.page)).toEqual(['New contacts 0', 'To update 0', 'Unchanged 1', 'Refused 0']);
  expect(same.page).not.toContain(`${same.url}/run`);
  expect((await avery.post(`${same.url}/run`)).status).toBe(422);

  const file = [`${header},State`, 'Ulla,,uma@u.example,6175550142,OK'];
  const columns = [...basic, `${p['Address']}.state`];
  expect(figuresIn((await tried(file, columns, { treatment: 'leave' })).page)).toEqual([
    'New contacts 0',
    'Left as they are 1',
    'Refused 0',
  ]);
  await imported(file, columns);
  expect(await one('uma@u.example')).toMatchObject({ first_name: 'Ulla', last_name: 'Olsen' });
  expect(await numbersOf(uma)).toEqual(['+16175550141 Mobile', '+16175550142 Mobile']);
  const [change] = await parley.rows<{ fields: string }>(
    'SELECT fields FROM contact_changes WHERE contact_id = ? ORDER BY id DESC LIMIT 1',
    [uma],
  );
  expect(JSON.parse(change!.fields)).toEqual([
    { field: 'First name', from: 'Uma', to: 'Ulla' },
    { field: 'Numbers', from: '(617) 555-0141', to: '(617) 555-0141, (617) 555-0142' },
    { field: 'Address', from: '', to: 'OK' },
  ]);
  await imported([`${header},State`, 'Ulla,,uma@u.example,,'], columns, { clears: '1' });
  expect(await one('uma@u.example')).toMatchObject({ last_name: '' });
  expect(await numbersOf(uma)).toHaveLength(2);
  expect(await parley.rows('SELECT * FROM property_values WHERE contact_id = ?', [uma])).toEqual([]);

  const only = await tried([header, 'New,Person,new@u.example,', 'Ulla,O,uma@u.example,'], basic, {
    treatment: 'only-update',
  });
  expect(figuresIn(only.page)).toEqual(['New contacts 0', 'To update 1', 'Unchanged 0', 'Refused 1']);
});

test('Found by number or external ID; whom several share is told apart by name, else asked', async () => {
  const byPhone = { matchBy: 'phone' };
  await imported([header, 'Tim,Twin,tim@t.example,6175550151', 'Tom,Twin,tom@t.example,6175550151'], basic);
  const { page } = await tried(
    [
      header,
      'Tom,Twin,thomas@t.example,6175550151',
      'Ann,Twin,,6175550151',
      'Maya,Lindqvist,maya@t.example,(617) 555-0111',
    ],
    basic,
    byPhone,
  );
  expect(figuresIn(page)).toEqual(['New contacts 0', 'To update 2', 'Unchanged 0', 'Refused 1']);
  expect(refusedIn(page)).toEqual([
    expect.stringMatching(/^3: Several contacts have this phone number: Tim Twin, Tom Twin\./),
  ]);

  const columns = [...basic, 'external-id'];
  await imported([`${header},Ref`, 'Eva,Berg,eva@t.example,,Ü-7'], columns, { matchBy: 'external-id' });
  const moved = await imported([`${header},Ref`, 'Eva,Berg,eva.berg@t.example,,Ü-7', 'Eve,Burg,,,ü-7'], columns, {
    matchBy: 'external-id',
  });
  expect(figuresIn(moved.page)).toEqual(['Added 1', 'Updated 1', 'Unchanged 0', 'Refused 0']);
  const taken = await tried([`${header},Ref`, 'Tim,Twin,tim@t.example,,Ü-7'], columns);
  expect(refusedIn(taken.page)).toEqual(['2: Another contact has the external ID “Ü-7”.']);
});

test('Another Contact Type stays what it is, unless it is said', async () => {
  const [parent] = await parley.rows<{ id: number }>(
    `SELECT id FROM contact_types WHERE program_id = ? AND id <> ? LIMIT 1`,
    [parley.cast.program.id, form['contactTypeId']],
  );
  await imported([header, 'Pat,Parent,pat@p.example,'], basic, { contactTypeId: String(parent!.id) });
  const file = [header, 'Pat,Parent,pat@p.example,'];
  expect(refusedIn((await tried(file, basic)).page)).toEqual([
    expect.stringMatching(/^2: Pat Parent is here as .*, not as Applicant\.$/),
  ]);
  await imported(file, basic, { changesType: '1' });
  expect(await one('pat@p.example')).toMatchObject({ contact_type_id: Number(form['contactTypeId']) });
});

test('Consent is noted with each number, once, and never lifts an opt-out', async () => {
  const { program } = parley.cast;
  await parley.write('INSERT INTO opt_outs (program_id, number, since) VALUES (?, ?, ?)', [
    program.id,
    '+16175550162',
    new Date(),
  ]);
  const file = [header, 'Ada,Yes,ada@c.example,6175550161', 'Bo,No,bo@c.example,6175550162', 'Bad,,bad,6175550163'];
  const agreed = { agreed: '1', source: 'College fair', agreedOn: '2026-01-15' };
  await imported(file, basic, agreed);
  const ledger = () =>
    parley.rows<{ number: string; reason: string }>(
      `SELECT number, reason FROM consent_changes WHERE source = 'import'`,
    );
  const noted = [{ number: '+16175550161', reason: 'Agreed on Jan 15, 2026: College fair (imported from people.csv)' }];
  expect(await ledger()).toEqual(noted);
  expect(await parley.rows('SELECT 1 FROM opt_outs WHERE number = ?', ['+16175550162'])).toHaveLength(1);
  await imported(file, basic, agreed);
  expect(await ledger()).toEqual(noted);
});

test('What can’t be is said beside its field, and what was chosen stays', async () => {
  const { url } = await upload(avery, `${header}\nMaya,L,m@x.example,`);
  const wrong = {
    ...form,
    matchBy: 'external-id',
    columns: ['first-name', 'first-name', '', 'phone:Home'],
    agreed: '1',
    agreedOn: '2099-01-01',
  };
  const { status, text } = await avery.post(`${url}/mapping`, wrong);
  expect(status).toBe(422);
  for (const words of [
    'Column 1 is “First name” already.',
    'No column is “External ID”.',
    'Say where they agreed.',
    'That day is in the future.',
  ])
    expect(text).toContain(words);
  expect(text).toContain('<option value="phone:Home" selected>');
  expect((await avery.post(`${url}/mapping`, { ...form, columns: ['', '', 'email', ''] })).text).toContain(
    'Choose the column that has the name.',
  );
  expect((await avery.post(`${url}/run`)).status).toBe(422);
});

test.each([
  ['a workbook', Buffer.from('PK\x03\x04[Content_Types].xml'), 'This is an Excel workbook.'],
  ['an empty file', Buffer.from('\n\n'), 'There is nothing in this file.'],
  ['a file cut in a cell', Buffer.from('a,b\n1,"2'), 'never closed'],
  ['too many columns', Buffer.from('a,'.repeat(300)), 'there is room for 250'],
])('%s is refused before anything is kept', async (_, content, sentence) => {
  const before = await parley.rows('SELECT id FROM imports');
  const { status, text } = await upload(avery, content);
  expect([status, text.includes(sentence)]).toEqual([422, true]);
  expect(await parley.rows('SELECT id FROM imports')).toEqual(before);
});

test('200 columns and no names: guessed by what stands in them', async () => {
  const { url } = await upload(avery, `Zed,zed@z.example${',x'.repeat(198)}\nYan,yan@z.example${',y'.repeat(198)}`);
  const { text } = await avery.get(url);
  expect(text.match(/name="columns"/g)).toHaveLength(200);
  expect(text).not.toContain('name="hasHeader" value="1" data-reshapes="import-columns" checked');
  expect(text).toContain('<option value="email" selected>');
  const columns = ['name', 'email', ...Array<string>(198).fill('')];
  await avery.post(`${url}/mapping`, { ...form, hasHeader: '', columns });
  await throughAll(parley);
  expect(figuresIn((await avery.get(url)).text)[0]).toBe('New contacts 2');
});

test('The same form twice makes one import; a form without a file says so', async () => {
  const fields = { token: 'abcdefgh-1234' };
  const first = await upload(avery, `${header}\nA,B,ab@x.example,`, fields);
  expect((await upload(avery, `${header}\nA,B,ab@x.example,`, fields)).url).toBe(first.url);
  expect((await avery.post('/contacts/imports')).text).toContain('Choose a file.');
});

test('Another program’s contacts and files are nowhere, not even to be matched', async () => {
  const olive = await parley.as('olive');
  const { url } = await upload(avery, `${header}\nA,B,ab@x.example,`);
  for (const path of ['', '/mapping', '/refused.csv']) expect((await olive.get(url + path)).status).toBe(404);
  for (const path of ['/mapping', '/run', '/cancellation']) expect((await olive.post(url + path)).status).toBe(404);
  const [type] = await parley.rows<{ id: number }>('SELECT id FROM contact_types WHERE program_id = ? LIMIT 1', [
    parley.cast.other.id,
  ]);
  const theirs = { contactTypeId: String(type!.id) };
  const { page } = await tried([header, 'Uma,Olsen,uma@u.example,6175550141'], basic, theirs, olive);
  expect(figuresIn(page)[0]).toBe('New contacts 1');
  // A type and a field of another program are none.
  expect((await tried([header, 'Uma,Olsen,uma@u.example,'], basic, form, olive)).mapped.status).toBe(422);
  const strange = await tried(
    [header, 'Vi,Olsen,vi@u.example,Fall'],
    ['first-name', 'last-name', 'email', p['Entry term']!],
    theirs,
    olive,
  );
  expect(strange.mapped.status).toBe(422);
  expect(strange.mapped.text).toContain('That field is not there any more.');
});

test('An external ID is one contact’s: the form says whose, and filters find it', async () => {
  const contact = { lastName: 'Ext', contactTypeId: form['contactTypeId']! };
  await avery.post('/contacts', { ...contact, firstName: 'Exa', externalId: 'X-1' });
  const { status, text } = await avery.post('/contacts', { ...contact, firstName: 'Exb', externalId: 'X-1' });
  expect([status, text.includes('Exa Ext has this external ID already.')]).toEqual([422, true]);
  expect((await avery.get('/contacts?f=external-id.is.x-1')).text).toContain('Exa Ext');
  const { location } = await avery.post('/contacts', { ...contact, firstName: 'Exb', externalId: 'x-1' });
  const edited = await avery.post(location!, { ...contact, firstName: 'Exb', externalId: 'X-1' });
  expect(edited.text).toContain('value="X-1"');
  expect(edited.status).toBe(422);
});
