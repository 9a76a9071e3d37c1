import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Campaigning, numberOf } from '../support/campaigning.js';
import type { Answer, Client } from '../support/client.js';
import { eventually } from '../support/browser.js';
import { Parley, Remembering } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';

// Ten in the morning in New York, seven in Los Angeles.
const clock = new SetClock(new Date('2026-11-20T15:00:00Z'));
const carrier = new Remembering();
const own = '+16175550190';
let parley: Parley;
let marketing: Campaigning;
let jordan: Client;
let numberId: number;
let recruiter: number;

beforeAll(async () => {
  parley = await Parley.start({ clock, carrier });
  marketing = await (await Campaigning.of(parley, clock)).byHand();
  jordan = await parley.as('jordan');
  const [row] = await parley.rows<{ id: number }>(`SELECT id FROM program_numbers WHERE number = '+12025550100'`);
  numberId = row!.id;
  const [property] = await parley.rows<{ id: number }>(
    `SELECT id FROM contact_properties WHERE contact_type_id = ? AND name = 'Recruiter'`,
    [parley.cast.maya.contactTypeId],
  );
  recruiter = property!.id;
});
afterAll(() => parley?.close());

const form = (own: Record<string, string | number> = {}) => ({
  ...{ name: 'Open day', 'steps.0.body': 'Hi {{First Name}}', programNumberId: numberId },
  ...{ when: 'now', failureLimit: '5', optOutLimit: '5', step: 'review' },
  ...own,
});
const draft = async (own: Parameters<typeof form>[0] = {}) =>
  (await jordan.post('/campaigns', form(own))).location!.replace('/review', '');
const idOf = (url: string) => Number(url.split('/').at(-1));
const status = (url: string) => marketing.status(idOf(url));
const plain = (html: string) =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&#x3D;', '=')
    .replaceAll(/\s+/g, ' ');

/** The page once everybody has been looked at. */
async function reviewed(url: string): Promise<Answer> {
  let answer = await jordan.get(`${url}/review`);
  await eventually(async () => {
    answer = await jordan.get(`${url}/review`);
    return answer.status !== 200 || !answer.text.includes('data-again');
  });
  return answer;
}
const people = async (...all: Parameters<Campaigning['people']>[0]) => (await marketing.people(all)).join(' ');
const rate = (perMinute: number) =>
  parley.write('UPDATE program_numbers SET segments_per_minute = ? WHERE id = ?', [perMinute, numberId]);

describe('The review', () => {
  test('says who gets it, and of everybody else why not', async () => {
    const n = (place: number) => numberOf('617', 2000 + place);
    await marketing.text(n(3), 'STOP', clock.now());
    await marketing.quickMessage(
      (await marketing.people([{ first: 'Once', numbers: [n(7)] }])).slice(0, 1),
      'Earlier today',
    );
    await marketing.settle();
    const [onceAgain] = await parley.rows<{ id: number }>(`SELECT id FROM contacts WHERE first_name = 'Once'`);
    const contacts = await people(
      { first: 'Ann', numbers: [n(1)] },
      { first: 'Ben', numbers: [n(2)] },
      { first: 'Stopped', numbers: [n(3)] },
      { first: 'Unreachable' },
      { first: 'Tollfree', numbers: ['+18005550123'] },
      { first: 'Sibling', numbers: [n(1)] },
      { first: 'Mobile', numbers: ['+18005550124', n(4)] },
    );
    const [, ben] = contacts.split(' ');
    await parley.write(
      'INSERT INTO contact_users (program_id, contact_id, property_id, user_id, place, created_at) VALUES (?, ?, ?, ?, 0, ?)',
      [parley.cast.program.id, ben!, recruiter, parley.cast.dana.id, clock.now()],
    );
    const url = await draft({
      ...{ contacts: `${contacts} ${onceAgain!.id}`, skipsTextedToday: '1', 'steps.0.body': 'Hi {{First Name}}' },
      ...{ 'steps.1.body': 'Ask {{Recruiter}}', 'steps.1.waitDays': '3', 'steps.1.onlyIfNoReply': '1' },
    });
    const text = plain((await reviewed(url)).text);
    expect(text).toContain('3 people get this campaign');
    expect(text).toContain('Of 8 contacts in the audience');
    expect(text).toContain('5 are skipped');
    expect(text).toMatch(/No phone number 1 Unreachable Lee/);
    expect(text).toMatch(/Not a mobile number 1 Tollfree Lee/);
    expect(text).toMatch(/Opted out of texts 1 Stopped Lee/);
    expect(text).toMatch(/Shares a number with somebody who gets this text 1 Sibling Lee/);
    expect(text).toMatch(/Was texted by another Quick Message or Campaign today 1 Once Lee/);
    expect(text).toContain('3 in all for text 1; 1 in the longest text');
    expect(text).toContain('Text 2 Up to 1 text with 1 segment. 2 can’t get it');
    expect(text).toContain('Hi Mobile 9 characters · 1 segment · to Mobile Lee');
    expect(text).toContain('3 days after text 1, only to those who have not replied');

    // What was said is what happens.
    await jordan.post(`${url}/send`, { version: 1 });
    await marketing.settle();
    expect(await marketing.tally(idOf(url))).toMatchObject({
      left: 3,
      skipped: { 'no-number': 1, 'not-mobile': 1, 'opted-out': 1, 'same-number': 1, 'texted-today': 1 },
    });
  });

  test('of those for whom a field has no value, or makes the text too long', async () => {
    const contacts = await people(
      { first: 'Short', numbers: [numberOf('617', 2100)] },
      { first: 'L'.repeat(60), numbers: [numberOf('617', 2101)] },
      { first: '', numbers: [numberOf('617', 2102)] },
    );
    const body = `${'{{First Name}}'.repeat(10)}${'x'.repeat(500)}`;
    const url = await draft({ contacts, 'steps.0.body': body });
    const text = plain((await reviewed(url)).text);
    expect(text).toContain('1 person gets this campaign');
    expect(text).toMatch(/No value for First Name 1 Lee/);
    expect(text).toMatch(/The text is too long with their values 1 L+ Lee/);
    expect(text).toContain('4 in all; 4 in the longest text');
  });

  test('says how long it takes at the rate of the number, and who waits until morning', async () => {
    const east = await marketing.many(60, '617', 2200);
    // Seven in the morning in Los Angeles, whatever their number says.
    const west = await marketing.people(
      Array.from({ length: 5 }, (_, place) => ({
        numbers: [numberOf('617', 2300 + place)],
        zone: 'America/Los_Angeles',
      })),
    );
    await rate(2);
    const url = await draft({ contacts: [...east, ...west].join(' '), 'steps.0.body': 'Hello' });
    const text = plain((await reviewed(url)).text);
    expect(text).toContain('About 5 wait until morning.');
    // Sixty take half an hour; the five leave at eight in Los Angeles.
    expect(text).toMatch(
      /Takes About 32 minutes, at 2 segments a minute; with quiet hours it is done about Nov 20, 2026, 11:0\d AM/,
    );
    await rate(6_000_000);
    const night = await draft({
      ...{ contacts: east.join(' '), 'steps.0.body': 'Hello' },
      ...{ when: 'later', day: '2026-11-20', time: '21:00' },
    });
    expect(plain((await reviewed(night)).text)).toContain('All of them wait until morning.');
  });

  test('looks at a whole Contact Type, and is counted anew when asked', async () => {
    const url = await draft({ type: parley.cast.maya.contactTypeId, f: 'first-name.is.Maya', 'steps.0.body': 'Hello' });
    expect(plain((await reviewed(url)).text)).toContain('1 person gets this campaign');
    await marketing.people([{ first: 'Maya', numbers: [numberOf('617', 2400)] }]);
    expect(plain((await reviewed(url)).text)).toContain('1 person gets this campaign');
    expect((await jordan.post(`${url}/review`)).location).toBe(`${url}/review`);
    expect(plain((await reviewed(url)).text)).toContain('2 people get this campaign');
  });

  test('shows how far it is while it counts, and works as a region', async () => {
    const url = await draft();
    const first = await jordan.get(`${url}/review`, { 'HX-Target': 'div#review', 'HX-Request': 'true' });
    expect(first.text).toMatch(/^<div id="review"/);
    expect(first.text).toContain(`data-again="${url}/review"`);
    expect(first.text).toContain('<noscript>');
    expect(first.text).not.toContain('/send"');
  });
});

describe('Sending', () => {
  const contacts = async (place: number) => people({ first: 'Ann', numbers: [numberOf('617', 3000 + place)] });

  test('pressed twice sends once', async () => {
    const url = await draft({ contacts: await contacts(0) });
    const presses = await Promise.all([1, 2].map(() => jordan.post(`${url}/send`, { version: 1 })));
    expect(presses.map(({ location }) => location)).toEqual([url, url]);
    await marketing.settle();
    expect((await jordan.post(`${url}/send`, { version: 1 })).status).toBe(303);
    await marketing.settle();
    expect(carrier.to(numberOf('617', 3000))).toEqual(['Hi Ann']);
    expect(await status(url)).toBe('sent');
    expect((await jordan.get(`${url}/review`)).location).toBe(url);
  });

  test('what was changed since it was reviewed is not sent', async () => {
    const url = await draft({ contacts: await contacts(1) });
    await (await parley.as('avery')).post(url, form({ version: 1, name: 'Other words', contacts: await contacts(2) }));
    const { status: answer, text } = await jordan.post(`${url}/send`, { version: 1 });
    expect(answer).toBe(422);
    expect(text).toContain('Somebody changed this campaign since you looked at it.');
    expect(text).toContain('Other words');
    expect(await status(url)).toBe('draft');
  });

  test('an audience of nobody can’t be sent', async () => {
    const url = await draft({ f: 'first-name.is.Xylophone' });
    const { status: answer, text } = await jordan.post(`${url}/send`, { version: 1 });
    expect([answer, text.includes('Nobody would get this campaign, so it was not sent.')]).toEqual([422, true]);
    const unreachable = await draft({ contacts: await people({ first: 'Unreachable' }) });
    const { text: page } = await reviewed(unreachable);
    expect(plain(page)).toContain('Nobody would get this campaign');
    expect(page).not.toContain(`${unreachable}/send"`);
    expect((await jordan.post(`${unreachable}/send`, { version: 1 })).status).toBe(422);
    expect([await status(url), await status(unreachable)]).toEqual(['draft', 'draft']);
  });

  test('a field that is gone by now is said before 5,000 get its braces', async () => {
    const avery = await parley.as('avery');
    const properties = `/settings/contact-types/${parley.cast.maya.contactTypeId}/properties`;
    await avery.post(properties, { kind: 'text', name: 'Nickname' });
    const url = await draft({ contacts: await contacts(3), 'steps.0.body': 'Hi {{Nickname|you}}' });
    await parley.write(`UPDATE contact_properties SET name = 'Called' WHERE name = 'Nickname'`);
    expect((await reviewed(url)).text).toContain('There is no field “Nickname”.');
    expect((await jordan.post(`${url}/send`, { version: 1 })).status).toBe(422);
    expect(await status(url)).toBe('draft');
  });

  test('at its time: it begins by itself, and until then it can go back to a draft', async () => {
    const url = await draft({ contacts: await contacts(4), when: 'later', day: '2026-11-20', time: '11:30' });
    expect((await reviewed(url)).text).toContain('Schedule for Nov 20, 2026, 11:30 AM');
    expect((await jordan.post(`${url}/send`, { version: 1 })).location).toBe(url);
    await marketing.settle();
    expect(await status(url)).toBe('scheduled');
    const { text } = await jordan.get(url);
    expect(text).toContain('Scheduled for Nov 20, 2026, 11:30 AM');
    expect(text).toContain('Back to draft');
    await jordan.post(`${url}/unschedule`);
    expect(await status(url)).toBe('draft');
    await jordan.post(`${url}/send`, { version: 1 });
    clock.pass(2 * 3600_000);
    await marketing.settle();
    expect(carrier.to(numberOf('617', 3004))).toEqual(['Hi Ann']);
    expect((await jordan.get(url)).text).toContain('Sent');
  });

  test('a time that has passed since is said', async () => {
    const url = await draft({ contacts: await contacts(5), when: 'later', day: '2026-11-20', time: '13:30' });
    clock.pass(2 * 3600_000);
    const { status: answer, text } = await jordan.post(`${url}/send`, { version: 1 });
    expect([answer, text.includes('The time set for it has passed.')]).toEqual([422, true]);
    expect(await status(url)).toBe('draft');
  });
});

describe('A test', () => {
  let url: string;
  const ask = (own: Record<string, string | number> = {}) =>
    jordan.post(`${url}/test`, { number: '(617) 555-0190', contact: parley.cast.maya.id, text: 1, ...own });

  beforeAll(async () => {
    url = await draft({ 'steps.1.body': 'Still {{First Name}}?', 'steps.1.waitDays': '3' });
  });

  test('arrives as the chosen contact would get it, once for each form, and sends nothing else', async () => {
    const { status: answer, location } = await ask({ token: 'test-token' });
    expect([answer, location]).toEqual([303, `${url}/review?tested=now`]);
    await ask({ token: 'test-token' });
    await ask({ text: 2, contact: parley.cast.leo.id });
    await marketing.settle();
    expect(carrier.to(own)).toEqual(['Hi Maya', 'Still Leo?']);
    expect((await jordan.get(location!)).text).toContain('The test is on its way.');
    expect(await status(url)).toBe('draft');
    expect((await marketing.tally(idOf(url))).total).toBe(0);
    expect((await jordan.get('/conversations?status=any')).text).not.toContain('Hi Maya');
  });

  test('to a number of a contact is in their thread', async () => {
    await ask({ number: '+16175550112' });
    await marketing.settle();
    expect(carrier.to('+16175550112').at(-1)).toBe('Hi Maya');
    const threads = await parley.rows('SELECT contact_id FROM conversations WHERE number = ?', ['+16175550112']);
    expect(threads).toEqual([{ contact_id: parley.cast.leo.id }]);
  });

  test('goes to no number that has opted out, and to nothing that is no number', async () => {
    await marketing.text('+16175550191', 'STOP', clock.now());
    const out = await ask({ number: '+16175550191' });
    expect([out.status, out.text.includes('This number has opted out of texts')]).toEqual([422, true]);
    expect(out.text).toContain('value="+16175550191"');
    const wrong = await ask({ number: '12' });
    expect([wrong.status, wrong.text.includes('“12” is not a phone number.')]).toEqual([422, true]);
    expect((await ask({ contact: 0 })).text).toContain('Choose a contact to fill it in for.');
    const [theirs] = await parley.rows<{ id: number }>('SELECT id FROM programs WHERE name = ?', ['Otherton']);
    expect((await ask({ contact: theirs!.id + 1_000_000 })).status).toBe(422);
  });

  test('at night it says that it leaves in the morning', async () => {
    expect((await ask({ number: '+442079460018' })).location).toBe(`${url}/review?tested=now`);
    expect((await ask({ number: '+819012345678' })).location).toBe(`${url}/review?tested=morning`);
  });

  test('is sent ten times an hour at the most', async () => {
    const answers = [];
    for (let count = 0; count < 10; count++) answers.push((await ask()).status);
    expect(answers.at(-1)).toBe(422);
    expect(answers.filter((answer) => answer === 303).length).toBeLessThan(10);
    expect((await ask()).text).toContain('You have sent 10 tests within an hour.');
  });

  test('of what is sent already is refused', async () => {
    const sent = await draft({ contacts: await people({ first: 'Ann', numbers: [numberOf('617', 3100)] }) });
    await jordan.post(`${sent}/send`, { version: 1 });
    const { status: answer, text } = await jordan.post(`${sent}/test`, { number: own });
    expect([answer, text.includes('no longer a draft')]).toEqual([422, true]);
  });
});
