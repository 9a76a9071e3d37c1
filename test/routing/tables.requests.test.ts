import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';

let parley: Parley;
const now = new Date('2026-11-22T15:00:00Z');

beforeAll(async () => {
  parley = await Parley.start({ clock: new SetClock(now) });
  const { program, maya } = parley.cast;
  for (const [name, kind, choices] of [
    ['State', 'text', null],
    ['Entry term', 'choice', '["Fall 2027","Spring 2028"]'],
    ['GPA', 'number', null],
    ['Home', 'address', null],
  ])
    await parley.write(
      `INSERT INTO contact_properties (program_id, contact_type_id, name, kind, choices, position, created_at)
       VALUES (?, ?, ?, ?, ?, 1, ?)`,
      [program.id, maya.contactTypeId, name, kind, choices, now],
    );
});
afterAll(() => parley?.close());

const property = async (name: string) =>
  `p${(await parley.rows<{ id: number }>('SELECT MIN(id) AS id FROM contact_properties WHERE name = ?', [name]))[0]!.id}`;

async function newTable(name: string): Promise<string> {
  const { location } = await (await parley.as('avery')).post('/settings/routing-tables', { name });
  return location!;
}

const versionOf = async (url: string) =>
  Number(/name="version" value="(\d+)"/.exec((await (await parley.as('avery')).get(url)).text)![1]);

/** Adds a row to a table as it is now, as Avery: the people of one condition on the last name. */
async function addRow(url: string, fields: Record<string, string | number | string[]>) {
  const avery = await parley.as('avery');
  return avery.post(`${url}/rows`, { version: await versionOf(url), joined: 'all', step: 'save', ...fields });
}

const lastName = (operator: string, ...values: string[]) => ({
  'c0.field': 'last-name',
  'c0.operator': operator,
  ...(operator === 'is-between' ? { 'c0.from': values[0]!, 'c0.to': values[1]! } : { 'c0.value': values[0]! }),
});

/** The rows of a table as they read on its page. */
async function sentences(url: string): Promise<string[]> {
  const { text } = await (await parley.as('avery')).get(url);
  return [...text.matchAll(/<div class="row-says">([^]*?)<\/div>/g)].map(([, html]) =>
    html!
      .replace(/<ul class="row-warnings">[^]*?<\/ul>/, '')
      .replace(/<svg[^]*?<\/svg>/g, '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}

const rowIds = async (url: string) =>
  (
    await parley.rows<{ id: number }>('SELECT id FROM routing_rows WHERE table_id = ? ORDER BY position', [
      url.split('/').at(-1),
    ])
  ).map(({ id }) => id);

const problemsIn = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/<p class="problem" id="([^"]+)-problem">([^<]*)</g)].map(([, field, text]) => [field, text]),
  );

describe('An Administrator makes a table', () => {
  test('with rows that read as sentences, and Otherwise always at the end', async () => {
    const { dana, sam } = parley.cast;
    const url = await newTable('Territory');
    const otherwise = await addRow(url, { isOtherwise: '1', givesTo: 'one', users: dana.id });
    expect(otherwise.status).toBe(303);
    const state = await property('State');
    await addRow(url, {
      'c0.field': state,
      'c0.operator': 'is-any-of',
      'c0.list': '1',
      'c0.value': 'TX, OK\n"Dallas, TX"; tx',
      'c3.field': await property('Entry term'),
      'c3.operator': 'is',
      'c3.value': 'Fall 2027',
      givesTo: 'in-turn',
      users: [String(dana.id), '', String(sam.id)],
    });
    await addRow(url, { ...lastName('is-between', 'A', 'Lzz'), givesTo: 'one', users: sam.id });
    expect(await sentences(url)).toEqual([
      'If State is any of TX, OK, Dallas, TX and Entry term is Fall 2027 goes to Dana Whitfield Sam Okafor in turn',
      'If Last Name is between A and Lzz goes to Sam Okafor',
      'Otherwise goes to Dana Whitfield',
    ]);
    const second = await addRow(url, { isOtherwise: '1', givesTo: 'one', users: dana.id });
    expect([second.status, problemsIn(second.text)['form']]).toEqual([422, 'There is already an Otherwise row.']);
    const list = (await (await parley.as('avery')).get('/settings/routing-tables')).text;
    expect(list).toContain('Territory');
    expect(list).toContain('No Contact Type employs it');
    expect(list).toContain('by Avery Collins');
  });

  test('and moves, duplicates and removes rows', async () => {
    const url = await newTable('Order');
    const avery = await parley.as('avery');
    for (const name of ['Ames', 'Baker', 'Cole'])
      await addRow(url, { ...lastName('is', name), givesTo: 'one', users: parley.cast.dana.id });
    await addRow(url, { isOtherwise: '1', givesTo: 'one', users: parley.cast.dana.id });
    const order = async () => (await sentences(url)).map((row) => /Ames|Baker|Cole|Otherwise/.exec(row)![0]);
    const [ames, baker, cole, otherwise] = (await rowIds(url)) as [number, number, number, number];
    const act = async (path: string, fields: object = {}) =>
      (await avery.post(`${url}/rows/${path}`, { version: await versionOf(url), ...fields })).status;

    expect(await act(`${cole}/position`, { to: 'up' })).toBe(303);
    expect(await order()).toEqual(['Ames', 'Cole', 'Baker', 'Otherwise']);
    await act(`${ames}/position`, { to: 'down' });
    expect(await order()).toEqual(['Cole', 'Ames', 'Baker', 'Otherwise']);
    await act(`${baker}/position`, { place: '1' });
    expect(await order()).toEqual(['Baker', 'Cole', 'Ames', 'Otherwise']);
    await act(`${otherwise}/position`, { place: '1' });
    await act(`${ames}/position`, { to: 'constructor' });
    await act(`${ames}/position`, { to: 'down' });
    expect(await order()).toEqual(['Baker', 'Cole', 'Ames', 'Otherwise']);
    await act(`${cole}/copy`);
    expect(await order()).toEqual(['Baker', 'Cole', 'Cole', 'Ames', 'Otherwise']);
    await act(`${cole}`, { _method: 'DELETE' });
    expect(await order()).toEqual(['Baker', 'Cole', 'Ames', 'Otherwise']);
    expect(await rowIds(url)).not.toContain(cole);
  });

  test('renames, copies and deletes it', async () => {
    const url = await newTable('Old name');
    const avery = await parley.as('avery');
    await addRow(url, { ...lastName('is', 'Ames'), givesTo: 'one', users: parley.cast.dana.id });
    await avery.post(url, { version: await versionOf(url), name: ' New name ' });
    expect((await avery.get(url)).text).toContain('<bdi>New name</bdi>');
    const taken = await avery.post('/settings/routing-tables', { name: 'New name' });
    expect([taken.status, problemsIn(taken.text)['name']]).toEqual([422, 'Another Routing Table has this name.']);

    const [first, second] = [await avery.post(`${url}/copy`), await avery.post(`${url}/copy`)];
    expect((await avery.get(first.location!)).text).toContain('<bdi>New name (copy)</bdi>');
    expect((await avery.get(second.location!)).text).toContain('<bdi>New name (copy 2)</bdi>');
    expect(await sentences(first.location!)).toEqual(await sentences(url));
    const long = await newTable('🎓'.repeat(40));
    expect((await avery.post(`${long}/copy`)).status).toBe(303);

    expect((await avery.get(`${url}/delete`)).text).toContain('its 1 row will be gone');
    expect((await avery.post(url, { _method: 'DELETE', version: await versionOf(url) })).status).toBe(303);
    expect((await avery.get(url)).status).toBe(404);
    expect(await rowIds(url)).toEqual([]);
  });

  test('and can’t delete one that a Contact Type employs', async () => {
    const url = await newTable('Employed');
    expect((await (await parley.as('avery')).get(url)).text).toContain('To employ it, open a <a');
    const { program, maya } = parley.cast;
    await parley.write(
      `INSERT INTO contact_properties (program_id, contact_type_id, name, kind, position, routing_table_id, created_at)
       VALUES (?, ?, 'Recruiter', 'user-relationship', 9, ?, ?)`,
      [program.id, maya.contactTypeId, url.split('/').at(-1), now],
    );
    const avery = await parley.as('avery');
    const refused = await avery.post(url, { _method: 'DELETE', version: await versionOf(url) });
    expect([refused.status, problemsIn(refused.text)['form']]).toEqual([
      422,
      'It is employed by Recruiter of Applicant.',
    ]);
    expect((await avery.get(`${url}/delete`)).text).not.toContain('Delete the table');
    const { text } = await avery.get(url);
    expect(text).toContain('Employed by Recruiter of Applicant.');
    expect(text).toMatch(/Auto-assignment is off[^]*href="\/settings\/conversations"/);
  });
});

describe('The form of a row', () => {
  const opened = async (url: string, fields: Record<string, string | string[]>) =>
    (await parley.as('avery')).post(`${url}/rows`, { version: await versionOf(url), ...fields });

  test('follows the property, and loses nothing that was typed', async () => {
    const url = await newTable('Steps');
    const term = await property('Entry term');
    const typed = { ...lastName('starts-with', 'Mc'), 'c1.field': term, givesTo: 'in-turn', users: ['', '0'] };
    const next = await opened(url, { ...typed, step: 'show' });
    expect(next.status).toBe(200);
    expect(next.text).toMatch(/name="c0.value" type="text" value="Mc"/);
    expect(next.text).toMatch(/name="c1.value"[^>]*><option value="">Choose…<\/option><option value="Fall 2027"/);
    expect(next.text).not.toMatch(/name="c1.operator"[^>]*>[^]*?starts with[^]*?<select/);
    const more = await opened(url, { ...typed, step: 'add-condition' });
    expect(more.text).toContain('name="c2.field"');
    expect(more.text).toContain('value="Mc"');
    const fewer = await opened(url, { ...typed, step: 'remove-condition.0' });
    expect(fewer.text).not.toContain('value="Mc"');
    expect(fewer.text).not.toContain('name="c1.field"');
    expect(await sentences(url)).toEqual([]);
  });

  test('says beside each field what is wrong with it', async () => {
    const url = await newTable('Wrong');
    const answer = await opened(url, {
      'c0.field': await property('GPA'),
      'c0.operator': 'greater-than',
      'c0.value': 'three',
      'c1.field': '',
      'c2.field': await property('Home').then((key) => `${key}.state`),
      'c2.operator': 'is',
      'c2.value': ' ',
      'c3.field': 'p999999',
      'c4.field': 'last-name',
      'c4.operator': 'is-between',
      'c4.from': 'M',
      'c4.to': 'A',
      'c5.field': await property('Entry term'),
      'c5.operator': 'is-any-of',
      givesTo: 'in-turn',
      users: [String(parley.cast.riley.id), String(parley.cast.dana.id), String(parley.cast.dana.id)],
    });
    expect(answer.status).toBe(422);
    expect(problemsIn(answer.text)).toEqual({
      'c0.value': '“three” is not a number.',
      'c1.field': 'Choose a field.',
      'c2.value': 'Say what to compare with.',
      'c3.field': 'This field is gone. Choose another.',
      'c4.value': 'The first is after the second: swap them.',
      'c5.value': 'Say what to compare with.',
      'users.0': 'Choose somebody active who handles conversations.',
      'users.2': 'Listed twice.',
    });
    expect(answer.text).toContain('value="three"');
    expect(answer.text).toMatch(/type="checkbox" id="c5.value" aria-invalid="true"/);
    expect(answer.text).toMatch(/name="c4.from"[^>]*value="M"/);
  });

  test('refuses a row without conditions or people', async () => {
    const url = await newTable('Empty');
    const nobody = await opened(url, { ...lastName('is', 'Ames'), users: '' });
    expect(problemsIn(nobody.text)).toEqual({ 'users.0': 'Choose who this row assigns.' });
    const nothing = await opened(url, { users: String(parley.cast.dana.id) });
    expect(problemsIn(nothing.text)).toEqual({ conditions: 'Add a condition. Only Otherwise takes everybody.' });
    const two = await opened(url, {
      ...lastName('is', 'Ames'),
      givesTo: 'one',
      users: [String(parley.cast.dana.id), String(parley.cast.sam.id)],
    });
    expect(problemsIn(two.text)).toEqual({ users: 'Choose one person, or say how several share.' });
    const olives = await opened(url, { ...lastName('is', 'Ames'), users: String(parley.cast.olive.id) });
    expect(olives.text).not.toContain('Olive');
    expect(olives.status).toBe(422);
    expect(await sentences(url)).toEqual([]);
  });

  test('keeps who is in the row and now inactive, marked, until somebody takes them out', async () => {
    const url = await newTable('Inactive');
    const { sam, dana } = parley.cast;
    await addRow(url, { ...lastName('is', 'Ames'), givesTo: 'in-turn', users: [String(sam.id), String(dana.id)] });
    const [row] = await rowIds(url);
    await parley.write('UPDATE memberships SET is_active = 0 WHERE user_id = ?', [sam.id]);
    try {
      const avery = await parley.as('avery');
      expect((await avery.get(`${url}/rows/${row}/edit`)).text).toContain('Sam Okafor (inactive)');
      expect((await avery.get(url)).text).toContain('Sam Okafor is inactive.');
      const fields = { ...lastName('is', 'Baker'), givesTo: 'in-turn' };
      const kept = await avery.post(`${url}/rows/${row}`, {
        ...fields,
        version: await versionOf(url),
        users: [String(sam.id), String(dana.id)],
      });
      expect(kept.status).toBe(303);
      const other = await opened(url, { ...fields, users: String(sam.id) });
      expect(problemsIn(other.text)).toEqual({ 'users.0': 'Choose somebody active who handles conversations.' });
    } finally {
      await parley.write('UPDATE memberships SET is_active = 1 WHERE user_id = ?', [sam.id]);
    }
  });
});

describe('Whatever is typed', () => {
  test('is kept as it is or refused, and never breaks the page', async () => {
    const url = await newTable('Odd');
    const avery = await parley.as('avery');
    const gpa = await property('GPA');
    const odd = ['\0\ud800%', '😀'.repeat(300), '"'.repeat(20_000), 'x'.repeat(60_000), '1e999', '<script>', ', ,;\n'];
    for (const said of odd)
      for (const operator of ['is', 'is-any-of', 'is-between'])
        for (const field of ['last-name', 'phone', 'contact-type', gpa]) {
          const { status, text } = await addRow(url, {
            'c0.field': field,
            'c0.operator': operator,
            ...(operator === 'is-between' ? { 'c0.from': said, 'c0.to': said } : { 'c0.value': said, 'c0.list': '1' }),
            users: parley.cast.dana.id,
          });
          expect([303, 422]).toContain(status);
          expect(text).not.toContain('<script>"');
        }
    const many = Object.fromEntries(Array.from({ length: 90 }, (_, place) => [`c${place}.field`, 'last-name']));
    expect((await addRow(url, { ...many, users: Array.from({ length: 300 }, () => '1') })).status).toBe(422);
    const full = Array.from({ length: 20 }, (_, place) => ({
      [`c${place}.field`]: 'last-name',
      [`c${place}.operator`]: 'is-any-of',
      [`c${place}.list`]: '1',
      [`c${place}.value`]: Array.from({ length: 60 }, (_, value) => `${value}${'x'.repeat(100)}`).join('\n'),
    }));
    const heavy = await addRow(url, { ...Object.assign({}, ...full), users: parley.cast.dana.id });
    expect(problemsIn(heavy.text)).toEqual({
      conditions: 'These conditions hold too many values. Make several rows of them.',
    });
    const page = await avery.get(url);
    expect(page.status).toBe(200);
    expect(page.text).toContain('&lt;script&gt;');
  });
});

describe('Two who edit at once', () => {
  test('overwrite nothing: the second is told, sees what is there, and keeps what they typed', async () => {
    const url = await newTable('Shared');
    const { dana } = parley.cast;
    await addRow(url, { ...lastName('is', 'Ames'), givesTo: 'one', users: dana.id });
    const [row] = await rowIds(url);
    const version = await versionOf(url);
    const lee = (name: string) => ({ ...lastName('is', name), givesTo: 'one', users: dana.id, version });
    const [avery, avaAgain] = [await parley.as('avery'), await parley.again('avery')];
    const answers = await Promise.all([
      avery.post(`${url}/rows/${row}`, lee('First')),
      avaAgain.post(`${url}/rows/${row}`, lee('Second')),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    const [won, lost] = answers[0]!.status === 303 ? ['First', 'Second'] : ['Second', 'First'];
    const { text } = answers.find(({ status }) => status === 422)!;
    expect(problemsIn(text)['form']).toContain('changed this table a moment ago');
    expect(text).toContain(`</strong> is ${won}`);
    expect(text).toContain(`value="${lost}"`);
    expect(await sentences(url)).toEqual([`If Last Name is ${won} goes to Dana Whitfield`]);

    const again = Number(/name="version" value="(\d+)"/.exec(text.slice(text.indexOf('row-form')))![1]);
    expect((await avery.post(`${url}/rows/${row}`, { ...lee(lost), version: again })).status).toBe(303);
    expect(await sentences(url)).toEqual([`If Last Name is ${lost} goes to Dana Whitfield`]);
  });

  test('hear of it too when the row is gone, or when they had only added a field to the form', async () => {
    const url = await newTable('Gone');
    const { dana } = parley.cast;
    await addRow(url, { ...lastName('is', 'Ames'), givesTo: 'one', users: dana.id });
    const [row] = await rowIds(url);
    const avery = await parley.as('avery');
    const version = await versionOf(url);
    await avery.post(`${url}/rows/${row}`, { _method: 'DELETE', version });
    const fields = { ...lastName('is', 'Mine'), givesTo: 'one', users: dana.id, version };
    const shown = await avery.post(`${url}/rows/${row}`, { ...fields, step: 'show' });
    expect(shown.text).toMatch(new RegExp(`class="row-form"[^]*?name="version" value="${version}"`));
    const told = await avery.post(`${url}/rows/${row}`, fields);
    expect([told.status, problemsIn(told.text)['form']]).toEqual([
      422,
      'You, in another window, changed this table a moment ago, so your change is not saved yet. You see the table as it is now.',
    ]);
    expect(told.text).toContain('value="Mine"');
    expect(told.text).toContain(`action="${url}/rows"`);
    for (const path of [`${url}/rows/${row}/position`, `${url}/rows/${row}/copy`, url])
      expect((await avery.post(path, { version, to: 'up', name: 'Other' })).status).toBe(422);
    expect((await avery.post(`${url}/rows/${row}/copy`, { version: await versionOf(url) })).status).toBe(404);
  });
});

describe('Whose turn it is', () => {
  test('stays known when a row is edited, also when whoever had it is gone', async () => {
    const url = await newTable('Turns');
    const { dana, sam, jordan } = parley.cast;
    const people = [dana, sam, jordan].map(({ id }) => String(id));
    await addRow(url, { ...lastName('is', 'Ames'), givesTo: 'in-turn', users: people });
    const [row] = await rowIds(url);
    const last = async () =>
      (
        await parley.rows<{ last_user_id: number | null }>('SELECT last_user_id FROM routing_rows WHERE id = ?', [row])
      )[0]!.last_user_id;
    const edit = async (users: string[]) =>
      (await parley.as('avery')).post(`${url}/rows/${row}`, {
        ...lastName('is', 'Baker'),
        givesTo: 'in-turn',
        users,
        version: await versionOf(url),
      });
    await parley.write('UPDATE routing_rows SET last_user_id = ? WHERE id = ?', [sam.id, row]);
    await edit(people.toReversed());
    expect(await last()).toBe(sam.id);
    await edit([people[2]!, people[0]!]);
    // Jordan came before Sam, so that Dana, who came after him, is the next.
    expect(await last()).toBe(jordan.id);
    const users = await parley.rows<{ user_id: number }>(
      'SELECT user_id FROM routing_row_users WHERE row_id = ? ORDER BY place',
      [row],
    );
    expect(users.map(({ user_id }) => user_id)).toEqual([jordan.id, dana.id]);
  });
});
