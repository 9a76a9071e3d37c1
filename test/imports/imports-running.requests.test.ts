import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { GoingThrough } from '../../src/imports/going-through.js';
import { ImportRounds } from '../../src/imports/import-rounds.js';
import { KnownContacts } from '../../src/imports/known-contacts.js';
import { Writing } from '../../src/imports/writing.js';
import { eventually } from '../support/browser.js';
import type { Client } from '../support/client.js';
import { isOnMysql } from '../support/database.js';
import { Parley } from '../support/parley.js';
import { figuresIn, refusedIn, throughAll, upload } from '../support/uploads.js';

let parley: Parley;
let avery: Client;
let form: Record<string, string>;
const columns = ['first-name', 'email', 'phone:Mobile'];

// Nothing goes on by itself here, so that it can be looked at between two steps.
beforeAll(async () => {
  parley = await Parley.start();
  await parley.app.get(ImportRounds).beforeApplicationShutdown();
  avery = await parley.as('avery');
  form = {
    contactTypeId: String(parley.cast.maya.contactTypeId),
    hasHeader: '1',
    matchBy: 'email',
    treatment: 'update',
  };
});
afterAll(() => parley?.close());

const people = (word: string, count: number) => [
  'First,E-mail,Mobile',
  ...Array.from(
    { length: count },
    (_, place) => `${word}${place},${word}${place}@r.example,617555${String(place).padStart(4, '0')}`,
  ),
];

/** A file of so many people, tried and said yes to. */
async function begun(word: string, count: number) {
  const { url, id } = await tried(word, count);
  await avery.post(`${url}/run`);
  return { url, id };
}
async function tried(word: string, count: number) {
  const { url } = await upload(avery, people(word, count).join('\n'));
  await avery.post(`${url}/mapping`, { ...form, columns });
  await throughAll(parley);
  return { url, id: Number(url.split('/').at(-1)) };
}
const here = async (word: string) => {
  const rows = (table: string, where: string) =>
    parley.rows<{ count: number | string }>(`SELECT COUNT(*) AS count FROM ${table} WHERE ${where}`);
  const its = `contact_id IN (SELECT id FROM contacts WHERE first_name LIKE '${word}%')`;
  const counts = await Promise.all([
    rows('contacts', `first_name LIKE '${word}%'`),
    rows('phone_numbers', its),
    rows('contact_changes', its),
  ]);
  return counts.map(([row]) => Number(row!.count));
};
const waitsForARow = async () => {
  const [waits] = await parley.rows<{ Value: string }>(`SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_current_waits'`);
  return Number(waits!.Value) > 0;
};
const step = (id: number, size = 100) => parley.app.get(GoingThrough).step(id, size);

test('A canceled import keeps what is done, and gives back the rest', async () => {
  const { url, id } = await begun('Can', 250);
  await step(id);
  const { text } = await avery.get(url);
  expect(text).toContain('100 of 250 lines, 40%');
  expect(text).toContain(`data-again="${url}"`);
  await avery.post(`${url}/cancellation`);
  expect(await step(id)).toBe(false);
  expect(await here('Can')).toEqual([100, 100, 100]);
  const page = (await avery.get(url)).text;
  expect(page).toContain('Canceled');
  expect(figuresIn(page)[0]).toBe('Added 100');
  const rest = (await avery.get(`${url}/refused.csv`)).text.split('\r\n');
  expect(rest).toHaveLength(152);
  expect(rest[1]).toBe('Can100,Can100@r.example,6175550100,The import was stopped before this line.,102');
  expect((await avery.post(`${url}/cancellation`)).status).toBe(303);
  expect((await avery.post(`${url}/run`)).status).toBe(422);
});

test('A slice that breaks off leaves nothing of it, and is done again', async () => {
  const { url, id } = await begun('Cut', 150);
  await step(id);
  const writing = parley.app.get(Writing);
  const write = writing.write.bind(writing);
  const broken = jest.spyOn(writing, 'write').mockImplementation(async (...all) => {
    await write(...all);
    throw new Error('The power went out');
  });
  await expect(step(id)).rejects.toThrow('The power went out');
  expect(await here('Cut')).toEqual([100, 100, 100]);
  broken.mockRestore();
  await throughAll(parley);
  expect(await here('Cut')).toEqual([150, 150, 150]);
  expect(figuresIn((await avery.get(url)).text)).toEqual(['Added 150', 'Updated 0', 'Unchanged 0', 'Refused 0']);
});

test('A line that can’t be saved holds up no other', async () => {
  const { url } = await begun('Odd', 12);
  const writing = parley.app.get(Writing);
  const write = writing.write.bind(writing);
  const picky = jest.spyOn(writing, 'write').mockImplementation(async (lines, ...rest) => {
    if (lines.some(({ line }) => line.cells[0] === 'Odd7')) throw new Error('Not this one');
    return write(lines, ...rest);
  });
  await throughAll(parley);
  picky.mockRestore();
  const page = (await avery.get(url)).text;
  expect(figuresIn(page)).toEqual(['Added 11', 'Updated 0', 'Unchanged 0', 'Refused 1']);
  expect(refusedIn(page)).toEqual([expect.stringMatching(/^9: Parley could not save this line/)]);
});

test('Two processes do it once, and one goes on where the other died', async () => {
  const { url, id } = await begun('Two', 400);
  await step(id);
  const second = await Parley.start({ beside: parley });
  await Promise.all([throughAll(parley), throughAll(second)]);
  await second.close();
  expect(await here('Two')).toEqual([400, 400, 400]);
  expect(figuresIn((await avery.get(url)).text)[0]).toBe('Added 400');
});

(isOnMysql ? test : test.skip)(
  'Two files with the same people, imported by two processes: each is added once',
  async () => {
    const [first, next] = [await tried('Same', 3), await tried('Same', 3)];
    const second = await Parley.start({ beside: parley });
    await second.app.get(ImportRounds).beforeApplicationShutdown();
    for (const { url } of [first, next]) await avery.post(`${url}/run`);
    const [writing, known] = [parley.app.get(Writing), second.app.get(KnownContacts)];
    let hasLooked = false;
    jest.spyOn(known, 'of').mockImplementation(async (...said) => {
      const found = await KnownContacts.prototype.of.apply(known, said);
      hasLooked = true;
      return found;
    });
    // The first one has written its people, and not yet said so, when the second one looks for them or waits.
    let other: Promise<boolean> | undefined;
    const write = jest.spyOn(writing, 'write').mockImplementation(async (...said) => {
      await Writing.prototype.write.apply(writing, said);
      other ??= second.app.get(GoingThrough).step(next.id, 100);
      await eventually(async () => hasLooked || (await waitsForARow()));
    });
    await step(first.id);
    write.mockRestore();
    await other;
    await throughAll(parley);
    await second.close();
    expect(await here('Same')).toEqual([3, 3, 3]);
    expect(figuresIn((await avery.get(next.url)).text)).toEqual(['Added 0', 'Updated 0', 'Unchanged 3', 'Refused 0']);
  },
);

test('Who has come meanwhile is neither added again nor written over', async () => {
  const { url } = await begun('Mid', 3);
  await avery.post('/contacts', { firstName: 'Ida', email: 'mid1@r.example', contactTypeId: form['contactTypeId']! });
  await throughAll(parley);
  const { text } = await avery.get(url);
  expect(figuresIn(text)).toEqual(['Added 2', 'Updated 0', 'Unchanged 0', 'Refused 1']);
  expect(refusedIn(text)).toEqual([
    '3: Nobody had this e-mail address when the file was checked; now Ida has it. If they are the same person, upload this line again.',
  ]);
});

test('A number that an earlier line gives somebody makes nobody new, however far down the file', async () => {
  const others = Array.from({ length: 100 }, (_, place) => `Num${place},617556${String(place).padStart(4, '0')},`);
  const lines = [
    'Ana,6175570101,6175570100',
    'Bea,,6175570100',
    ...others,
    'Ben,,6175570100',
    'Cid,6175570102,6175570100',
  ];
  const { url } = await upload(avery, ['First,Mobile,Home', ...lines].join('\n'));
  const byPhone = { ...form, matchBy: 'phone', columns: ['first-name', 'phone:Mobile', 'phone:Home'] };
  // The columns can be chosen again: what was tried before counts no more.
  for (let times = 0; times < 2; times += 1) {
    await avery.post(`${url}/mapping`, byPhone);
    await throughAll(parley);
    const { text } = await avery.get(url);
    expect(figuresIn(text)[0]).toBe('New contacts 102');
    expect(refusedIn(text)).toEqual([
      '3: Twice in the file: line 2 has the same phone number.',
      '104: Twice in the file: line 2 has the same phone number.',
    ]);
  }
  await avery.post(`${url}/run`);
  await throughAll(parley);
  expect(figuresIn((await avery.get(url)).text)).toEqual(['Added 102', 'Updated 0', 'Unchanged 0', 'Refused 2']);
  expect([await here('Ana'), await here('Ben'), await here('Cid')]).toEqual([
    [1, 2, 1],
    [0, 0, 0],
    [1, 2, 1],
  ]);
  expect(await parley.rows('SELECT id FROM import_line_numbers')).toEqual([]);
});

test('A field that is archived meanwhile stops it, and says so', async () => {
  const type = `/settings/contact-types/${form['contactTypeId']}`;
  await avery.post(`${type}/properties`, { kind: 'text', name: 'Shoe size' });
  const [property] = await parley.rows<{ id: number }>(`SELECT id FROM contact_properties WHERE name = 'Shoe size'`);
  const { url } = await upload(avery, 'First,E-mail,Shoe size\nSho,sho@r.example,9');
  await avery.post(`${url}/mapping`, { ...form, columns: ['first-name', 'email', `p${property!.id}`] });
  await throughAll(parley);
  await avery.post(`${url}/run`);
  await avery.post(`${type}/properties/${property!.id}/archival`);
  await throughAll(parley);
  const { text } = await avery.get(url);
  expect(text).toContain('A field that a column was meant for was archived or deleted in the meantime.');
  expect(await here('Sho')).toEqual([0, 0, 0]);
});

test('Of an upload that breaks off nothing is left', async () => {
  // Other processes of the machine have uploads of their own.
  const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`parley-upload-${process.pid}-`));
  const [imports, before] = [await parley.rows('SELECT id FROM imports'), folders()];
  const headers = {
    Cookie: avery.cookies,
    'Sec-Fetch-Site': 'same-origin',
    'Content-Type': 'multipart/form-data; boundary=x',
    'Content-Length': '1000000',
  };
  const sending = request(`${parley.url}/contacts/imports`, { method: 'POST', headers });
  sending.on('error', () => undefined);
  sending.write(
    `--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${people('Off', 500).join('\n')}`,
  );
  await eventually(async () => folders().length > before.length);
  sending.destroy();
  await eventually(async () => folders().length === before.length);
  expect(await parley.rows('SELECT id FROM imports')).toEqual(imports);
});
