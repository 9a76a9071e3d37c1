import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
let jordan: Client;
const ids: Record<string, number> = {};

beforeAll(async () => {
  parley = await Parley.start();
  jordan = await parley.as('jordan');
  await parley.database.transaction(async () => {
    const { id: program } = parley.cast.program;
    const [type] = await parley.rows<{ id: number }>(
      "SELECT id FROM contact_types WHERE name = 'Parent' AND program_id = ?",
      [program],
    );
    for (let place = 0; place < 120; place += 1) {
      const name = `Person${String(place).padStart(3, '0')}`;
      await parley.database.run(
        'INSERT INTO contacts (program_id, contact_type_id, first_name, last_name, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)',
        [program, type!.id, name, 'Many', new Date(), new Date()],
      );
      const [contact] = await parley.rows<{ id: number }>('SELECT id FROM contacts WHERE first_name = ?', [name]);
      const number = `+1202556${String(place).padStart(4, '0')}`;
      // Three share each moment, so that the order must not depend on the time alone.
      const at = new Date(Date.UTC(2026, 0, 1, 0, Math.floor(place / 3)));
      await parley.database.run(
        `INSERT INTO conversations (program_id, program_number_id, contact_id, number, reversed, thread_key, status, is_listed, last_activity_at, created_at, has_failed)
         SELECT ?, number.id, ?, ?, ?, ?, 'open', 1, ?, ?, 0 FROM program_numbers number WHERE number.program_id = ?`,
        [program, contact!.id, number, [...number.slice(1)].reverse().join(''), `t${place}`, at, at, program],
      );
    }
  });
  for (const [name, number] of [
    ['maya', '+16175550111'],
    ['leo', '+16175550112'],
  ] as const) {
    await parley.text(number, `Hello from ${name}`);
    ids[name] = await parley.conversationWith(number);
  }
});
afterAll(() => parley?.close());

const namesIn = (text: string) =>
  [...text.matchAll(/(Person\d{3}|Maya|Leo) (?:Many|Lindqvist|Marchetti)/g)]
    .map((match) => match[1]!)
    .filter((name, place, all) => all.indexOf(name) === place);
const list = async (query: string, client = jordan) => namesIn((await client.get(`/conversations?${query}`)).text);

test('page after page shows everything once, newest first', async () => {
  const all: string[] = [];
  let url: string | undefined = '/conversations';
  let pages = 0;
  while (url) {
    const { text } = await jordan.get(url);
    all.push(...namesIn(text));
    url = /href="([^"]*after[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=');
    pages += 1;
  }
  expect(pages).toBe(Math.ceil(122 / 30));
  expect(all).toHaveLength(122);
  expect(new Set(all).size).toBe(122);
  expect(all.slice(0, 4)).toEqual(['Leo', 'Maya', 'Person119', 'Person118']);
});

describe('filters', () => {
  beforeAll(async () => {
    await jordan.post(`/conversations/${ids['maya']}/assignment`, { assignee: parley.cast.jordan.id });
    await jordan.post(`/conversations/${ids['leo']}/messages`, { body: 'Answered' });
    await parley.flush();
    await parley.write('UPDATE conversations SET has_failed = 1 WHERE id = ?', [ids['leo']]);
    await parley.write('INSERT INTO opt_outs (program_id, number, since) VALUES (?, ?, ?)', [
      parley.cast.program.id,
      '+16175550111',
      new Date(),
    ]);
  });

  test.each([
    ['view=mine', ['Maya']],
    ['assignee=none&since=today', ['Leo']],
    ['waiting=1', ['Maya']],
    ['failed=1', ['Leo']],
    ['optedOut=1', ['Maya']],
    ['since=week', ['Leo', 'Maya']],
    ['status=resolved', []],
    ['status=any&since=today', ['Leo', 'Maya']],
    ['q=maya&waiting=1', ['Maya']],
    ['q=maya&failed=1', []],
    ['unread=1', ['Leo', 'Maya']],
  ])('%s', async (query, names) => expect(await list(query)).toEqual(names));

  test('by person, type and number', async () => {
    expect(await list(`assignee=${parley.cast.jordan.id}`)).toEqual(['Maya']);
    const [type] = await parley.rows<{ id: number }>(
      "SELECT id FROM contact_types WHERE name = 'Applicant' AND program_id = ?",
      [parley.cast.program.id],
    );
    expect(await list(`type=${type!.id}`)).toEqual(['Leo', 'Maya']);
    const [other] = await parley.rows<{ id: number }>('SELECT id FROM program_numbers WHERE program_id = ?', [
      parley.cast.other.id,
    ]);
    expect(await list(`number=${other!.id}`)).toEqual([]);
  });

  test('reading a conversation takes it off the unread ones, for the reader alone', async () => {
    await jordan.get(`/conversations/${ids['maya']}`);
    expect(await list('unread=1')).toEqual(['Leo']);
    expect(await list('unread=1', await parley.as('avery'))).toEqual(['Leo', 'Maya']);
  });

  test('a nonsense filter finds nothing or everything, and is no error', async () => {
    for (const query of ['assignee=abc', 'type=-1', 'after=0-0', 'since=century', 'view=theirs', 'status=closed'])
      expect((await jordan.get(`/conversations?${query}`)).status).toBe(200);
  });
});

test('a view is kept under a name, offered again, and replaced by the same name', async () => {
  expect((await jordan.post('/saved-views', { name: 'Waiting', query: 'waiting=1' })).status).toBe(303);
  expect((await jordan.post('/saved-views', { name: 'Waiting', query: 'waiting=1&view=mine' })).status).toBe(303);
  const views = await parley.rows<{ id: number; query: string }>('SELECT id, query FROM saved_views');
  expect(views).toMatchObject([{ query: 'view=mine&waiting=1' }]);
  expect((await jordan.get('/conversations')).text).toContain('>Waiting<');
  expect((await jordan.post('/saved-views', { name: ' ', query: 'waiting=1' })).status).toBe(422);
  await (await parley.as('avery')).delete(`/saved-views/${views[0]!.id}`);
  expect(await parley.rows('SELECT id FROM saved_views')).toHaveLength(1);
  await jordan.delete(`/saved-views/${views[0]!.id}`);
  expect(await parley.rows('SELECT id FROM saved_views')).toHaveLength(0);
});

test('there is room for thirty views; the name of one more is kept, and one that is there can be replaced', async () => {
  const save = (name: string, query = 'waiting=1') => jordan.post('/saved-views', { name, query });
  for (let one = 1; one <= 30; one++) expect((await save(`View ${one}`)).status).toBe(303);
  const { status, text } = await save('View 31', 'failed=1');
  expect([status, text.includes('value="View 31"')]).toEqual([422, true]);
  expect(text).toContain('You have 30 views.');
  expect(text).toContain('data-address="/conversations?failed&#x3D;1"');
  expect((await save('View 7', 'unread=1')).status).toBe(303);
  expect(await parley.rows('SELECT id FROM saved_views')).toHaveLength(30);
  await parley.write('DELETE FROM saved_views');
});

test('how many nobody has is counted once for a page, for the menu and for the list', async () => {
  const counting = jest.spyOn(parley.database, 'count');
  expect((await jordan.get('/conversations')).text).toContain('<span>99+</span> unassigned');
  expect(counting.mock.calls.filter(([rows]) => rows.includes('assignee_id IS NULL'))).toHaveLength(1);
  counting.mockRestore();
});

describe('many at once', () => {
  const done = async (location: string) => {
    for (let tries = 0; tries < 200; tries += 1) {
      const { text } = await jordan.get(location);
      if (text.includes('<h1>Done')) return text;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('The job did not end');
  };

  test('the selected ones are assigned', async () => {
    const { location } = await jordan.post('/conversations/bulk', {
      action: 'assign',
      assignee: parley.cast.dana.id,
      ids: [String(ids['maya']), String(ids['leo'])],
    });
    expect(await done(location!)).toContain('2 of 2 conversations assigned');
    expect((await list('', await parley.as('dana'))).sort()).toEqual(['Leo', 'Maya']);
  });

  test('all that match are resolved in the background, and nothing else', async () => {
    const { location } = await jordan.post('/conversations/bulk', {
      action: 'resolve',
      matching: '1',
      query: 'assignee=none',
    });
    expect(await done(location!)).toContain('120 of 120 conversations resolved');
    expect((await list('')).sort()).toEqual(['Leo', 'Maya']);
    expect(await parley.rows('SELECT 1 FROM bulk_items')).toEqual([]);
  });

  test('a counselor changes what is theirs, and only that, even by others’ ids', async () => {
    await jordan.post(`/conversations/${ids['leo']}/assignment`, { assignee: parley.cast.sam.id });
    const dana = await parley.as('dana');
    const { location } = await dana.post('/conversations/bulk', {
      action: 'resolve',
      ids: [String(ids['maya']), String(ids['leo'])],
    });
    expect((await dana.get(location!)).text).toContain('1 of 1 conversation resolved');
    expect(await list('')).toEqual(['Leo']);
  });

  test('nothing selected, or nobody who can have them, is said beside it', async () => {
    expect((await jordan.post('/conversations/bulk', { action: 'resolve' })).status).toBe(422);
    const leo = String(ids['leo']);
    const refused = await jordan.post('/conversations/bulk', {
      action: 'assign',
      assignee: parley.cast.riley.id,
      ids: leo,
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toMatch(new RegExp(`name="ids" value="${leo}" checked`));
    expect(refused.text).toMatch(/<select id="bulk-assignee"[^>]* aria-invalid="true"/);
  });

  test('what was selected on whatever page is selected still when it is refused, and stands first', async () => {
    const oldest = await parley.conversationWith('+12025560000');
    const { text } = await jordan.post('/conversations/bulk', {
      ...{ action: 'assign', assignee: parley.cast.riley.id, query: 'status=any' },
      ids: [String(oldest), String(ids['leo'])],
    });
    const rows = [...text.matchAll(/name="ids" value="(\d+)" (checked)?/g)].map(([, id, isTicked]) => [id, isTicked]);
    expect(rows.slice(0, 3)).toMatchObject([
      [String(ids['leo']), 'checked'],
      [String(oldest), 'checked'],
      [{}, undefined],
    ]);
    expect(new Set(rows.map(([id]) => id)).size).toBe(31);
  });

  test('a script asks for the bar alone, so that the list stays as it is; and who was chosen stays chosen', async () => {
    const { status, text } = await jordan.post(
      '/conversations/bulk',
      { action: 'assign', assignee: parley.cast.sam.id },
      { 'HX-Request': 'true', 'HX-Target': 'fieldset#bulk-bar' },
    );
    expect([status, text.startsWith('<fieldset id="bulk-bar"')]).toEqual([422, true]);
    expect(text).toContain('Select at least one conversation.');
    expect(text).toContain(`<option value="${parley.cast.sam.id}" selected>`);
  });
});
