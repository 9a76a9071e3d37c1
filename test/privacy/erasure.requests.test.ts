import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { OptOuts } from '../../src/consent/opt-outs.js';
import { CampaignRounds } from '../../src/marketing/campaign-rounds.js';
import { Sweep } from '../../src/privacy/sweep.js';
import { Clock } from '../../src/programs/clock.js';
import { Outbox } from '../../src/sending/outbox.js';
import type { Client } from '../support/client.js';
import { noonZone } from '../support/crowd.js';
import { referring } from '../support/schema.js';
import { throughAll, upload } from '../support/uploads.js';
import { isOnMysql } from '../support/database.js';
import { Parley, type Remembering } from '../support/parley.js';

/** The time, and somewhat later. */
class Later extends Clock {
  hours = 0;
  override now() {
    return new Date(Date.now() + this.hours * 3_600_000);
  }
}

const clock = new Later();
let parley: Parley;
let avery: Client;
const mayas = '+16175550111';
const leos = '+16175550112';

beforeAll(async () => {
  parley = await Parley.start({ clock });
  avery = await parley.as('avery');
  await parley.write('UPDATE contacts SET time_zone = ?', [noonZone()]);
  await parley.app.get(CampaignRounds).beforeApplicationShutdown();
  await parley.app.get(Outbox).stop();
});
afterAll(() => parley?.close());

const programId = () => parley.cast.program.id;
const holds = (number: string) => parley.app.get(OptOuts).hold(programId(), number);
const erase = (id: number, who = avery) => who.post(`/contacts/${id}/erasure`, { confirmation: 'erase' });
const feed = async () => {
  while (await parley.app.get(CampaignRounds).round());
};
async function swept() {
  clock.hours += 27;
  while (await parley.app.get(Sweep).round());
  clock.hours = 0;
}
async function add(firstName: string, numbers: string[], own: Record<string, string> = {}): Promise<number> {
  const form = { firstName, lastName: 'Tester', contactTypeId: String(parley.cast.maya.contactTypeId), numbers };
  const { location } = await avery.post('/contacts', { ...form, ...own });
  const id = Number(location!.split('/').at(-1));
  await parley.write('UPDATE contacts SET time_zone = ? WHERE id = ?', [noonZone(), id]);
  return id;
}

/** A picture that came with the newest text of a number. */
async function picture(number: string, name: string, bytes: string) {
  const [text] = await parley.rows<{ id: number }>(
    'SELECT MAX(message.id) AS id FROM messages message JOIN conversations thread ON thread.id = message.conversation_id WHERE thread.number = ?',
    [number],
  );
  await parley.write(
    `INSERT INTO attachments (program_id, message_id, position, kind, name, state, content_type, created_at) VALUES (?, ?, 0, 'image', ?, 'stored', 'image/png', ?)`,
    [programId(), text!.id, name, new Date()],
  );
  const [added] = await parley.rows<{ id: number }>('SELECT MAX(id) AS id FROM attachments');
  const content = [added!.id, Buffer.from(bytes)];
  await parley.write('INSERT INTO attachment_contents (attachment_id, bytes) VALUES (?, ?)', content);
  return added!.id;
}

/** Everything that stands in the database, cell by cell, the indexes of the search included. */
async function everywhere(): Promise<string[]> {
  const tables = await parley.rows<{ name: string }>(
    isOnMysql
      ? 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()'
      : "SELECT name FROM sqlite_master WHERE type = 'table'",
  );
  const cells: string[] = [];
  for (const { name } of tables)
    for (const row of await parley.rows<Record<string, unknown>>(`SELECT * FROM ${name}`))
      for (const [column, value] of Object.entries(row))
        cells.push(`${name}.${column}: ${Buffer.isBuffer(value) ? value.toString('latin1') : String(value)}`);
  return cells;
}

/** Somebody was merged into a contact, and is; another was, and is not any more; and files tell of the contact. */
async function uploadedAndMerged(id: number) {
  const twin = await add('Mayotte', ['+16175550181'], { email: 'maya@mayotte.example', externalId: 'SL-77012' });
  await parley.text('+16175550181', 'An axolotl');
  await avery.post(`/contacts/${id}/merge/${twin}`, {
    ...{ firstName: 'kept', lastName: 'kept', email: 'kept', externalId: 'gone' },
  });
  expect((await avery.get(`/contacts/${id}`)).text).toContain('SL-77012');
  const elder = await add('Eldest', ['+16175550182']);
  await avery.post(`/contacts/${elder}/merge/${id}`, { firstName: 'kept', lastName: 'gone', email: 'gone' });
  const [merge] = await parley.rows<{ id: number }>('SELECT MAX(id) AS id FROM contact_merges');
  await avery.delete(`/contacts/${elder}/merges/${merge!.id}`);
  expect((await avery.get(`/contacts/${elder}/history`)).text).toContain('Lindqvist');
  await parley.write(
    `INSERT INTO unwanted_numbers (program_id, number, kind, reason, at) VALUES (?, ?, 'spam', 'spamming', ?)`,
    [programId(), mayas, new Date()],
  );
  const { url } = await upload(
    avery,
    'Name,Mail,Cell,Ref\nM,,617.555.0111,\nN,MAYA@LIND.example,,\nO,,,SL-77012\nStays,stays@there.example,617.555.0188,',
  );
  await tryOut(url, ['first-name', 'email', 'phone:Mobile', 'external-id']);
}

/** Says what the columns of a file are, and has its lines tried. */
async function tryOut(url: string, columns: string[], more: Record<string, string> = {}) {
  const mapping = { contactTypeId: String(parley.cast.maya.contactTypeId), hasHeader: '1', matchBy: 'phone' };
  await avery.post(`${url}/mapping`, { ...mapping, treatment: 'update', ...more, columns });
  await throughAll(parley);
}

test('when Maya is erased, nothing in any table tells of her any more', async () => {
  const { maya, dana } = parley.cast;
  const id = maya.id;
  const [recruiter] = await parley.rows<{ id: number }>(
    "SELECT id FROM contact_properties WHERE kind = 'user-relationship' AND contact_type_id = ?",
    [maya.contactTypeId],
  );
  const form = {
    firstName: 'Maya',
    lastName: 'Lindqvist',
    email: 'maya@lind.example',
    numbers: [mayas, '+16175550119'],
  };
  const own = { contactTypeId: String(maya.contactTypeId), [`p${recruiter!.id}`]: String(dana.id) };
  await avery.post(`/contacts/${id}`, { ...form, ...own });
  await avery.post(`/contacts/${id}/hold`, { reason: 'Ms. Lindqvist complains' });
  await avery.delete(`/contacts/${id}/hold`);
  await parley.text(mayas, 'I saw a zebrafish');
  const thread = await parley.conversationWith(mayas);
  await avery.post(`/conversations/${thread}/messages`, { body: 'A fine porcupine' });
  await avery.post(`/conversations/${thread}/notes`, { body: 'She said walrus' });
  await avery.post(`/conversations/${thread}/draft`, { body: 'Or a pangolin' });
  await avery.post('/quick-messages', { contacts: String(id), body: 'Dear Maya, a narwhal' });
  await feed();
  await parley.flush();
  await parley.text(mayas, 'stop');
  // Turned away at the door, and on the telephone of the simulator.
  const unsigned = JSON.stringify({ from: mayas.slice(1), to: '12025550100', text: 'aardvark' });
  await fetch(`${parley.url}/webhooks/vonage/inbound`, { method: 'POST', body: unsigned });
  await parley.write(
    `INSERT INTO phone_texts (phone, program_number, direction, body, provider_id, state, at) VALUES (?, '+12025550100', 'from-phone', 'zebrafish', ?, 'done', ?)`,
    [mayas, randomUUID(), new Date()],
  );
  await parley.write(
    `INSERT INTO mails (program_id, kind, to_address, to_name, subject, body, status, due_at, created_at) VALUES (?, 'notifications', 'a@n.example', 'A', 'News', ?, 'kept', ?, ?)`,
    [
      programId(),
      `Hello\n\nLindqvist: zebrafish\nhttp://x/conversations/${thread}\n\nOther\nhttp://x/conversations/${thread}9`,
      new Date(),
      new Date(),
    ],
  );
  await picture(mayas, 'octopus.png', 'a quokka');
  await uploadedAndMerged(id);
  await avery.get(`/contacts/${id}/export.json`);
  const secrets = [
    ...['Lindqvist', 'lind.example', mayas.slice(1), '617) 555-0119', 'zebrafish', 'porcupine', 'walrus', 'pangolin'],
    ...['narwhal', 'aardvark', 'complains', 'SL-77012', '617.555.0111', 'axolotl', 'LIND.example'],
    ...['Mayotte', 'mayotte.example', 'spamming', 'octopus', 'quokka'],
  ];
  const before = (await everywhere()).join('\n');
  expect(secrets.filter((secret) => !before.includes(secret))).toEqual([]);

  const seen = await avery.get(`/contacts/${id}/erasure`);
  expect(seen.text).toMatch(/2 conversations with [45] messages and 1 note/);
  expect(seen.text).toMatch(/What came from <bdi>Mayotte Tester<\/bdi>, merged into this contact/);
  expect(seen.text).toContain('That (617) 555-0111 has opted out');
  expect(await erase(id)).toMatchObject({ status: 303, location: '/contacts?erased=1' });
  await swept();

  const left = await everywhere();
  for (const secret of secrets)
    expect(left.filter((cell) => cell.includes(secret) && !/^(sessions|saved_views)\./.test(cell))).toEqual([]);
  expect(await parley.rows('SELECT line_count FROM imports')).toEqual([{ line_count: 2 }]);
  expect(left.filter((cell) => cell.includes('stays@there.example'))).toHaveLength(1);
  expect((await avery.get(`/contacts/${id}`)).status).toBe(404);
  expect((await avery.get(`/conversations/${thread}`)).status).toBe(404);
  const [mail] = await parley.rows<{ body: string }>(
    "SELECT body FROM mails WHERE kind = 'notifications' AND subject = 'News'",
  );
  expect(mail!.body).toBe(`Hello\n\nOther\nhttp://x/conversations/${thread}9`);
  expect((await avery.get('/settings/audit')).text).toMatch(/erased a contact with 2 conversations and \d messages/);
  expect((await avery.get('/settings/audit')).text).toContain(`Number ${id}, gone`);
});

test('her opt-out is remembered: her number is opted out again when it comes back, with whatever SESSION_SECRET', async () => {
  expect(await parley.rows('SELECT id FROM opt_outs WHERE number = ?', [mayas])).toEqual([]);
  expect(await holds(mayas)).toBe(true);
  const beside = await Parley.start({ beside: parley, env: { SESSION_SECRET: 'y'.repeat(40) } });
  expect(await beside.app.get(OptOuts).hold(programId(), mayas)).toBe(true);
  expect(await beside.app.get(OptOuts).hold(parley.cast.other.id, mayas)).toBe(false);
  await beside.close();

  const again = await add('Maja', [mayas]);
  expect((await avery.get(`/contacts/${again}`)).text).toContain('Opted out');
  expect((await erase(again)).status).toBe(303);
  // From a file too, whatever it says of her consent.
  const { url } = await upload(avery, `Name,Cell\nMaja,${mayas}`);
  const consent = { agreed: '1', source: 'A fair', agreedOn: '2026-01-05' };
  await tryOut(url, ['first-name', 'phone:Mobile'], consent);
  await avery.post(`${url}/run`);
  await throughAll(parley);
  const [imported] = await parley.rows<{ id: number }>("SELECT id FROM contacts WHERE first_name = 'Maja'");
  const consented = await avery.get(`/contacts/${imported!.id}/consent`);
  expect(consented.text).toContain('the number had opted out before its contact was erased');
  expect(consented.text).not.toContain('A fair');
  await erase(imported!.id);
  // And when she texts, from a number that is nobody's, and then takes it back.
  await parley.text(mayas, 'Hello, is somebody there?');
  expect(await parley.rows('SELECT id FROM opt_outs WHERE number = ?', [mayas])).toHaveLength(1);
  await parley.text(mayas, 'START');
  expect(await holds(mayas)).toBe(false);
  expect(await parley.rows('SELECT id FROM erased_opt_outs')).toEqual([]);
});

test('the counts of campaigns stay true, and what has not left never does', async () => {
  const carrier = parley.carrier as Remembering;
  const [gone, stays] = [await add('Gone', ['+16175550150']), await add('Stays', ['+16175550151'])];
  const both = [String(gone), String(stays)];
  const quick = (await avery.post('/quick-messages', { contacts: both, body: 'To both of you' })).location!;
  await feed();
  await parley.flush();
  const waiting = (await avery.post('/quick-messages', { contacts: both, body: 'Still in the queue' })).location!;
  await feed();
  expect((await avery.get(`/contacts/${gone}/erasure`)).text).toContain('1 text is still to be sent, and won’t be');
  await erase(gone);
  await parley.flush();
  expect(carrier.to('+16175550150')).toEqual(['To both of you']);
  expect(carrier.to('+16175550151')).toEqual(['To both of you', 'Still in the queue']);

  const results = await avery.get(quick);
  expect(results.text).toContain('Erased contact');
  expect(results.text).toMatch(/Recipients[\s\S]*?>2</);
  expect((await avery.get(`${quick}/recipients.csv`)).text).toMatch(/^Erased contact,,,1,/m);
  expect((await avery.get(waiting)).text).toContain('No longer among the contacts');
  await feed();
  const id = Number(waiting.split('/').at(-1));
  expect(await parley.rows('SELECT status FROM campaigns WHERE id = ?', [id])).toEqual([{ status: 'sent' }]);
});

test('the words of a Quick Message that was canceled go with the last text that left, whoever still waited', async () => {
  const [gone, never] = [await add('Gone', ['+16175550152']), await add('Never', ['+16175550153'])];
  const contacts = [String(gone), String(never)];
  const id = (await avery.post('/quick-messages', { contacts, body: 'Dear Gone' })).location!.split('/').at(-1)!;
  await feed();
  await parley.flush();
  await parley.write("UPDATE campaigns SET status = 'canceled' WHERE id = ?", [id]);
  await parley.write(
    `UPDATE campaign_recipients SET state = 'waiting', outcome = NULL, message_id = NULL, conversation_id = NULL
     WHERE campaign_id = ? AND contact_id = ?`,
    [id, never],
  );
  await erase(gone);
  expect(await parley.rows('SELECT body FROM campaign_steps WHERE campaign_id = ?', [id])).toEqual([
    { body: 'Erased' },
  ]);
});

test('a number that a brother has too stays his, with its consent, its texts and what the carrier brought', async () => {
  const shared = '+16175550160';
  const [sister, brother] = [await add('Ida', [shared]), await add('Otto', [shared])];
  await parley.text(shared, 'From Otto, I think');
  const his = await parley.conversationWith(shared);
  await parley.write('UPDATE conversations SET contact_id = ? WHERE id = ?', [brother, his]);
  await parley.write(
    `INSERT INTO events (program_id, conversation_id, kind, is_line, particulars, at) VALUES (?, ?, 'moved', 1, ?, ?)`,
    [programId(), his, JSON.stringify({ contact: 'to Ida Tester' }), new Date()],
  );
  await parley.text(shared, 'STOP');
  expect((await avery.get(`/contacts/${sister}/erasure`)).text).toContain('also belongs to');
  await erase(sister);
  await swept();
  expect((await avery.get(`/conversations/${his}`)).text).toContain('From Otto, I think');
  expect((await avery.get(`/conversations/${his}`)).text).toContain('moved texts to an erased contact');
  expect(await parley.rows('SELECT id FROM opt_outs WHERE number = ?', [shared])).toHaveLength(1);
  expect(await parley.rows('SELECT id FROM consent_changes WHERE number = ?', [shared])).toHaveLength(1);
  const raw = await parley.rows<{ body: string }>("SELECT body FROM webhooks WHERE body LIKE '%16175550160%'");
  expect(raw).toHaveLength(2);
});

test('of a file, only the lines of Lee go to Lee, and go with Lee', async () => {
  const id = await add('Lee', ['+16175550166'], { email: 'lee@gmail.com', externalId: '2027' });
  const header = 'Name,Mail,Cell,Entry year,Ref';
  const others = ['Kathy,kathylee@gmail.com,,2027,', 'Bo,,9-617-555-0166-7,2027,20271'];
  const theirs = ['L,Lee <LEE@gmail.com>,,2026,', 'Ll,,617.555.0166,2026,'];
  const named = async () => {
    const { files } = JSON.parse((await avery.get(`/contacts/${id}/export.json`)).text) as {
      files: { text: string }[];
    };
    return files.map(({ text }) => text.split(' | ')[0]);
  };
  const { url } = await upload(avery, [header, ...others, ...theirs, 'Lll,,,2026,2027'].join('\n'));
  expect(await named()).toEqual(['L', 'Ll']);
  // Once it is said which column has it, the external ID tells too.
  await tryOut(url, ['first-name', 'email', 'phone:Mobile', '', 'external-id']);
  expect((await named()).sort()).toEqual(['L', 'Ll', 'Lll']);
  await erase(id);
  const lines = await parley.rows<{ cells: string }>(
    'SELECT cells FROM import_lines WHERE import_id = ? ORDER BY line',
    [Number(url.split('/').at(-1))],
  );
  expect(lines.map(({ cells }) => (JSON.parse(cells) as string[]).join(','))).toEqual([header, ...others]);
});

test('a repeated delivery of an erased text does not bring it back', async () => {
  const number = '+16175550165';
  const id = await add('Rae', [number]);
  const said = { message_uuid: randomUUID() };
  await parley.text(number, 'Once', said);
  await erase(id);
  while (await parley.app.get(Sweep).round());
  expect(await parley.text(number, 'Once', said)).toBe(200);
  expect(await parley.rows('SELECT id FROM conversations WHERE number = ?', [number])).toEqual([]);
});

test('a hold stops it, and so does a pause of the program; without the word nothing is erased', async () => {
  const { leo } = parley.cast;
  await parley.text(leos, 'Hi');
  const unsure = await avery.post(`/contacts/${leo.id}/erasure`, { confirmation: 'eras' });
  expect(unsure).toMatchObject({ status: 422 });
  expect(unsure.text).toMatch(/value="eras"[\s\S]*Type ERASE to erase the contact/);

  await avery.post(`/contacts/${leo.id}/hold`, { reason: 'A complaint' });
  expect((await avery.get(`/contacts/${leo.id}/privacy`)).text).toContain('On hold since');
  const held = await erase(leo.id);
  expect(held.status).toBe(422);
  expect(held.text).toContain('This contact is on hold (“A complaint”)');
  await avery.delete(`/contacts/${leo.id}/hold`);

  await avery.post('/settings/privacy/pause', { reason: 'The lawyers ask' });
  expect((await erase(leo.id)).text).toContain('All erasing is paused (“The lawyers ask”)');
  await avery.delete('/settings/privacy/pause');
  expect(await parley.rows('SELECT id FROM contacts WHERE id = ?', [leo.id])).toHaveLength(1);
});

test('pressed twice it is done once; nobody erases who may not, or what is another program’s', async () => {
  const id = await add('Twice', ['+16175550170']);
  expect((await erase(id, await parley.as('olive'))).status).toBe(404);
  expect((await erase(id, await parley.as('dana'))).status).toBe(403);
  const answers = await Promise.all([erase(id), erase(id)]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect(await parley.rows('SELECT id FROM audit_lines WHERE contact_id = ?', [id])).toHaveLength(1);
  expect((await erase(999_999)).status).toBe(404);
});

test('an export holds everything, as JSON and as a page, and leaves a line in the audit', async () => {
  const { leo } = parley.cast;
  const thread = await parley.conversationWith(leos);
  await avery.post(`/conversations/${thread}/messages`, { body: 'A <b>bold</b> answer' });
  await avery.post(`/conversations/${thread}/notes`, { body: 'Keen on rowing' });
  await avery.post(`/conversations/${thread}/draft`, { body: 'Or rather' });
  await upload(avery, 'Name,Cell\nLeo,(617) 555 0112\nNo one,(617) 555 0113');
  await parley.text(leos, 'Please stop texting me');
  await parley.text(leos, 'STOP');
  const photo = await picture(leos, 'boat.png', 'Bytes');
  const { text, headers } = await avery.get(`/contacts/${leo.id}/export.json`);
  expect(headers.get('content-disposition')).toBe('attachment; filename="Leo Marchetti.json"');
  const all = JSON.parse(text) as Record<string, { text?: string; note?: string; number?: string }[]>;
  expect(all['contact']).toMatchObject({ firstName: 'Leo', type: 'Applicant' });
  expect(all['messages']!.map((message) => message.text)).toEqual(
    expect.arrayContaining(['Hi', 'A <b>bold</b> answer']),
  );
  expect(all['notes']!.map(({ note }) => note)).toEqual(['Keen on rowing']);
  expect(all['attachments']).toMatchObject([{ name: 'boat.png', base64: Buffer.from('Bytes').toString('base64') }]);
  expect(all['drafts']).toMatchObject([{ text: 'Or rather' }]);
  expect(all['wishes']).toMatchObject([{ number: leos, status: 'opted-out' }]);
  expect(all['files']).toMatchObject([{ file: 'people.csv', state: 'waiting', text: 'Leo | (617) 555 0112' }]);
  expect(all['optOuts']).toMatchObject([{ number: leos }]);
  expect(all['consent']).toMatchObject([{ number: leos, change: 'opt-out', source: 'keyword', word: 'STOP' }]);
  expect(all['lines']).toEqual(
    expect.arrayContaining([expect.objectContaining({ what: 'Opted out by texting “STOP”' })]),
  );

  const page = await avery.get(`/contacts/${leo.id}/export`);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.text).toContain('A &lt;b&gt;bold&lt;/b&gt; answer');
  expect(page.text).toContain('Keen on rowing');
  expect(page.text).toContain(`<img src="/attachments/${photo}" alt="">`);
  const audit = (await avery.get('/settings/audit')).text;
  expect(audit).toContain('exported everything about a contact as JSON');
  expect(audit).toContain('exported everything about a contact as a page');
  expect(audit).toContain('Leo Marchetti');
});

// What hangs on a contact, a conversation or a text, and where an export shows it; or why it does not.
const shown: Record<string, string | null> = {
  ...{ phone_numbers: 'numbers', property_values: 'fields', contact_users: 'fields', contact_changes: 'history' },
  ...{ conversations: 'conversations', messages: 'messages', notes: 'notes', events: 'lines', drafts: 'drafts' },
  ...{ campaign_recipients: 'campaigns', opt_out_wishes: 'wishes', contact_holds: 'audit', contact_merges: 'history' },
  attachments: 'attachments',
  // Worked out from the rest, or about the work of the staff.
  ...{ name_keys: null, duplicate_looks: null, duplicate_pairs: null, merged_threads: null },
  ...{ unreads: null, notifications: null, bulk_items: null },
  // Which texts are counted as failed, so that each is once.
  report_failed_texts: null,
  // What an edit did with them is in their history.
  contact_edit_items: null,
};

test('whatever table refers to a contact, a conversation or a text goes with it, and is in the export', async () => {
  const theirs = await referring(parley, 'contacts', 'conversations', 'messages');
  const { text } = await avery.get(`/contacts/${parley.cast.leo.id}/export.json`);
  const sections = Object.keys(JSON.parse(text) as object);
  const isKnown = (table: string) => shown[table] === null || sections.includes(shown[table] ?? '');
  expect(theirs.map(({ table }) => table).filter((table) => !isKnown(table))).toEqual([]);
  expect(theirs.filter(({ onDelete }) => onDelete !== 'CASCADE')).toMatchObject([
    // Let go of by hand, so that the counts of campaigns stay true.
    { table: 'campaign_recipients', onDelete: 'SET NULL' },
  ]);
  expect(theirs.length).toBeGreaterThan(20);
});

test('where both contacts of a merge are on hold, what is left is on hold for the reasons of both', async () => {
  const [kept, gone] = [await add('Kept', ['+16175550191']), await add('Away', ['+16175550192'])];
  await avery.post(`/contacts/${kept}/hold`, { reason: 'An appeal' });
  await avery.post(`/contacts/${gone}/hold`, { reason: 'A subpoena' });
  await avery.post(`/contacts/${kept}/merge/${gone}`, {});
  const { text } = await avery.get(`/contacts/${kept}/privacy`);
  expect(text).toMatch(/An appeal\s+A subpoena/);
  expect((await erase(kept)).status).toBe(422);
  const [merge] = await parley.rows<{ id: number }>('SELECT MAX(id) AS id FROM contact_merges');
  await avery.delete(`/contacts/${kept}/merges/${merge!.id}`);
  expect((await avery.get(`/contacts/${gone}/privacy`)).text).toContain('“A subpoena”');
  expect((await avery.get(`/contacts/${kept}/privacy`)).text).toContain('“An appeal”');
});

test('who may edit contacts, but not view all conversations, gets no export', async () => {
  await parley.write("UPDATE roles SET permissions = 'edit-contacts' WHERE program_id = ? AND name = 'Viewer'", [
    programId(),
  ]);
  const riley = await parley.again('riley');
  expect((await riley.get(`/contacts/${parley.cast.leo.id}/export`)).status).toBe(403);
  expect((await riley.get(`/contacts/${parley.cast.leo.id}/privacy`)).text).toContain('only people who may view all');
});
