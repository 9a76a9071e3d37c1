import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Campaigning, numberOf, Scripted } from '../support/campaigning.js';
import type { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';

let parley: Parley;
let acts: Campaigning;
let jordan: Client;
let dana: Client;
const clock = new SetClock();
const carrier = new Scripted();
const url = '/quick-messages';
let mayaId: number;
let leoId: number;

beforeAll(async () => {
  parley = await Parley.start({ carrier, clock });
  acts = await (await Campaigning.of(parley, clock)).byHand();
  [jordan, dana] = [await parley.as('jordan'), await parley.as('dana')];
  [mayaId, leoId] = [parley.cast.maya.id, parley.cast.leo.id];
});
afterAll(() => parley?.close());

const idOf = (location: string | null) => Number(location?.split('/').at(-1));
const count = async (table: string) =>
  Number((await parley.rows<{ count: number }>(`SELECT COUNT(*) AS count FROM ${table}`))[0]!.count);
const strings = (ids: number[]) => ids.map(String);

describe('Sending', () => {
  test('a program that knows nothing but the contract texts two contacts', async () => {
    const { status, location } = await dana.post(url, {
      contacts: strings([mayaId, leoId]),
      body: 'Hi {{First Name}}',
    });
    expect([status, location]).toEqual([303, `${url}/${idOf(location)}`]);
    await acts.settle();
    expect([carrier.to('+16175550111'), carrier.to('+16175550112')]).toEqual([['Hi Maya'], ['Hi Leo']]);
    const shown = await dana.get(location!);
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('Hi {{First Name}}</p>');
    expect(shown.text).toContain('Quick Message to 2 people');
    expect((await jordan.get('/conversations')).text).not.toContain('Maya');
    expect((await dana.post(url, { 'contacts[]': [String(mayaId)], body: 'Brackets' })).status).toBe(303);
  });

  test('who answers has a conversation with the text in it, and who sent it', async () => {
    await dana.post(url, { contacts: String(leoId), body: 'Are you coming?' });
    await acts.settle();
    await acts.text('+16175550112', 'I am', clock.now());
    const id = await parley.conversationWith('+16175550112');
    const { text } = await jordan.get(`/conversations/${id}`);
    expect(text).toMatch(
      /Are you coming\?<\/p>[^]*?<span class="source">Quick Message<\/span>\s*<span class="author">Dana Whitfield/,
    );
    expect(text).toContain('I am</p>');
  });

  test('pressing twice sends once; other words from the same form are another message', async () => {
    const form = { contacts: strings([mayaId, leoId]), body: 'Once', token: 'a-form-of-danas' };
    const answers = await Promise.all([dana.post(url, form), dana.post(url, form), dana.post(url, form)]);
    const [first] = answers.map(({ location }) => location);
    expect(answers.map(({ status, location }) => [status, location])).toEqual(answers.map(() => [303, first]));
    expect((await dana.post(url, { ...form, body: 'Twice' })).location).not.toBe(first);
    await acts.settle();
    expect(carrier.to('+16175550111').filter((body) => body === 'Once')).toHaveLength(1);
  });

  test('from another of our numbers', async () => {
    await parley.write(
      `INSERT INTO program_numbers (program_id, number, label, is_default, segments_per_minute, opt_out_answers)
       VALUES (?, '+12025550142', 'Events', 0, 6000000, 'parley')`,
      [parley.cast.program.id],
    );
    const [{ id }] = (await parley.rows<{ id: number }>(`SELECT id FROM program_numbers WHERE label = 'Events'`)) as [
      { id: number },
    ];
    const blank = await dana.get(`${url}/new`);
    expect(blank.text).toMatch(/<option value="\d+" selected>Main line \(202\) 555-0100<\/option>/);
    await dana.post(url, { contacts: String(mayaId), body: 'From the events line', number: id });
    await acts.settle();
    expect(carrier.given.at(-1)).toMatchObject({ from: '+12025550142', body: 'From the events line' });
    await parley.write('DELETE FROM campaigns WHERE program_number_id = ?', [id]);
  });
});

describe('What can’t be sent', () => {
  const forms: [{ contacts?: string | string[]; body?: string; number?: string }, string[] | null][] = [
    [{}, ['Choose at least one recipient.', 'Write the text.']],
    [{ contacts: '1', body: ' \r\n ' }, ['Write the text.']],
    [{ contacts: ['1', '2'], body: 'Hi {{Frist Name}}' }, ['There is no field “Frist Name”. Did you mean First Name?']],
    [{ contacts: ['1', '2'], body: 'x'.repeat(1001) }, ['That is 1001 characters; a text can have 1000.']],
    [{ contacts: ['1', '2'], body: 'Hi', number: '2' }, ['Choose one of your numbers.']],
    [{ contacts: ['1', '2'], body: 'Hi', number: 'x' }, null],
    [
      { contacts: Array.from({ length: 1001 }, (_, place) => String(place + 1)), body: 'Hi' },
      ['Choose up to 1,000; a Campaign reaches more.'],
    ],
  ];
  test.each(forms)('is said beside the field, and nothing typed is lost: %#', async (form, problems) => {
    const before = await count('campaigns');
    const { status, text } = await dana.post(url, { token: 'kept-token', q: 'Kept', ...form });
    if (!problems) return expect(status).toBe(303);
    expect(status).toBe(422);
    for (const problem of problems) expect(text).toContain(`${problem}</p>`);
    expect(text).toContain('value="kept-token"');
    expect(text).toContain('value="Kept"');
    for (const id of [form.contacts ?? []].flat()) expect(text).toContain(`name="contacts" value="${id}"`);
    if (form.body?.trim()) expect(text).toContain(`${form.body}</textarea>`);
    expect(await count('campaigns')).toBe(before);
  });

  test('the only recipient who would be skipped', async () => {
    const [bare, optedOut] = (await acts.people([
      { first: 'Bare' },
      { first: 'Opal', numbers: [numberOf('617', 9001)] },
    ])) as [number, number];
    await acts.text(numberOf('617', 9001), 'STOP', clock.now());
    const before = await count('campaigns');
    const refused = async (contacts: number, body = 'Hi') => {
      const { status, text } = await dana.post(url, { contacts, body });
      return [status, /id="contacts-problem">([^<]*)/.exec(text)?.[1]];
    };
    expect(await refused(bare)).toEqual([422, 'Nothing was sent: Bare Lee would be skipped. No phone number.']);
    expect(await refused(optedOut)).toEqual([422, 'Nothing was sent: Opal Lee would be skipped. Opted out of texts.']);
    expect(await refused(mayaId, 'Ask {{Recruiter}}')).toEqual([
      422,
      'Nothing was sent: Maya Lindqvist would be skipped. No value for Recruiter.',
    ]);
    expect(await count('campaigns')).toBe(before);
  });
});

test('Who will be skipped, and why, is said before it is sent, and is what happens', async () => {
  const [home, twin, shares, bare, british, gone, tokyo] = (await acts.people([
    { first: 'Hope', numbers: [numberOf('617', 9100)] },
    { first: 'Twain', numbers: [numberOf('617', 9101)] },
    { first: 'Shari', numbers: [numberOf('617', 9100)] },
    { first: 'Nona' },
    { first: 'Brita', numbers: ['+442079460018'] },
    { first: 'Stoyan', numbers: [numberOf('617', 9102)] },
    { first: 'Aiko', numbers: [numberOf('617', 9103)], zone: 'Asia/Tokyo' },
  ])) as [number, number, number, number, number, number, number];
  await acts.text(numberOf('617', 9102), 'STOP', clock.now());
  await parley.write(`UPDATE contacts SET email = 'hope@h.example' WHERE id IN (?, ?, ?, ?)`, [
    home,
    twin,
    shares,
    tokyo,
  ]);
  const contacts = strings([home, twin, shares, bare, british, gone, tokyo, twin, mayaId]);
  const body = 'Hi {{First Name}} ({{E-mail}})';
  const { text } = await dana.post(`${url}/preview`, { contacts, body, example: String(twin) });
  expect(text).toContain('Hi Twain (hope@h.example)</p>');
  expect(text).toContain('<strong>3</strong> people get it, 3 segments in all');
  expect(text).toContain('It is night where Aiko Lee is; their text leaves at 8 AM their time.');
  const reasons = text.split('quick-reasons')[1]!.split('</dl>')[0]!;
  const said = [...reasons.matchAll(/<dt>([^<]*)<\/dt>\s*<dd>(.*?)<\/dd>/gs)].map(([, why, who]) => [
    why,
    who!.replace(/<[^>]*>/g, '').trim(),
  ]);
  expect(Object.fromEntries(said)).toEqual({
    'Shares a number with somebody who gets this text': 'Shari Lee',
    'No phone number': 'Nona Lee',
    'Not a mobile number': 'Brita Lee',
    'Opted out of texts': 'Stoyan Lee',
    'Listed twice': 'Twain Lee',
    'No value for E-mail': 'Maya Lindqvist',
  });
  const id = idOf((await dana.post(url, { contacts, body })).location);
  await acts.settle();
  expect(await acts.tally(id)).toMatchObject({
    ...{ total: 9, left: 2, waiting: 1 },
    skipped: { 'same-number': 1, 'no-number': 1, 'not-mobile': 1, 'opted-out': 1, twice: 1, 'no-value': 1 },
  });
  const listed = (await dana.get(url)).text;
  expect(listed).toContain('6 skipped');
  expect(listed).toMatch(/<progress max="9" value="8"/);
});

describe('Without script', () => {
  const preview = (form: Record<string, string | number | string[]>) => dana.post(`${url}/preview`, form);
  const chosen = (text: string) => [...text.matchAll(/name="contacts" value="(\d+)"/g)].map(([, id]) => Number(id));

  test('Search shows who matches, and adds the only one', async () => {
    const many = (await preview({ q: 'lee', step: 'search', body: 'So far' })).text;
    expect(chosen(many)).toEqual([]);
    expect(many).toContain('So far</textarea>');
    expect(many).toContain('Add<span class="visually-hidden"> Nona Lee');
    const one = (await preview({ q: '(617) 555-0111', step: 'search', contacts: String(leoId) })).text;
    expect(chosen(one)).toEqual([leoId, mayaId]);
    expect((await preview({ q: 'xylophone', step: 'search' })).text).toContain('No contact matches “xylophone”.');
  });

  test('recipients are added and taken away', async () => {
    expect(chosen((await preview({ contacts: String(leoId), add: mayaId, q: 'x' })).text)).toEqual([leoId, mayaId]);
    const both = strings([leoId, mayaId]);
    expect(chosen((await preview({ contacts: both, remove: leoId })).text)).toEqual([mayaId]);
    expect(chosen((await preview({ contacts: both, step: 'clear' })).text)).toEqual([]);
    const none = await preview({ contacts: both, remove: leoId, body: 'Kept' });
    expect(none.text).toContain('Kept</textarea>');
  });

  test('a template goes behind what is written; another’s own one can’t be had', async () => {
    const sam = await parley.as('sam');
    await sam.post('/account/templates', { name: 'Sam’s', body: 'Sam says' });
    await dana.post('/account/templates', { name: 'Dana’s', body: 'Hello {{First Name}}' });
    const [own, other] = await Promise.all(
      ['Dana’s', 'Sam’s'].map(
        async (name) => (await parley.rows<{ id: number }>('SELECT id FROM templates WHERE name = ?', [name]))[0]!.id,
      ),
    );
    const { text } = await preview({ contacts: String(mayaId), body: 'Good day.', template: own! });
    expect(text).toContain('Good day. Hello {{First Name}}</textarea>');
    expect(text).toContain('Good day. Hello Maya</p>');
    expect((await preview({ template: other! })).status).toBe(404);
  });

  test('an address names the recipients; strangers of another program stay strangers', async () => {
    const { text } = await dana.get(`${url}/new?contacts=${mayaId}&contacts=${leoId}&contacts=${mayaId}`);
    expect(chosen(text)).toEqual([mayaId, leoId]);
    const foreign = await (await parley.as('olive')).get(`${url}/new?contacts=${mayaId}`);
    expect([foreign.status, foreign.text.includes('Maya')]).toEqual([200, false]);
    expect(foreign.text).toContain('Deleted contact');
  });

  test('nothing is saved by looking', async () => {
    const before = await count('campaigns');
    await preview({ contacts: String(mayaId), body: 'Hello' });
    expect(await count('campaigns')).toBe(before);
  });
});

test('A thousand recipients are no trouble: few are shown, all of them go along', async () => {
  const ids = await acts.many(1000, '312');
  const { status, text } = await dana.post(`${url}/preview`, { contacts: strings(ids), body: 'Hi {{First Name}}' });
  expect(status).toBe(200);
  expect(text.match(/name="contacts"/g)).toHaveLength(1000);
  expect(text).toContain('and 940 more');
  expect(text).toContain('Send to 1,000 people');
});
