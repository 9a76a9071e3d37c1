import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { Bulk } from '../../src/conversations/bulk.js';
import { Conversations } from '../../src/conversations/conversations.js';
import { Members } from '../../src/people/members.js';
import type { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
let jordan: Client;
let mayas: number;
let leos: number;

beforeAll(async () => {
  parley = await Parley.start();
  jordan = await parley.as('jordan');
  await parley.text('+16175550111', 'Hello from Maya');
  await parley.text('+16175550112', 'Hello from Leo');
  mayas = await parley.conversationWith('+16175550111');
  leos = await parley.conversationWith('+16175550112');
});
afterAll(() => parley?.close());

beforeEach(async () => {
  await give(mayas, parley.cast.dana.id);
  await give(leos, parley.cast.sam.id);
});

const give = (id: number, assignee: number) =>
  parley.write("UPDATE conversations SET status = 'open', assignee_id = ? WHERE id = ?", [assignee, id]);
const both = () =>
  parley.rows<{ status: string; assignee_id: number }>('SELECT status, assignee_id FROM conversations ORDER BY id');
const lastJob = async () =>
  (
    await parley.rows<{ status: string; done: number; skipped: number }>(
      'SELECT status, done, skipped FROM bulk_jobs ORDER BY id DESC LIMIT 1',
    )
  )[0];

test('what is selected is resolved, and all that match is given to one person', async () => {
  await jordan.post('/conversations/bulk', { action: 'resolve', ids: [String(mayas)] });
  expect(await both()).toMatchObject([{ status: 'resolved' }, { status: 'open' }]);
  const { location } = await jordan.post('/conversations/bulk', {
    action: 'assign',
    assignee: parley.cast.dana.id,
    matching: '1',
    query: 'status=any',
  });
  expect((await both()).map(({ assignee_id }) => assignee_id)).toEqual([parley.cast.dana.id, parley.cast.dana.id]);
  expect((await jordan.get(location!)).status).toBe(200);
});

test('back to unassigned is not said to be assigned', async () => {
  const { location } = await jordan.post('/conversations/bulk', { action: 'assign', assignee: '', ids: String(mayas) });
  expect((await jordan.get(location!)).text).toContain('1 of 1 conversation put back to unassigned.');
});

test('auto-assignment looks at the oldest first, whichever came first into the database', async () => {
  const bulk = parley.app.get(Bulk);
  const by = (await parley.app.get(Members).find(parley.cast.jordan.id))!;
  for (const [id, hour] of [
    [mayas, 2],
    [leos, 1],
  ])
    await parley.write('UPDATE conversations SET assignee_id = NULL, unassigned_since = ? WHERE id = ?', [
      new Date(Date.UTC(2026, 10, 20, hour)),
      id,
    ]);
  const items = await parley.database.transaction(async () => {
    const { id } = await bulk.begin(by, 'route', null, { sql: '1 = 1', values: [] }, '/');
    return parley.rows<{ conversation_id: number }>(
      'SELECT conversation_id FROM bulk_items WHERE job_id = ? ORDER BY id',
      [id],
    );
  });
  expect(items.map((item) => item.conversation_id)).toEqual([leos, mayas]);
  const { id } = (await parley.rows<{ id: number }>('SELECT MAX(id) AS id FROM bulk_jobs'))[0]!;
  await bulk.finished(id);
});

test('a form that does not say what to do changes nothing', async () => {
  for (const action of ['', 'delete'])
    expect((await jordan.post('/conversations/bulk', { action, ids: String(mayas) })).status).toBe(422);
  expect((await both()).map(({ assignee_id }) => assignee_id)).toEqual([parley.cast.dana.id, parley.cast.sam.id]);
});

test('what is wrong with one conversation keeps nobody else’s waiting', async () => {
  const conversations = parley.app.get(Conversations);
  const change = conversations.change.bind(conversations);
  const broken = jest.spyOn(conversations, 'change').mockImplementation(async (id, ...rest) => {
    if (id === mayas) throw new TypeError('Something of Maya’s is not as it should be');
    return change(id, ...rest);
  });
  const ids = [String(mayas), String(leos)];
  const { location } = await jordan.post('/conversations/bulk', { action: 'resolve', ids });
  broken.mockRestore();
  expect(await both()).toMatchObject([{ status: 'open' }, { status: 'resolved' }]);
  expect(await lastJob()).toMatchObject({ status: 'done', done: 1, skipped: 1 });
  expect((await jordan.get(location!)).text).toContain('or it could not be saved.');
});

test('what somebody sees but may not handle is skipped and counted, and the job comes to its end', async () => {
  await parley.write('UPDATE roles SET permissions = ? WHERE program_id = ? AND name = ?', [
    'view-all-conversations,manage-assigned-conversations',
    parley.cast.program.id,
    'Counselor',
  ]);
  const dana = await parley.as('dana');
  await dana.post('/conversations/bulk', { action: 'resolve', ids: [String(leos), String(mayas)] });
  expect(await lastJob()).toMatchObject({ status: 'done', done: 1, skipped: 1 });
  expect(await both()).toMatchObject([{ status: 'resolved' }, { status: 'open' }]);
});
