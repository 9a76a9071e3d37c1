import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { OptOuts } from '../../src/consent/opt-outs.js';
import { Retention } from '../../src/privacy/retention.js';
import { CampaignRounds } from '../../src/marketing/campaign-rounds.js';
import type { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';

const clock = new SetClock(new Date());
let parley: Parley;
let avery: Client;
const day = 86_400_000;
const ago = (months: number) => new Date(clock.now().getTime() - months * 31 * day);

beforeAll(async () => {
  parley = await Parley.start({ clock });
  avery = await parley.as('avery');
  await parley.app.get(CampaignRounds).beforeApplicationShutdown();
});
afterAll(() => parley?.close());
afterEach(() => parley.write('DELETE FROM contact_holds'));

const words = async () =>
  (await avery.get('/settings/privacy')).text
    .replace(/<svg.*?<\/svg>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
const keep = (conversationMonths: string, contactMonths: string) =>
  avery.post('/settings/privacy', { conversationMonths, contactMonths });
const pageOf = async (id: number) => (await avery.get(`/conversations/${id}`)).status;
const isThere = async (id: number) => (await avery.get(`/contacts/${id}`)).status === 200;
let last = 200;

/** Somebody who was last heard of, and changed, so many months ago. */
async function heardOf(months: number): Promise<{ id: number; thread: number; number: string }> {
  const number = `+1617555${String(last++).padStart(4, '0')}`;
  const form = { firstName: 'Old', lastName: `Friend ${last}`, numbers: number };
  const { location } = await avery.post('/contacts', {
    ...form,
    contactTypeId: String(parley.cast.maya.contactTypeId),
  });
  const id = Number(location!.split('/').at(-1));
  await parley.text(number, 'Hello from long ago', { timestamp: clock.now().toISOString() });
  const thread = await parley.conversationWith(number);
  await parley.write('UPDATE contacts SET updated_at = ? WHERE id = ?', [ago(months), id]);
  await parley.write('UPDATE conversations SET last_activity_at = ? WHERE id = ?', [ago(months), thread]);
  return { id, thread, number };
}

/** A campaign, in which it is not yet the turn of somebody. */
async function campaignFor({ id, number }: { id: number; number: string }, status: string) {
  const { id: programId } = parley.cast.program;
  await parley.write(
    `INSERT INTO campaigns (program_id, kind, name, status, program_number_id, audience, created_at, changed_at)
     SELECT ?, 'campaign', 'Later', ?, id, '{"contacts":[]}', ?, ? FROM program_numbers WHERE program_id = ?`,
    [programId, status, clock.now(), clock.now(), programId],
  );
  await parley.write(
    `INSERT INTO campaign_recipients (program_id, campaign_id, step, contact_id, number, state, due_at)
     SELECT ?, MAX(id), 1, ?, ?, 'waiting', ? FROM campaigns`,
    [programId, id, number, clock.now()],
  );
}

/** The night comes. */
async function night() {
  const [row] = await parley.rows<{ id: number }>('SELECT id FROM retention_schedules');
  await parley.write('UPDATE retention_schedules SET next_run_at = ? WHERE id = ?', [clock.now(), row!.id]);
  await parley.app.get(Retention).round();
}

test('everything is kept forever until somebody says otherwise, in months that make sense', async () => {
  expect(await words()).toContain('Everything is kept forever, so nothing runs.');
  const refused = await keep('5', 'soon');
  expect(refused.status).toBe(422);
  expect(refused.text.match(/Enter a number of months from 6 to 240/g)).toHaveLength(2);
  expect(refused.text).toContain('value="soon"');
  await keep('', '240');
  const lacking = await avery.post('/settings/privacy', { conversationMonths: '5' });
  expect(lacking.status).toBe(422);
  expect(lacking.text).toMatch(/id="contactMonths"[^>]*value="240"/);
  expect((await avery.post('/settings/privacy/pause', { reason: '' })).text).toMatch(
    /id="contactMonths"[^>]*value="240"/,
  );
  const twice = await avery.post('/settings/privacy', { conversationMonths: ['12', '24'], contactMonths: '240' });
  expect(twice.status).toBe(422);
  expect((await keep('  ', ' ')).status).toBe(303);
  expect(await words()).toContain('Everything is kept forever');
  const { thread } = await heardOf(100);
  await parley.app.get(Retention).round();
  expect(await pageOf(thread)).toBe(200);
});

test('what would go is said before, and goes in the night: conversations, and not their contacts', async () => {
  const [young, old] = [await heardOf(5), await heardOf(30)];
  await keep('12', '');
  expect(await words()).toMatch(/Next on .* as things are, 2 conversations and 0 contacts would be erased/);
  await parley.app.get(Retention).round();
  expect(await pageOf(old.thread)).toBe(200);

  await night();
  expect(await pageOf(old.thread)).toBe(404);
  expect(await pageOf(young.thread)).toBe(200);
  expect(await isThere(old.id)).toBe(true);
  expect(await words()).toMatch(/Done 2 conversations 0 contacts/);
  expect((await avery.get('/settings/audit')).text).toContain(
    'erased what was older than is kept: 2 conversations and 0 contacts',
  );
});

test('contacts go whole, but for a hold, a text since, or a text to come; and their opt-outs hold', async () => {
  const [old, held, texted] = [await heardOf(40), await heardOf(40), await heardOf(40)];
  const [waiting, canceled] = [await heardOf(40), await heardOf(40)];
  await parley.text(old.number, 'STOP');
  await parley.write('UPDATE conversations SET last_activity_at = ? WHERE id = ?', [ago(40), old.thread]);
  await avery.post(`/contacts/${held.id}/hold`, { reason: 'A complaint' });
  await parley.write('UPDATE conversations SET last_activity_at = ? WHERE id = ?', [ago(3), texted.thread]);
  await campaignFor(waiting, 'scheduled');
  await campaignFor(canceled, 'canceled');
  await keep('', '36');
  await night();
  expect(await Promise.all([old, canceled].map(({ id }) => isThere(id)))).toEqual([false, false]);
  expect(await Promise.all([held, texted, waiting].map(({ id }) => isThere(id)))).toEqual([true, true, true]);
  expect(await parley.app.get(OptOuts).hold(parley.cast.program.id, old.number)).toBe(true);
  expect(await words()).toContain('A complaint');
});

test('a pause stops the night, and resuming gives a day; a longer time that is set meanwhile holds', async () => {
  const { thread } = await heardOf(30);
  await keep('12', '');
  await avery.post('/settings/privacy/pause', { reason: 'The lawyers ask' });
  expect(await words()).toMatch(/Paused since .* by Avery Collins “The lawyers ask”/);
  await night();
  expect(await pageOf(thread)).toBe(200);
  await avery.delete('/settings/privacy/pause');
  await parley.app.get(Retention).round();
  expect(await pageOf(thread)).toBe(200);

  // A process was killed in the middle of a run, and somebody chose to keep things longer.
  await parley.write(
    `INSERT INTO retention_runs (program_id, status, conversations_before, started_at) VALUES (?, 'running', ?, ?)`,
    [parley.cast.program.id, ago(6), clock.now()],
  );
  await keep('60', '');
  await night();
  expect(await pageOf(thread)).toBe(200);
  expect(await parley.rows("SELECT id FROM retention_runs WHERE status = 'running'")).toEqual([]);
});

test('of two processes one erases, and what one has in hand the other leaves', async () => {
  const { thread } = await heardOf(90);
  const beside = await Parley.start({ beside: parley, clock });
  await parley.write('UPDATE retention_schedules SET next_run_at = ?, lease_until = ?', [
    clock.now(),
    new Date(clock.now().getTime() + 60_000),
  ]);
  await beside.app.get(Retention).round();
  expect(await pageOf(thread)).toBe(200);
  clock.pass(61_000);
  const before = await parley.rows('SELECT id FROM retention_runs');
  await beside.app.get(Retention).round();
  await parley.app.get(Retention).round();
  expect(await pageOf(thread)).toBe(404);
  expect(await parley.rows('SELECT id FROM retention_runs')).toHaveLength(before.length + 1);
  await beside.close();
});

test('more than one slice of conversations and contacts goes in one night, and other programs keep theirs', async () => {
  const { program, other, maya } = parley.cast;
  await keep('12', '36');
  await night();
  const [own] = await parley.rows<{ id: number }>('SELECT id FROM program_numbers WHERE program_id = ?', [program.id]);
  const many = Array.from({ length: 230 }, (_, place) => place);
  await parley.database.transaction(async () => {
    for (const place of many) {
      await parley.database.run(
        `INSERT INTO contacts (id, program_id, contact_type_id, first_name, last_name, created_at, updated_at) VALUES (?, ?, ?, 'Old', 'Lot', ?, ?)`,
        [5000 + place, place < 220 ? program.id : other.id, maya.contactTypeId, ago(50), ago(50)],
      );
      await parley.database.run(
        `INSERT INTO conversations (program_id, program_number_id, contact_id, number, reversed, thread_key, last_activity_at, created_at)
         VALUES (?, ?, ?, ?, '', ?, ?, ?)`,
        [place < 220 ? program.id : other.id, own!.id, 5000 + place, `+1212${place}`, `key ${place}`, ago(50), ago(50)],
      );
    }
  });
  await night();
  const left = await parley.rows<{ count: number }>('SELECT COUNT(*) AS count FROM contacts WHERE id >= 5000');
  expect(Number(left[0]!.count)).toBe(10);
  const [run] = await parley.rows(
    'SELECT status, conversations, contacts FROM retention_runs ORDER BY id DESC LIMIT 1',
  );
  expect(run).toMatchObject({ status: 'done', conversations: 220, contacts: 220 });
});
