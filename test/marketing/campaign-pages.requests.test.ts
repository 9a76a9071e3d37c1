import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Campaigning } from '../support/campaigning.js';
import type { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';

// Ten in the morning in New York.
const clock = new SetClock(new Date('2026-11-20T15:00:00Z'));
let parley: Parley;
let marketing: Campaigning;
let jordan: Client;
let numberId: number;
let state: string;

beforeAll(async () => {
  parley = await Parley.start({ clock });
  marketing = await (await Campaigning.of(parley, clock)).byHand();
  jordan = await parley.as('jordan');
  const one = async (sql: string) => (await parley.rows<{ id: number }>(sql))[0]!.id;
  numberId = await one(`SELECT id FROM program_numbers WHERE number = '+12025550100'`);
  const { contactTypeId, programId, id } = parley.cast.maya;
  const address = await one(
    `SELECT id FROM contact_properties WHERE contact_type_id = ${contactTypeId} AND kind = 'address'`,
  );
  state = `p${address}.state`;
  await parley.write(
    `INSERT INTO property_values (program_id, contact_id, property_id, part, place, value, folded) VALUES (?, ?, ?, 'state', 0, 'MA', 'ma')`,
    [programId, id, address],
  );
});
afterAll(() => parley?.close());

const form = (own: Record<string, string | number | string[]> = {}) => ({
  ...{ name: 'Open day', type: '', 'steps.0.body': 'Hi {{First Name|there}}', programNumberId: numberId },
  ...{ when: 'now', failureLimit: '5', optOutLimit: '5', step: 'save' },
  ...own,
});
const draft = async (own: Parameters<typeof form>[0] = {}) =>
  (await jordan.post('/campaigns', form(own))).location!.replace('?saved=1', '');
const idOf = (url: string) => Number(url.split('/').at(-1));
const read = (url: string) => marketing.read(idOf(url));
const bodies = async (url: string) =>
  (
    await parley.rows<{ body: string }>('SELECT body FROM campaign_steps WHERE campaign_id = ? ORDER BY position', [
      idOf(url),
    ])
  ).map(({ body }) => body);
const region = { 'HX-Target': 'form#campaign-form', 'HX-Request': 'true' };

describe('Who may', () => {
  test('Counselors and Viewers are refused, another program finds nothing, strangers sign in', async () => {
    const url = await draft();
    for (const name of ['dana', 'riley'] as const) {
      const client = await parley.as(name);
      expect((await client.get('/campaigns')).status).toBe(403);
      expect((await client.get('/campaigns/new')).status).toBe(403);
      expect((await client.post(`${url}/send`, { version: 1 })).status).toBe(403);
      expect((await client.get('/conversations')).text).not.toContain('href="/campaigns"');
    }
    const olive = await parley.as('olive');
    for (const path of ['', '/review']) expect((await olive.get(url + path)).status).toBe(404);
    for (const path of ['', '/send', '/pause', '/resume', '/cancel', '/unschedule', '/duplicate', '/test', '/review'])
      expect([path, (await olive.post(url + path, form())).status]).toEqual([path, 404]);
    expect((await olive.delete(url)).status).toBe(404);
    expect((await olive.get('/campaigns')).text).not.toContain('Open day');
    expect((await parley.stranger().get('/campaigns')).location).toMatch(/^\/login/);
  });

  test('a Quick Message is no campaign', async () => {
    const id = await marketing.quickMessage([parley.cast.leo.id]);
    expect((await jordan.get(`/campaigns/${id}`)).status).toBe(404);
    expect((await jordan.post(`/campaigns/${id}/cancel`)).status).toBe(404);
  });
});

describe('A draft', () => {
  test('keeps everything that the form says', async () => {
    const url = await draft({
      ...{ name: '  Open   day ', type: parley.cast.maya.contactTypeId, f: `${state}.is.MA`, q: 'Maya' },
      ...{ 'steps.1.body': 'Still time', 'steps.1.waitDays': '3', 'steps.1.onlyIfNoReply': '1' },
      ...{ 'steps.2.body': 'Last call', 'steps.2.waitDays': '10' },
      ...{
        when: 'later',
        day: '2026-11-24',
        time: '10:30',
        skipsTextedToday: '1',
        failureLimit: '7',
        optOutLimit: '2',
      },
    });
    expect(await read(url)).toMatchObject({
      ...{ name: 'Open day', status: 'draft', programNumberId: numberId, failureLimit: 7, optOutLimit: 2 },
      audience: {
        ...{ q: 'Maya', typeId: parley.cast.maya.contactTypeId },
        filters: [{ field: state, operator: 'is', values: ['MA'] }],
      },
      startsAt: new Date('2026-11-24T15:30:00Z'),
      skipsTextedToday: true,
    });
    expect(await bodies(url)).toEqual(['Hi {{First Name|there}}', 'Still time', 'Last call']);
    const { text } = await jordan.get(url);
    expect(text).toContain('value="2026-11-24"');
    expect(text).toContain('value="10:30"');
    expect(text).toContain('Address: State is MA');
    expect(text).toContain('Search: Maya');
    expect(text).toContain('>Last call</textarea>');
  });

  test('may have no text yet, but then can’t be reviewed', async () => {
    const url = await draft({ 'steps.0.body': ' ' });
    expect(await bodies(url)).toEqual([]);
    const { status, text } = await jordan.post(url, form({ 'steps.0.body': '', step: 'review', version: 1 }));
    expect(status).toBe(422);
    expect(text).toContain('Write the text.');
    expect((await jordan.get(`${url}/review`)).text).toContain('Write the text first.');
    const sent = await jordan.post(`${url}/send`, { version: 1 });
    expect([sent.status, (await read(url)).status]).toEqual([422, 'draft']);
  });

  test('is made for those whom the contacts grid shows', async () => {
    const { text } = await jordan.get(`/campaigns/new?q=Leo&type=${parley.cast.leo.contactTypeId}&f=${state}.is-empty`);
    expect(text).toContain('Search: Leo');
    expect(text).toContain('Address: State is empty');
    expect(text).toContain('<strong>1 contact</strong>');
    expect(text).toContain('Leo Marchetti');
    expect(text).not.toContain('Maya Lindqvist');
  });

  test('sent twice by the same form is one; other words are another', async () => {
    const token = 'a-form-token';
    const [one, two] = [await draft({ token, name: 'Once' }), await draft({ token, name: 'Once' })];
    expect(two).toBe(one);
    expect(await draft({ token, name: 'Twice' })).not.toBe(one);
  });

  test('of two who change it at once the second is told, and keeps what was typed', async () => {
    const url = await draft();
    expect((await jordan.post(url, form({ name: 'First', version: 1 }))).status).toBe(303);
    const second = await (await parley.as('avery')).post(url, form({ name: 'Second', version: 1 }));
    expect(second.status).toBe(422);
    expect(second.text).toContain('Somebody changed this campaign in the meantime');
    expect(second.text).toContain('value="Second"');
    expect((await read(url)).name).toBe('First');
  });

  test('is duplicated and deleted', async () => {
    const url = await draft({ name: 'Spring visit' });
    const copy = (await jordan.post(`${url}/duplicate`)).location!;
    expect(await read(copy)).toMatchObject({ name: 'Spring visit (copy)', status: 'draft', startsAt: null });
    expect(await bodies(copy)).toEqual(await bodies(url));
    expect((await jordan.delete(copy)).location).toBe('/campaigns');
    expect((await jordan.get(copy)).status).toBe(404);
  });
});

describe('What can’t be saved is said beside the field, and nothing typed is lost', () => {
  test.each([
    [{ name: ' ' }, 'name', 'Give the campaign a name.'],
    [{ name: 'a'.repeat(121) }, 'name', 'A name can have 120 characters.'],
    [
      { 'steps.0.body': 'Hi {{Frist Name}}' },
      'steps.0.body',
      'There is no field “Frist Name”. Did you mean First Name?',
    ],
    [{ 'steps.0.body': 'a'.repeat(1001) }, 'steps.0.body', 'That is 1001 characters; a text can have 1000.'],
    [{ 'steps.1.body': 'Hi', 'steps.1.waitDays': 'soon' }, 'steps.1.waitDays', 'Write a number of days from 1 to 60.'],
    [{ 'steps.1.body': '', 'steps.1.waitDays': '3' }, 'steps.1.body', 'Write the text.'],
    [{ failureLimit: '0' }, 'failureLimit', 'Write a number from 1 to 100.'],
    [{ optOutLimit: '5,5' }, 'optOutLimit', 'Write a number from 1 to 100.'],
    [{ when: 'later', day: '2026-11-20', time: '09:59' }, 'startsAt', 'This time has passed.'],
    [{ when: 'later', day: '', time: '09:59' }, 'startsAt', 'Choose the day.'],
    [{ when: 'later', day: '2026-02-30', time: '09:59' }, 'startsAt', 'Choose the day.'],
    [{ when: 'later', day: '2026-12-01', time: 'noon' }, 'startsAt', 'Choose the time'],
    [{ when: 'later', day: '2028-12-01', time: '10:00' }, 'startsAt', 'Choose a time within the next year.'],
    [{ programNumberId: 999_999 }, 'programNumberId', 'Choose one of your numbers.'],
    [{ type: '999999' }, 'audience', 'This Contact Type is gone.'],
    [{ field: 'first-name', operator: 'is', value: '' }, 'filter', 'Say what to compare with.'],
  ])('%#', async (wrong, field, sentence) => {
    const { status, text } = await jordan.post('/campaigns', form({ 'steps.0.body': 'Keep me', ...wrong } as never));
    expect(status).toBe(422);
    expect(text).toContain(sentence);
    expect(text).toContain(`id="${field}-problem"`);
    if (!('steps.0.body' in wrong)) expect(text).toContain('>Keep me</textarea>');
  });

  test('several at once', async () => {
    const { text } = await jordan.post('/campaigns', form({ name: '', when: 'later', failureLimit: 'x' }));
    for (const field of ['name', 'startsAt', 'failureLimit']) expect(text).toContain(`href="#${field}-problem"`);
  });

  test('the number of another program', async () => {
    const [theirs] = await parley.rows<{ id: number }>(`SELECT id FROM program_numbers WHERE number = '+12025550200'`);
    expect((await jordan.post('/campaigns', form({ programNumberId: theirs!.id }))).status).toBe(422);
  });

  test('odd fields are no fault', async () => {
    const odd = { 'steps.0.body': ['a', 'b'], name: ['x', 'y'], step: ['save', 'save'], f: ['', 'nonsense', '..'] };
    expect((await jordan.post('/campaigns', odd)).status).toBe(422);
    expect((await jordan.get('/campaigns/new?f=a&f=b&type=x&q[]=1')).status).toBe(200);
    for (const step of ['remove-filter.9', 'remove-text.0', 'insert.7', 'add-text.-1', 'xyz'])
      expect((await jordan.post('/campaigns', form({ name: '', step }))).status).toBeLessThan(500);
  });
});

describe('The audience', () => {
  const after = (own: object) => jordan.post('/campaigns', form(own as never), region);

  test('is counted and sampled as filters are added and removed; nothing is saved', async () => {
    const all = await after({ step: 'show', name: 'Never saved' });
    expect(all.text).toMatch(/^<form id="campaign-form"/);
    expect(all.text).toContain('<strong>2 contacts</strong>');
    const added = await after({ step: 'add', field: state, operator: 'is', value: 'Massachusetts' });
    expect(added.status).toBe(200);
    expect(added.text).toContain(`name="f" value="${state}.is.Massachusetts"`);
    expect(added.text).toContain('<strong>1 contact</strong>');
    const removed = await after({ step: 'remove-filter.0', f: `${state}.is.MA` });
    expect(removed.text).not.toContain('name="f"');
    expect(removed.text).toContain('<strong>2 contacts</strong>');
    const [never] = await parley.rows(`SELECT id FROM campaigns WHERE name = 'Never saved'`);
    expect(never).toBeUndefined();
  });

  test('a filter that is wrong is refused when it is added', async () => {
    const { status, text } = await after({ step: 'add', field: 'created', operator: 'is', value: 'soon' });
    expect(status).toBe(422);
    expect(text).toContain('“soon” is not a date.');
  });

  test('a filter that is still being made is meant when the draft is saved', async () => {
    const url = await draft({ field: 'first-name', operator: 'starts-with', value: 'Ma' });
    expect((await read(url)).audience).toMatchObject({ filters: [{ field: 'first-name', values: ['Ma'] }] });
  });

  test('a filter that asks about what is gone is never left out by itself', async () => {
    const { status, text } = await jordan.post('/campaigns', form({ f: 'p999999.is.MA' }));
    expect(status).toBe(422);
    expect(text).toContain('A filter asks about something that is gone. Remove it.');
    expect(text).toContain('value="p999999.is.MA"');
    expect(text).not.toContain('2 contacts');
  });

  test('what is more than can be kept is refused', async () => {
    const values = Array.from({ length: 100 }, (_, place) => `${place}${'x'.repeat(180)}`).join(',');
    const f = ['first-name', 'last-name', 'email', 'time-zone'].map((field) => `${field}.is-any-of.${values}`);
    const { status, text } = await jordan.post('/campaigns', form({ f }));
    expect([status, text.includes('These filters hold too many values.')]).toEqual([422, true]);
  });

  test('nobody matches: it says so', async () => {
    expect((await after({ step: 'show', f: 'first-name.is.Nobody' })).text).toContain('Nobody matches.');
  });
});

describe('The texts', () => {
  const after = (own: object) => jordan.post('/campaigns', form(own as never), region);

  test('are shown as the chosen contact gets them', async () => {
    const body = 'Hi {{First Name}} of {{Address: State}}';
    const maya = await after({ step: 'preview', 'steps.0.body': body, example: parley.cast.maya.id });
    expect(maya.text).toContain('Hi Maya of MA</p>');
    const leo = await after({ step: 'preview', 'steps.0.body': body, example: parley.cast.leo.id });
    expect(leo.text).toContain('Leo Marchetti has no Address: State');
    const [olives] = await parley.rows<{ id: number }>('SELECT id FROM users WHERE name = ?', ['Olive Park']);
    expect((await after({ step: 'preview', example: olives!.id })).text).not.toContain('Olive');
  });

  test('follow each other, up to five, and a template goes behind what is written', async () => {
    const two = await after({ step: 'add-text' });
    expect(two.text).toContain('name="steps.1.body"');
    expect(two.text).not.toContain('name="steps.2.body"');
    const one = await after({ step: 'remove-text.1', 'steps.1.body': 'Gone', 'steps.1.waitDays': '3' });
    expect(one.text).not.toContain('name="steps.1.body"');
    const five = Object.fromEntries(
      [1, 2, 3, 4].flatMap((place) => [
        [`steps.${place}.body`, `Text ${place}`],
        [`steps.${place}.waitDays`, '1'],
      ]),
    );
    expect((await after({ step: 'show', ...five })).text).not.toContain('value="add-text"');
    await (await parley.as('avery')).post('/settings/templates', { name: 'Visit', body: 'Come, {{First Name}}!' });
    const [template] = await parley.rows<{ id: number }>(`SELECT id FROM templates WHERE name = 'Visit'`);
    const inserted = await after({ step: 'insert.0', 'steps.0.body': 'Hello.', 'steps.0.template': template!.id });
    expect(inserted.text).toContain('Hello. Come, {{First Name}}!</textarea>');
    expect((await after({ step: 'insert.0', 'steps.0.template': 999_999 })).status).toBe(404);
  });
});

describe('The list', () => {
  test('shows the newest first with status, audience and progress, and can be narrowed to a status', async () => {
    const name = 'Progressing';
    const id = await marketing.campaign([parley.cast.maya.id, parley.cast.leo.id], ['Hello'], { name });
    await marketing.settle();
    const url = await draft({ name: 'Newest', f: `${state}.is.MA` });
    const { text } = await jordan.get('/campaigns');
    expect(text.indexOf('Newest')).toBeLessThan(text.indexOf(name));
    expect(rowOf(text, idOf(url))).toContain('Address: State is MA');
    expect(rowOf(text, idOf(url))).toContain('Draft');
    expect(rowOf(text, id)).toMatch(/Sent.*2 picked contacts.*2 texts/s);
    const drafts = (await jordan.get('/campaigns?status=draft')).text;
    expect([drafts.includes('Newest'), drafts.includes(name)]).toEqual([true, false]);
    expect((await jordan.get('/campaigns?status=paused')).text).toContain('No campaign has this status');
    expect((await jordan.get('/campaigns?status=nonsense&before=x')).status).toBe(200);
    expect((await (await parley.as('olive')).get('/campaigns')).text).toContain('No campaign yet');
  });

  test('goes on page by page, each campaign once', async () => {
    for (let count = 0; count < 25; count++) await draft({ name: `Many ${count}` });
    const seen: string[] = [];
    for (let path: string | null = '/campaigns'; path;) {
      const { text }: { text: string } = await jordan.get(path);
      seen.push(...[...text.matchAll(/id="campaign-(\d+)"/g)].map(([, id]) => id!));
      path = /<a href="([^"]*)" data-more/.exec(text)?.[1]?.replace('&#x3D;', '=') ?? null;
    }
    const rows = await parley.rows<{ id: number }>(
      `SELECT id FROM campaigns WHERE program_id = ? AND kind = 'campaign' ORDER BY id DESC`,
      [parley.cast.program.id],
    );
    expect(seen).toEqual(rows.map(({ id }) => String(id)));
  });

  const rowOf = (text: string, id: number) => new RegExp(`<tr id="campaign-${id}">.*?</tr>`, 's').exec(text)![0];
});

describe('Steering', () => {
  test('pauses, resumes and cancels, and says what it does not do any more', async () => {
    const ids = await marketing.many(3, '617', 8000);
    const id = await marketing.campaign(ids);
    const url = `/campaigns/${id}`;
    const press = async (what: string) => (await jordan.post(`${url}/${what}`)).status;
    expect(await press('resume')).toBe(422);
    expect(await press('unschedule')).toBe(422);
    expect(await press('pause')).toBe(303);
    expect((await (await parley.as('avery')).get(url)).text).toContain('Jordan Reyes paused it.');
    const paused = await jordan.get(url);
    expect(paused.text).toContain('You paused it.');
    expect(paused.text).toContain(`action="${url}/resume"`);
    const again = await jordan.post(`${url}/pause`);
    expect([again.status, again.text.includes('Only what is being sent can be paused.')]).toEqual([422, true]);
    await marketing.settle();
    expect(await marketing.tally(id)).toMatchObject({ left: 0 });
    expect(await press('resume')).toBe(303);
    await marketing.feed();
    expect(await press('cancel')).toBe(303);
    expect((await jordan.get(url)).text).toContain('Canceled');
    expect([await press('cancel'), await press('pause'), await press('resume')]).toEqual([422, 422, 422]);
    const deleted = await jordan.delete(url);
    expect([deleted.status, deleted.text.includes('what was sent is kept')]).toEqual([422, true]);
    const edited = await jordan.post(url, form({ version: 1 }));
    expect([edited.status, edited.text.includes('Only a draft can be changed.')]).toEqual([422, true]);
  });

  test('a draft can’t be paused, which is said on its page', async () => {
    const url = await draft();
    const { status, text } = await jordan.post(`${url}/pause`);
    expect(status).toBe(422);
    expect(text).toContain('Only what is being sent can be paused.');
    expect(text).toContain('id="campaign-form"');
  });

  test.each([
    [{ because: 'failures', share: 12 }, '12% of its texts did not arrive', 'Fix them and resume'],
    [{ because: 'unconfirmed', share: 80 }, 'of 80% of its texts the provider did not say', 'Resume once'],
    [{ because: 'opt-outs', share: 6 }, '6% of those who got it opted out', 'Cancel what is left'],
    [{ because: 'credentials' }, 'the provider does not accept our keys', 'Tell your Administrator'],
    [{ because: 'no-credit' }, 'the credit with the provider is used up', 'topped up'],
  ])('says why it paused itself and what to do: %j', async (pause, reason, advice) => {
    const id = await marketing.campaign([parley.cast.maya.id]);
    await parley.write(`UPDATE campaigns SET status = 'paused', pause = ? WHERE id = ?`, [
      JSON.stringify({ byUserId: null, at: clock.now().toISOString(), ...pause }),
      id,
    ]);
    const { text } = await jordan.get(`/campaigns/${id}`);
    expect(text).toContain(reason);
    expect(text).toContain(advice);
    expect((await jordan.get('/campaigns?status=paused')).text).toContain('Paused –');
    await jordan.post(`/campaigns/${id}/cancel`);
  });
});
