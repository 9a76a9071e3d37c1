import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Linking } from '../../src/conversations/linking.js';
import { Threads } from '../../src/conversations/threads.js';
import { asDate } from '../../src/database/columns.js';
import { Members } from '../../src/people/members.js';
import type { Client } from '../support/client.js';
import { Parley, Remembering } from '../support/parley.js';

let parley: Parley;
let jordan: Client;
const carrier = new Remembering();

beforeAll(async () => {
  parley = await Parley.start({ carrier });
  jordan = await parley.as('jordan');
});
afterAll(() => parley?.close());

let last = 30;
let number: string;
beforeEach(() => {
  number = `+131255501${(last += 1)}`;
});

const typeId = async () =>
  (
    await parley.rows<{ id: number }>("SELECT id FROM contact_types WHERE name = 'Applicant' AND program_id = ?", [
      parley.cast.program.id,
    ])
  )[0]!.id;

async function contact(firstName: string, lastName: string, ...numbers: string[]): Promise<number> {
  const { location } = await jordan.post('/contacts', {
    firstName,
    lastName,
    contactTypeId: await typeId(),
    numbers,
    labels: numbers.map(() => 'Mobile'),
  });
  return Number(location!.split('/').at(-1));
}

const threads = (of: string) =>
  parley.rows<{ id: number; contact_id: number | null; status: string; is_listed: number }>(
    'SELECT id, contact_id, status, is_listed FROM conversations WHERE number = ? ORDER BY id',
    [of],
  );

describe('a text of nobody known', () => {
  test('waits in Unknown senders, for those who edit contacts, and in no list of conversations', async () => {
    await parley.text(number, 'Hi, is this admissions?');
    await parley.text(number, 'Second try');
    const { text } = await jordan.get('/unknown-senders');
    expect(text).toContain('Hi, is this admissions?');
    expect(text).toContain('Second try');
    expect((await jordan.get('/conversations?status=any')).text).not.toContain('Second try');
    const [thread] = await threads(number);
    expect((await jordan.get(`/conversations/${thread!.id}`)).status).toBe(404);
  });

  test('becomes a conversation when a contact is made from it, as if it had just arrived', async () => {
    await parley.text(number, 'I am Noor');
    const [unknown] = await threads(number);
    const form = await jordan.get(`/unknown-senders/${unknown!.id}/contact`);
    expect(form.text).toContain(number.replace('+1312555', '(312) 555-'));
    const made = await jordan.post(`/unknown-senders/${unknown!.id}/contact`, {
      firstName: 'Noor',
      lastName: 'Haddad',
      contactTypeId: await typeId(),
      numbers: [number],
      labels: ['Mobile'],
    });
    expect(made.status).toBe(303);
    const shown = await jordan.get(made.location!);
    expect(shown.text).toContain('I am Noor');
    expect(shown.text).toContain('linked this number to Noor Haddad');
    expect(await threads(number)).toMatchObject([{ status: 'open', is_listed: 1 }]);
    await parley.text(number, 'And a second one');
    expect((await threads(number)).length).toBe(1);
  });

  test('is linked to a contact who is there already, whose record gains the number', async () => {
    await parley.text(number, 'New phone!');
    const [unknown] = await threads(number);
    const search = await jordan.get(`/unknown-senders/${unknown!.id}/link?q=Lindqvist`);
    expect(search.text).toContain('Maya Lindqvist');
    const linked = await jordan.post(`/unknown-senders/${unknown!.id}/link`, { contact: parley.cast.maya.id });
    expect(linked.status).toBe(303);
    expect((await jordan.get(`/contacts/${parley.cast.maya.id}`)).text).toContain(`tel:${number}`);
    expect((await jordan.get(linked.location!)).text).toContain('New phone!');
    expect((await jordan.get('/unknown-senders')).text).not.toContain('New phone!');
  });

  test('that comes while somebody links its number follows the others to the contact', async () => {
    await parley.text(number, 'The first one');
    const [unknown] = await threads(number);
    const { leo, jordan: by, program } = parley.cast;
    const member = (await parley.app.get(Members).find(by.id, program.id))!;
    // It finds nobody who has the number; by the time that it may look for the thread, the link is made.
    const all = parley.app.get(Threads);
    const whoHas = all.whoHas.bind(all);
    const looking = jest.spyOn(all, 'whoHas').mockImplementationOnce(async (...said) => {
      const nobody = await whoHas(...said);
      await parley.app.get(Linking).link(unknown!.id, leo.id, member);
      return nobody;
    });
    await parley.text(number, 'The second one');
    looking.mockRestore();
    expect(await threads(number)).toMatchObject([{ contact_id: leo.id, status: 'open', is_listed: 1 }]);
    expect((await jordan.get('/unknown-senders')).text).not.toContain('The second one');
    expect((await jordan.get(`/conversations/${(await threads(number))[0]!.id}`)).text).toContain('The second one');
  });

  test('shows the last five texts of somebody who sent six, and that there are six', async () => {
    for (const body of ['one', 'two', 'three', 'four', 'five', 'six']) await parley.text(number, `${body} of six`);
    const { text } = await jordan.get('/unknown-senders');
    expect([text.includes('one of six'), text.includes('two of six'), text.includes('six of six')]).toEqual([
      false,
      true,
      true,
    ]);
    expect(text).toContain('6 texts');
  });

  test('opts out all the same', async () => {
    await parley.text(number, 'STOP');
    await parley.flush();
    expect(carrier.to(number)).toHaveLength(1);
    expect((await jordan.get('/unknown-senders')).text).not.toContain(number);
  });
});

describe('a number of two siblings', () => {
  test('goes to the one who was texted last, says so, and can be moved to the other', async () => {
    await contact('Ada', 'Twin', number);
    await parley.text(number, 'First from Ada');
    const [first] = await threads(number);
    const bea = await contact('Bea', 'Twin', number);
    await jordan.post(`/conversations/${first!.id}/messages`, { body: 'Hello Ada' });
    await parley.text(number, 'Actually this is Bea');

    const shown = await jordan.get(`/conversations/${first!.id}`);
    expect(shown.text).toContain('Actually this is Bea');
    expect(shown.text).toContain('Move the unanswered texts to Bea Twin');
    const moved = await jordan.post(`/conversations/${first!.id}/contact`, { contact: bea });
    expect(moved.status).toBe(303);
    const ofBea = await jordan.get(moved.location!);
    expect(ofBea.text).toContain('Actually this is Bea');
    expect(ofBea.text).not.toContain('First from Ada');
    const ofAda = await jordan.get(`/conversations/${first!.id}`);
    expect(ofAda.text).toContain('First from Ada');
    expect(ofAda.text).not.toContain('Actually this is Bea');
    expect(await threads(number)).toMatchObject([{ status: 'resolved' }, { status: 'open', contact_id: bea }]);
  });

  test('moved texts make nobody who waits already wait anew', async () => {
    const bea = await contact('Bea', 'Waits', number);
    await parley.text(number, 'Bea, an hour ago');
    const [beas] = await threads(number);
    const since = new Date('2026-11-22T12:00:00.000Z');
    await parley.write('UPDATE conversations SET waiting_since = ? WHERE id = ?', [since, beas!.id]);
    await contact('Ada', 'Waits', number);
    await parley.text(number, 'Bea again');
    const adas = (await threads(number)).at(-1)!;
    expect(adas.id).not.toBe(beas!.id);
    await jordan.post(`/conversations/${adas.id}/contact`, { contact: bea });
    const [waits] = await parley.rows<{ waiting_since: string | Date }>(
      'SELECT waiting_since FROM conversations WHERE id = ?',
      [beas!.id],
    );
    expect(asDate(waits!.waiting_since)).toEqual(since);
  });

  test('nothing moves to somebody who does not have the number, or when all is answered', async () => {
    await contact('Cy', 'Twin', number);
    const dee = await contact('Dee', 'Twin', number);
    await parley.text(number, 'Hello');
    const [thread] = await threads(number);
    expect((await jordan.post(`/conversations/${thread!.id}/contact`, { contact: parley.cast.leo.id })).status).toBe(
      422,
    );
    const toItself = await jordan.post(`/conversations/${thread!.id}/contact`, { contact: thread!.contact_id! });
    expect(toItself.text).toContain('already with this contact');
    expect((await threads(number)).at(-1)!.status).toBe('open');
    await jordan.post(`/conversations/${thread!.id}/messages`, { body: 'Hi' });
    const other =
      thread!.contact_id === dee
        ? (await parley.rows<{ id: number }>("SELECT id FROM contacts WHERE first_name = 'Cy'"))[0]!.id
        : dee;
    expect((await jordan.post(`/conversations/${thread!.id}/contact`, { contact: other })).text).toContain(
      'no unanswered texts',
    );
    expect(await threads(number)).toHaveLength(1);
  });

  test('what Parley answers by itself or sends to many is no answer to them, and where all is answered nothing is offered', async () => {
    await contact('Ann', 'Twin', number);
    await parley.text(number, 'Who are you?');
    const [thread] = await threads(number);
    await parley.text(number, 'HELP');
    const bo = await contact('Bo', 'Twin', number);
    const path = `/conversations/${thread!.id}`;
    for (const source of ['answer', 'campaign', 'quick-message']) {
      const ours = `UPDATE messages SET source = ? WHERE direction = 'outbound' AND conversation_id = ?`;
      expect(await parley.write(ours, [source, thread!.id])).toBe(1);
      expect((await jordan.get(path)).text).toContain('Move the unanswered texts to Bo Twin');
    }
    await jordan.post(`${path}/messages`, { body: 'Hi' });
    const answered = (await jordan.get(path)).text;
    expect([answered.includes('also belongs to Bo Twin'), answered.includes('Move the')]).toEqual([true, false]);
    await parley.text(number, 'This is Bo');
    await parley.text(number, 'HELP');
    const moved = await jordan.post(`${path}/contact`, { contact: bo });
    expect((await jordan.get(moved.location!)).text).toContain('This is Bo');
  });

  test('STOP on it stops the texts to both', async () => {
    await contact('Eve', 'Twin', number);
    await contact('Fay', 'Twin', number);
    await parley.text(number, 'Hello');
    await parley.text(number, 'STOP');
    const [thread] = await threads(number);
    expect((await jordan.post(`/conversations/${thread!.id}/messages`, { body: 'Hi' })).status).toBe(422);
    expect((await jordan.get(`/conversations/${thread!.id}`)).text).toContain('Opted out by texting');
    expect(await parley.rows('SELECT 1 FROM opt_outs WHERE number = ?', [number])).toHaveLength(1);
  });
});

test('a contact who texts from two telephones has two conversations, and each offers the other', async () => {
  const second = `+131255501${(last += 1)}`;
  await contact('Gus', 'Twophones', number, second);
  await parley.text(number, 'From the first');
  await parley.text(second, 'From the second');
  const [one] = await threads(number);
  const [two] = await threads(second);
  expect((await jordan.get(`/conversations/${one!.id}`)).text).toContain(`href="/conversations/${two!.id}"`);
  const tab = await jordan.get(`/contacts/${one!.contact_id}/conversations`);
  expect(tab.text).toContain('From the first');
  expect(tab.text).toContain('From the second');
});

test('STOP on one of our numbers is told in the thread on the other one too', async () => {
  await contact('Hal', 'Twolines', number);
  await parley.write(
    `INSERT INTO program_numbers (program_id, number, label, is_default) VALUES (?, '+12025550190', 'Financial aid', 0)`,
    [parley.cast.program.id],
  );
  await parley.text(number, 'To the main line');
  await parley.text(number, 'To financial aid', { to: '12025550190' });
  const [main, aid] = await threads(number);
  await parley.text(number, 'Stop ', { to: '12025550190' });
  for (const thread of [main, aid]) {
    const { text } = await jordan.get(`/conversations/${thread!.id}`);
    expect(text).toContain('Opted out by texting “Stop”');
    expect(text).not.toContain('<textarea id="body"');
  }
  await parley.flush();
  expect(carrier.to(number)).toHaveLength(1);
});
