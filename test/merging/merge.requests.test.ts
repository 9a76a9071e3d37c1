import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { DuplicateSearch } from '../../src/merging/duplicate-search.js';
import { ofContacts, ofConversations } from '../../src/merging/references.js';
import { OldMergeSteps } from '../../src/merging/old-merge-steps.js';
import { ReturningIds } from '../../src/merging/returning-ids.js';
import type { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';
import { referring } from '../support/schema.js';
import { SetClock } from '../support/set-clock.js';
import { Registry } from './merge-cast.js';

let parley: Parley;
let registry: Registry;
let jordan: Client;
let clock: SetClock;
let line: number;
const [hers, shared] = ['+16175550171', '+16175550172'];

beforeAll(async () => {
  clock = new SetClock(new Date());
  parley = await Parley.start({ clock });
  registry = new Registry(parley);
  jordan = await parley.as('jordan');
  line = (await one('SELECT MIN(id) AS id FROM program_numbers WHERE program_id = ?', [parley.cast.program.id])).id;
});
beforeEach(() => parley.write('DELETE FROM contacts'));
afterAll(() => parley?.close());

const one = async (sql: string, values: unknown[] = []) => (await parley.rows<{ id: number }>(sql, values))[0]!;
const latest = async () => (await one('SELECT MAX(id) AS id FROM contact_merges')).id;
const merge = (kept: number, gone: number, fields = {}) => jordan.post(`/contacts/${kept}/merge/${gone}`, fields);

/** Mia twice: both texted from the shared number, each has a conversation there. */
async function twice() {
  const kept = await registry.contact({ first_name: 'Mia', last_name: 'Berg', email: 'mia@x.example' });
  const gone = await registry.contact({ first_name: 'Mia', last_name: 'Berk' });
  await registry.phone(kept, shared);
  await registry.phone(gone, shared);
  await registry.phone(gone, hers, 1);
  const dana = { assignee_id: parley.cast.dana.id };
  const old = await registry.thread(kept, shared, line, { status: 'resolved', ...dana });
  const open = await registry.thread(gone, shared, line, { assignee_id: parley.cast.sam.id });
  const own = await registry.thread(gone, hers, line);
  for (const id of [old, open, own, old]) await registry.text(id);
  return { kept, gone, old, open, own };
}

test('Two threads with one number become one: open, with whom has the open one, in the order of time', async () => {
  const { kept, gone, old, open, own } = await twice();
  const page = await jordan.get(`/contacts/${kept}/merge/${gone}`);
  expect(page.text).toContain('Both have a conversation with (617) 555-0172');
  expect(page.text).toMatch(/<strong>2<\/strong> conversations/);
  await merge(kept, gone);
  const [thread] = await parley.rows('SELECT status, assignee_id, contact_id FROM conversations WHERE id = ?', [old]);
  expect(thread).toEqual({ status: 'open', assignee_id: parley.cast.sam.id, contact_id: kept });
  const { text } = await jordan.get(`/conversations/${old}`);
  expect(text).toContain('Jordan Reyes merged Mia Berk into this contact');
  expect([...text.matchAll(/Text (\d+)/g)].map(([, number]) => Number(number))).toHaveLength(3);
  expect((await jordan.get(`/conversations/${own}`)).status).toBe(200);
  const bookmark = await jordan.get(`/conversations/${open}?before=1-1`);
  expect([bookmark.status, bookmark.location]).toEqual([307, `/conversations/${old}?before=1-1`]);
});

test('What is sent from a page of the thread that is gone arrives in the one that stayed', async () => {
  const { kept, gone, old, open } = await twice();
  await merge(kept, gone);
  const { status, location } = await jordan.post(`/conversations/${open}/messages`, { body: 'Hello Mia' });
  expect([status, location]).toEqual([307, `/conversations/${old}/messages`]);
  // Sam sees the thread, which is his; Dana does not any longer.
  expect((await (await parley.as('sam')).get(`/conversations/${open}`)).status).toBe(307);
  expect((await (await parley.as('dana')).get(`/conversations/${open}`)).status).toBe(404);
});

test('A text that comes for the contact that is gone finds the one that stayed', async () => {
  const { kept, gone, own } = await twice();
  await merge(kept, gone);
  await parley.text(hers, 'Me again');
  expect((await one(`SELECT conversation_id AS id FROM messages WHERE body = 'Me again'`)).id).toBe(own);
  await parley.text(shared, 'Me too');
  expect(await parley.rows('SELECT id FROM conversations WHERE contact_id IS NULL')).toEqual([]);
});

test('An opt-out of either stays, and nothing is sent to its number', async () => {
  const { kept, gone } = await twice();
  await parley.text(shared, 'STOP');
  const ledger = await parley.rows('SELECT * FROM consent_changes WHERE number = ? ORDER BY id', [shared]);
  expect((await jordan.get(`/contacts/${kept}/merge/${gone}`)).text).toContain('(617) 555-0172 stays opted out');
  await merge(kept, gone);
  expect(await parley.rows('SELECT id FROM opt_outs WHERE number = ?', [shared])).toHaveLength(1);
  expect(await parley.rows('SELECT id FROM consent_changes WHERE number = ?', [shared])).toHaveLength(ledger.length);
  await parley.write('DELETE FROM opt_outs');
});

test('The form is read field by field, twice is once, and a form of yesterday is asked about again', async () => {
  const { kept, gone } = await twice();
  const seen = /name="seen" value="([^"]+)"/.exec((await jordan.get(`/contacts/${kept}/merge/${gone}`)).text)![1]!;
  expect((await merge(kept, gone, { seen: '1-1', lastName: 'gone' })).text).toMatch(
    /changed in the meantime[^]*value="gone"[^>]*checked/,
  );
  expect((await merge(kept, gone, { firstName: 'kept', lastName: 'gone', email: 'gone', seen })).status).toBe(303);
  expect((await merge(kept, gone, { lastName: 'kept', seen })).location).toBe(`/contacts/${kept}`);
  const [contact] = await parley.rows('SELECT last_name, email, words FROM contacts WHERE id = ?', [kept]);
  expect(contact).toEqual({ last_name: 'Berk', email: null, words: 'mia berk' });
  const [line] = await parley.rows<{ fields: string }>(`SELECT fields FROM contact_changes WHERE kind = 'merged'`);
  expect(JSON.parse(line!.fields)).toEqual([
    { field: 'Last name', from: 'Berg', to: 'Berk' },
    { field: 'E-mail', from: 'mia@x.example', to: '' },
  ]);
  expect((await merge(kept, kept)).status).toBe(404);
});

test('Links to the contact that is gone lead to the one that stayed, until the merge is undone', async () => {
  const { kept, gone } = await twice();
  await merge(kept, gone);
  for (const rest of ['', '/edit', '/conversations', '?x=1']) {
    const { status, location } = await jordan.get(`/contacts/${gone}${rest}`);
    expect([status, location]).toEqual([307, `/contacts/${kept}${rest}`]);
  }
  expect((await jordan.post(`/contacts/${gone}`, { firstName: 'Mia' })).status).toBe(404);
  expect((await (await parley.as('olive')).get(`/contacts/${gone}`)).status).toBe(404);
  await jordan.delete(`/contacts/${kept}/merges/${await latest()}`);
  expect((await jordan.get(`/contacts/${gone}`)).status).toBe(200);
});

test('What came since the merge stays: edits, and texts in threads that became one', async () => {
  const { kept, gone, old, open, own } = await twice();
  await merge(kept, gone, { lastName: 'gone' });
  const id = await latest();
  clock.pass(60_000);
  await parley.text(shared, 'Since then');
  await parley.text(hers, 'On hers');
  await jordan.post(`/contacts/${kept}`, {
    ...{ firstName: 'Mia', lastName: 'Bergson', contactTypeId: parley.cast.maya.contactTypeId },
    'numbers[]': [shared, hers, '+16175550173'],
  });
  const sure = await jordan.get(`/contacts/${kept}/merges/${id}`);
  expect(sure.text).toContain('The 1 text written in them since then stay');
  await jordan.delete(`/contacts/${kept}/merges/${id}`);
  const threadOf = async (body: string) =>
    (await one('SELECT conversation_id AS id FROM messages WHERE body = ?', [body])).id;
  expect(await threadOf('Since then')).toBe(old);
  expect(await threadOf('On hers')).toBe(own);
  const rows = await parley.rows<{ id: number; contact_id: number; last_message_id: number }>(
    'SELECT id, contact_id, last_message_id FROM conversations ORDER BY id',
  );
  expect(rows.map((row) => [row.id, row.contact_id])).toEqual([
    [old, kept],
    [open, gone],
    [own, gone],
  ]);
  for (const row of rows)
    expect(row.last_message_id).toBe(
      (await one('SELECT MAX(id) AS id FROM messages WHERE conversation_id = ?', [row.id])).id,
    );
  const [name] = await parley.rows('SELECT last_name FROM contacts WHERE id = ?', [kept]);
  expect(name).toEqual({ last_name: 'Bergson' });
  const numbersOf = async (contactId: number) =>
    (await parley.rows<{ number: string }>('SELECT number FROM phone_numbers WHERE contact_id = ?', [contactId]))
      .map(({ number }) => number)
      .sort();
  expect(await numbersOf(kept)).toEqual([shared, '+16175550173']);
  expect(await numbersOf(gone)).toEqual([hers, shared]);
});

test('Of several merges the latest is undone first, and each leads back', async () => {
  const [ann, bea, cal] = [await registry.contact(), await registry.contact(), await registry.contact()];
  await merge(ann, bea);
  const first = await latest();
  await merge(cal, ann);
  const second = await latest();
  // Bea went with Ann.
  expect((await jordan.get(`/contacts/${bea}`)).location).toBe(`/contacts/${cal}`);
  const early = await jordan.delete(`/contacts/${cal}/merges/${first}`);
  expect(early.status).toBe(422);
  expect(early.text).toContain('Undo that merge first');
  expect((await jordan.delete(`/contacts/${cal}/merges/${second}`)).location).toBe(`/contacts/${ann}`);
  // The same form again is no fault.
  expect((await jordan.delete(`/contacts/${cal}/merges/${second}`)).location).toBe(`/contacts/${ann}`);
  expect((await jordan.delete(`/contacts/${ann}/merges/${first}`)).location).toBe(`/contacts/${bea}`);
  expect(await parley.rows('SELECT id FROM contacts ORDER BY id')).toEqual([{ id: ann }, { id: bea }, { id: cal }]);
});

test.each([
  { chosen: 'kept', again: 'S-2', ids: ['S-1', 'S-2'] },
  { chosen: 'gone', again: 'S-1', ids: ['S-1', 'S-2'] },
])('An external ID that somebody else has by now is named before a merge is undone ($chosen)', async (told) => {
  const ann = await registry.contact({ external_id: 'S-1' });
  const bea = await registry.contact({ external_id: 'S-2' });
  await merge(ann, bea, { externalId: told.chosen });
  const url = `/contacts/${ann}/merges/${await latest()}`;
  expect((await jordan.get(url)).text).toContain('is a contact again');
  const dana = await registry.contact({ first_name: 'Dana', last_name: 'Cole', external_id: told.again });
  const sentence = `Dana Cole has the external ID ${told.again} now. Take it away there first.`;
  expect((await jordan.get(url)).text).toContain(sentence);
  const refused = await jordan.delete(url);
  expect([refused.status, refused.text.includes(sentence)]).toEqual([422, true]);
  // Given away after it was looked at: nothing is undone by halves.
  const looked = jest.spyOn(parley.app.get(ReturningIds), 'obstacle').mockResolvedValueOnce(null);
  expect((await jordan.delete(url)).text).toContain(sentence);
  looked.mockRestore();
  expect(await parley.rows('SELECT id FROM contacts WHERE id = ?', [bea])).toEqual([]);
  await parley.write('UPDATE contacts SET external_id = NULL WHERE id = ?', [dana]);
  expect((await jordan.delete(url)).location).toBe(`/contacts/${bea}`);
  const rows = await parley.rows<{ external_id: string }>(
    'SELECT external_id FROM contacts WHERE id <> ? ORDER BY id',
    [dana],
  );
  expect(rows.map((row) => row.external_id)).toEqual(told.ids);
});

test('The one that stayed may have been given the external ID of the one that is gone', async () => {
  const ann = await registry.contact({ first_name: 'Ann', last_name: 'Lee', external_id: 'S-1' });
  const bea = await registry.contact({ external_id: 'S-2' });
  await merge(ann, bea, { firstName: 'kept', lastName: 'kept', externalId: 'kept' });
  await parley.write(`UPDATE contacts SET external_id = 'S-2' WHERE id = ?`, [ann]);
  const refused = await jordan.delete(`/contacts/${ann}/merges/${await latest()}`);
  expect([refused.status, refused.text.includes('Ann Lee has the external ID S-2 now')]).toEqual([422, true]);
});

test('After thirty days a merge stands for good, and its steps are forgotten', async () => {
  const [ann, bea] = [await registry.contact(), await registry.contact()];
  await merge(ann, bea);
  const id = await latest();
  expect((await jordan.get(`/contacts/${ann}`)).text).toContain('Merged with');
  clock.pass(30 * 86_400_000);
  await parley.app.get(OldMergeSteps).round();
  expect(await parley.rows('SELECT id FROM merge_steps WHERE merge_id = ?', [id])).toEqual([]);
  expect((await jordan.get(`/contacts/${ann}`)).text).not.toContain('Merged with');
  expect((await jordan.delete(`/contacts/${ann}/merges/${id}`)).status).toBe(422);
  expect((await jordan.get(`/contacts/${bea}`)).location).toBe(`/contacts/${ann}`);
});

test('One person gets one text, however often they were listed', async () => {
  const { kept, gone } = await twice();
  const at = new Date(0);
  const campaign = await registry.insert('campaigns', {
    ...{ program_id: parley.cast.program.id, kind: 'campaign', name: 'Fall', status: 'sent', audience: '{}' },
    ...{ program_number_id: line, created_at: at, changed_at: at, failure_limit: 5, opt_out_limit: 5 },
    ...{ version: 1, prepared_up_to: 0, skips_texted_today: 0 },
  });
  for (const [contact, number, state] of [
    [kept, shared, 'waiting'],
    [gone, hers, 'queued'],
  ] as const)
    await registry.insert('campaign_recipients', {
      ...{ program_id: parley.cast.program.id, campaign_id: campaign, step: 1, contact_id: contact, state },
      ...{ number, once_contact: contact, once_number: number, due_at: at },
    });
  await merge(kept, gone);
  const rows = await parley.rows('SELECT contact_id, state, reason, once_contact FROM campaign_recipients ORDER BY id');
  expect(rows).toEqual([
    { contact_id: kept, state: 'skipped', reason: 'twice', once_contact: null },
    { contact_id: kept, state: 'queued', reason: null, once_contact: kept },
  ]);
  await parley.write('DELETE FROM campaigns');
});

test('Duplicates are found in the background, compared, dismissed and suggested again', async () => {
  const { kept, gone } = await twice();
  const sister = await registry.contact({ first_name: 'Nina', last_name: 'Berg' });
  await registry.phone(sister, hers);
  const far = await registry.contact({ first_name: 'Bill', last_name: 'Vandermeer' });
  const near = await registry.contact({ first_name: 'William', last_name: 'Vandermeer' });
  const search = parley.app.get(DuplicateSearch);
  await search.look([kept, gone, sister, far, near], parley.cast.program.id);
  const pairs = () =>
    parley.rows<{ id: number; one_id: number; other_id: number }>(
      `SELECT id, one_id, other_id FROM duplicate_pairs WHERE status = 'suggested' ORDER BY score DESC, id`,
    );
  expect((await pairs()).map((pair) => [pair.one_id, pair.other_id])).toEqual([
    [kept, gone],
    [far, near],
    [gone, sister],
  ]);
  const { text } = await jordan.get('/contacts/duplicates');
  expect(text).toContain('Same phone number');
  expect((await jordan.get(`/contacts/${near}`)).text).toContain('Looks like a duplicate');
  const [, suggested] = await pairs();
  await jordan.post(`/contacts/duplicates/${suggested!.id}/dismissal`);
  await search.look([far, near], parley.cast.program.id);
  expect(await pairs()).toHaveLength(2);
  expect((await jordan.get(`/contacts/${near}`)).text).not.toContain('Looks like a duplicate');
  expect((await jordan.get('/contacts/duplicates?dismissed=1')).text).toContain('Bill Vandermeer');
  await jordan.delete(`/contacts/duplicates/${suggested!.id}/dismissal`);
  expect(await pairs()).toHaveLength(3);
  await parley.write(`UPDATE contacts SET last_name = 'Other' WHERE id = ?`, [far]);
  await search.look([far], parley.cast.program.id);
  expect(await pairs()).toHaveLength(2);
});

test('Everything in the database that refers to a contact or a conversation is known to the merge', async () => {
  const known = (references: typeof ofContacts) => references.map(({ table, column }) => `${table}.${column}`);
  const to = async (...tables: string[]) =>
    (await referring(parley, ...tables)).map(({ table, column }) => `${table}.${column}`);
  expect(known(ofContacts)).toEqual(expect.arrayContaining(await to('contacts')));
  expect(known(ofConversations)).toEqual(expect.arrayContaining(await to('conversations')));
  expect((await to('contacts')).length).toBeGreaterThan(8);
});
