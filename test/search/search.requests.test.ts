import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Parley } from '../support/parley.js';

let parley: Parley;

beforeAll(async () => {
  parley = await Parley.start();
  await parley.text('+16175550111', 'Where do I send my transcript? Señora Muñoz said scholarships close soon');
  await parley.text('+16175550112', 'When is the housing deposit due');
  await parley.text('+13125550170', 'transcript from nobody known');
});
afterAll(() => parley?.close());

const finds = async (q: string, as: 'jordan' | 'dana' | 'olive' = 'jordan') => {
  const { text } = await (await parley.as(as)).get(`/conversations?status=any&q=${encodeURIComponent(q)}`);
  return ['Maya', 'Leo'].filter((name) => text.includes(`${name} `));
};

describe('Jordan finds', () => {
  test.each([
    ['a word', 'transcript', ['Maya']],
    ['the beginning of a word', 'transc', ['Maya']],
    ['several words in any order', 'soon scholar', ['Maya']],
    ['any case', 'HOUSING', ['Leo']],
    ['without accents what has them', 'senora munoz', ['Maya']],
    ['with accents', 'Señora', ['Maya']],
    ['common words', 'when', ['Leo']],
    ['a first name', 'maya', ['Maya']],
    ['the beginning of a last name', 'march', ['Leo']],
    ['the first two letters of a name', 'Le', ['Leo']],
    ['both names', 'Leo Marchetti', ['Leo']],
    ['a number as the screen shows it', '(617) 555-0111', ['Maya']],
    ['a number with its country', '+1 617-555-0112', ['Leo']],
    ['a number without anything', '6175550111', ['Maya']],
    ['the last four digits', '0112', ['Leo']],
    ['the area code', '617', ['Maya', 'Leo']],
    ['nothing for words that nobody said', 'dragon', []],
    ['nothing for words of two people', 'transcript housing', []],
    ['nothing for signs alone', '%_*"\'', []],
    ['nothing for an operator of the index', 'NOT transcript OR NEAR(', []],
  ])('%s', async (_, q, names) => expect(await finds(q)).toEqual(names));
});

test('Dana finds only what is hers, and Olive of another program nothing at all', async () => {
  expect(await finds('transcript', 'dana')).toEqual([]);
  const id = await parley.conversationWith('+16175550111');
  await (await parley.as('jordan')).post(`/conversations/${id}/assignment`, { assignee: parley.cast.dana.id });
  expect(await finds('transcript', 'dana')).toEqual(['Maya']);
  expect(await finds('0112', 'dana')).toEqual([]);
  for (const q of ['transcript', 'maya', '0111', '617']) expect(await finds(q, 'olive')).toEqual([]);
});

test('a contact is found by name, e-mail and number, and under a new name after a change', async () => {
  const jordan = await parley.as('jordan');
  const contacts = async (q: string) => (await jordan.get(`/contacts?q=${encodeURIComponent(q)}`)).text;
  expect(await contacts('lindq')).toContain('Maya Lindqvist');
  expect(await contacts('0111')).toContain('Maya Lindqvist');
  expect(await contacts('dragon')).not.toContain('Lindqvist');
  const [type] = await parley.rows<{ id: number }>('SELECT contact_type_id AS id FROM contacts WHERE id = ?', [
    parley.cast.maya.id,
  ]);
  const changed = {
    firstName: 'Maya',
    lastName: 'Åkesson',
    email: 'maya.new@example.edu',
    contactTypeId: type!.id,
    numbers: '617 555 0111',
    labels: 'Mobile',
  };
  expect((await jordan.post(`/contacts/${parley.cast.maya.id}`, changed)).status).toBe(303);
  expect(await contacts('akesson')).toContain('Maya Åkesson');
  expect(await contacts('maya.new')).toContain('Maya Åkesson');
  expect(await contacts('lindq')).not.toContain('Maya');
});

describe('where a thousand newer texts have the same word', () => {
  let maya: number;
  let leo: number;
  beforeAll(async () => {
    await parley.text('+16175550111', 'Which waitlist am I on?');
    maya = await parley.conversationWith('+16175550111');
    leo = await parley.conversationWith('+16175550112');
    await (await parley.as('jordan')).post(`/conversations/${maya}/resolution`);
    const now = new Date();
    const row = [parley.cast.program.id, leo, 'inbound', 'applicant', 'the waitlist', 'received', now, now];
    const rows = Array.from({ length: 250 }, () => `(${row.map(() => '?').join(', ')})`).join(', ');
    for (let times = 0; times < 5; times++)
      await parley.write(
        `INSERT INTO messages (program_id, conversation_id, direction, source, body, status, at, created_at) VALUES ${rows}`,
        Array.from({ length: 250 }, () => row).flat(),
      );
  });
  const list = async (query: string) => (await (await parley.as('jordan')).get(`/conversations${query}`)).text;

  test('the other filters say first where to look', async () => {
    const resolved = await list('?status=resolved&q=waitlist');
    expect(resolved).toContain(`/conversations/${maya}"`);
    expect(resolved).not.toContain('Only the newest');
  });

  test('a list that has not looked at all of them says so, and does not say how many match', async () => {
    const any = await list('?status=any&q=waitlist');
    expect(any).toContain(`/conversations/${leo}"`);
    expect(any).toContain('Only the newest 1,000 texts and contacts with these words were searched.');
    expect(any).toMatch(/data-matching="[^"]*"><\/span>/);
  });

  test('all that match are all', async () => {
    expect(await list('/count?status=any&q=waitlist')).toContain('2');
  });
});
