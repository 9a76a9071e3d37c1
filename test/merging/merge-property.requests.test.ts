import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Escalation } from '../../src/conversations/escalation.js';
import { Bundling } from '../../src/notifications/bundling.js';
import type { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';
import { dump, idsOf, Registry } from './merge-cast.js';

let parley: Parley;
let registry: Registry;
let jordan: Client;
let lines: number[];
let properties: { id: number; kind: string }[];
let campaigns: number[];
let job: number;

beforeAll(async () => {
  // The clock stands, after all that they did; and nobody has waited too long by it. Else Parley would mark that meanwhile, tell
  // people and mail it to them: differences that no merge has made.
  parley = await Parley.start({ clock: new SetClock(new Date(Date.UTC(2026, 4, 1))) });
  await parley.write('UPDATE programs SET waiting_limit_minutes = ?', [1_000_000]);
  registry = new Registry(parley);
  jordan = await parley.as('jordan');
  const [first] = await parley.rows<{ id: number }>('SELECT id FROM program_numbers WHERE program_id = ?', [
    parley.cast.program.id,
  ]);
  lines = [first!.id, await registry.line('+12025550122')];
  properties = await parley.rows('SELECT id, kind FROM contact_properties WHERE contact_type_id = ? ORDER BY id', [
    parley.cast.maya.contactTypeId,
  ]);
  campaigns = [];
  for (const name of ['Fall', 'Spring'])
    campaigns.push(
      await registry.insert('campaigns', {
        ...{ program_id: parley.cast.program.id, kind: 'campaign', name, status: 'sent', audience: '{"contacts":[]}' },
        ...{ program_number_id: first!.id, created_at: new Date(0), changed_at: new Date(0) },
        ...{ failure_limit: 5, opt_out_limit: 5, version: 1, prepared_up_to: 0, skips_texted_today: 0 },
      }),
    );
  job = await registry.insert('bulk_jobs', {
    ...{ program_id: parley.cast.program.id, user_id: parley.cast.avery.id, action: 'resolve', status: 'done' },
    ...{ total: 9, back_to: '/conversations', created_at: new Date(Date.UTC(2026, 3, 1)) },
  });
});
afterAll(() => parley?.close());

const numbers = ['+16175550161', '+16175550162', '+16175550163'];

const thread = fc.record({
  number: fc.constantFrom(...numbers),
  line: fc.constantFrom(0, 1),
  status: fc.constantFrom('unopened', 'open', 'resolved'),
  assignee: fc.constantFrom(null, 'dana' as const, 'sam' as const),
  isWaiting: fc.boolean(),
  texts: fc.integer({ min: 0, max: 3 }),
  notes: fc.integer({ min: 0, max: 2 }),
  unread: fc.boolean(),
  draft: fc.option(fc.constantFrom('So far', 'Dear'), { nil: null }),
  isInJob: fc.boolean(),
});
const person = fc.record({
  numbers: fc.uniqueArray(fc.constantFrom(...numbers), { maxLength: 3 }),
  email: fc.constantFrom(null, 'a@x.example', 'b@x.example'),
  threads: fc.uniqueArray(thread, { maxLength: 4, selector: (each) => `${each.number}${each.line}` }),
  values: fc.array(fc.constantFrom('', 'Fall', 'Spring'), { minLength: 8, maxLength: 8 }),
  users: fc.uniqueArray(fc.constantFrom('dana' as const, 'sam' as const), { maxLength: 2 }),
  recipients: fc.array(fc.constantFrom('none', 'waiting', 'queued', 'skipped'), { minLength: 2, maxLength: 2 }),
});
const choice = fc.constantFrom('kept', 'gone', '');
const pair = fc.record({
  kept: person,
  gone: person,
  optedOut: fc.subarray(numbers),
  choices: fc.array(choice, { minLength: 20, maxLength: 20 }),
});

type Person = typeof person extends fc.Arbitrary<infer Value> ? Value : never;

async function enter({ numbers: own, email, threads, values, users, recipients }: Person): Promise<number> {
  const programId = parley.cast.program.id;
  const id = await registry.contact({ email });
  for (const [place, number] of own.entries()) await registry.phone(id, number, place);
  for (const [place, property] of properties.entries()) {
    const value = values[place % values.length];
    const whose = { program_id: programId, contact_id: id, property_id: property.id };
    if (property.kind === 'user-relationship')
      for (const [at, name] of users.entries())
        await registry.insert('contact_users', {
          ...{ ...whose, user_id: parley.cast[name].id, place: at, created_at: new Date(0) },
        });
    else if (value) await registry.insert('property_values', { ...whose, value, folded: value.toLowerCase() });
  }
  await registry.insert('contact_changes', { program_id: programId, contact_id: id, kind: 'added', at: new Date(0) });
  for (const each of threads) await converse(id, each);
  for (const [place, state] of recipients.entries())
    if (state !== 'none') {
      const isIn = state !== 'skipped';
      const row = { program_id: programId, campaign_id: campaigns[place], step: 1, contact_id: id, state };
      const once = { once_contact: isIn ? id : null, once_number: isIn ? `+1${id}` : null, number: own[0] ?? null };
      await registry.insert('campaign_recipients', { ...row, ...once, due_at: new Date(0) });
    }
  return id;
}

async function converse(contactId: number, told: Person['threads'][number]) {
  const { number, line, status, assignee, isWaiting, texts, notes, unread, draft, isInJob } = told;
  const programId = parley.cast.program.id;
  const id = await registry.thread(contactId, number, lines[line]!, {
    ...{ status, is_listed: status === 'unopened' ? 0 : 1, assignee_id: assignee && parley.cast[assignee].id },
    ...{ waiting_since: isWaiting && status === 'open' ? new Date(Date.UTC(2026, 1, 3)) : null },
    ...{ unassigned_since: !assignee && status === 'open' ? new Date(Date.UTC(2026, 1, 2)) : null },
  });
  for (let place = 0; place < texts; place += 1) await registry.text(id, place % 2 ? outbound : {});
  const at = new Date(Date.UTC(2026, 3, 1));
  for (let place = 0; place < notes; place += 1)
    await registry.insert('notes', { program_id: programId, conversation_id: id, body: 'Mind her school', at });
  const event = { program_id: programId, conversation_id: id, kind: 'opened', is_line: 1, at };
  const eventId = await registry.insert('events', event);
  const told_ = { program_id: programId, user_id: parley.cast.dana.id, event_id: eventId, kind: 'text', in_app: 1 };
  await registry.insert('notifications', { ...told_, conversation_id: id, at });
  const dana = { user_id: parley.cast.dana.id, conversation_id: id };
  if (unread) await registry.insert('unreads', { ...dana, program_id: programId });
  if (draft) await registry.insert('drafts', { ...dana, body: draft, at });
  if (isInJob) await registry.insert('bulk_items', { job_id: job, conversation_id: id });
  const consent = { program_id: programId, number, change: 'opt-out', source: 'staff', conversation_id: id, at };
  await registry.insert('consent_changes', consent);
}

const outbound = { direction: 'outbound', source: 'reply', status: 'delivered' };
const things = ['messages', 'notes', 'events', 'notifications', 'consent_changes', 'opt_outs', 'contact_changes'];

test('Whatever two contacts have, a merge loses nothing of it, and its end leaves everything as it was', async () => {
  await fc.assert(
    fc.asyncProperty(pair, async ({ kept, gone, optedOut, choices }) => {
      await clear();
      for (const number of optedOut)
        await registry.insert('opt_outs', { program_id: parley.cast.program.id, number, since: new Date(0) });
      const [keptId, goneId] = [await enter(kept), await enter(gone)];
      await parley.write(`UPDATE campaigns SET status = 'draft', audience = ? WHERE id = ?`, [
        JSON.stringify({ contacts: [goneId] }),
        campaigns[0],
      ]);
      const before = await dump(parley);
      const fields = Object.fromEntries([
        ...['email', 'lastName'].map((name, place) => [name, choices[place]!]),
        ...properties.map(({ id }, place) => [`p${id}`, choices[place + 2]!]),
      ]);

      const merged = await jordan.post(`/contacts/${keptId}/merge/${goneId}`, fields);
      expect([merged.status, merged.location]).toEqual([303, `/contacts/${keptId}`]);
      // As they may do by themselves at any moment.
      for (const recurring of [Escalation, Bundling]) await parley.app.get(recurring).round();
      const between = await dump(parley);
      expect(idsOf(between, ...things)).toEqual(idsOf(before, ...things));
      expect(between['opt_outs']).toEqual(before['opt_outs']);
      expect(between['campaign_recipients']).toHaveLength(before['campaign_recipients']!.length);
      for (const row of [...between['conversations']!, ...between['campaign_recipients']!])
        expect(row['contact_id']).toBe(keptId);
      expect(between['campaigns']![0]!['audience']).toBe(`{"contacts":[${keptId}]}`);
      const numbersNow = between['phone_numbers']!.filter((row) => row['contact_id'] === keptId);
      expect(new Set(numbersNow.map(({ number }) => number))).toEqual(new Set([...kept.numbers, ...gone.numbers]));

      const [merge] = await parley.rows<{ id: number }>('SELECT MAX(id) AS id FROM contact_merges');
      const undone = await jordan.delete(`/contacts/${keptId}/merges/${merge!.id}`);
      expect([undone.status, undone.location]).toEqual([303, `/contacts/${goneId}`]);
      expect(await dump(parley)).toEqual(before);
    }),
    { numRuns: 15 },
  );
}, 180_000);

async function clear() {
  for (const table of ['contacts', 'opt_outs', 'consent_changes']) await parley.write(`DELETE FROM ${table}`);
}
