import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ContactType } from '../../src/contacts/contact-type.js';
import { Contact } from '../../src/contacts/contact.js';
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
    ['a number as a link has it', 'tel:+16175550111', ['Maya']],
    ['a number as it is dialed from abroad', '001 617 555 0112', ['Leo']],
    ['a number of full-width digits', '６１７５５５０１１１', ['Maya']],
    ['the area code', '617', ['Maya', 'Leo']],
    ['nothing for words that nobody said', 'dragon', []],
    ['nothing for words of two people', 'transcript housing', []],
    ['nothing for signs alone', '%_*"\'', []],
    ['nothing for an operator of the index', 'NOT transcript OR NEAR(', []],
  ])('%s', async (_, q, names) => expect(await finds(q)).toEqual(names));
});

describe('A row shows the text that was found', () => {
  let maya: number;
  beforeAll(async () => {
    maya = await parley.conversationWith('+16175550111');
    const jordan = await parley.as('jordan');
    await jordan.post(`/conversations/${maya}/messages`, { body: 'The transcript goes to <the registrar>' });
    await parley.text('+16175550111', 'Thanks!');
  });
  const shown = async (q: string, as: 'jordan' | 'avery' = 'jordan') => {
    const { text } = await (await parley.as(as)).get(`/conversations?q=${encodeURIComponent(q)}`);
    const [, row] = new RegExp(`id="row-${maya}".*?<p class="row-text">(.*?)</p>`, 's').exec(text)!;
    return row!.replace(/<\/?(span|bdi)[^>]*>/g, '').replace(/[A-Z][a-z]{2} \d+(?=:)/, 'Nov 3');
  };

  test.each([
    ['of several the newest', 'transcript', 'You, Nov 3: The <mark>transcript</mark> goes to &lt;the registrar&gt;'],
    [
      'that holds all the words',
      'transcript send',
      'Nov 3: Where do I <mark>send</mark> my <mark>transcript</mark>? Señora',
    ],
    ['the last one as ever', 'thanks', '<mark>Thanks</mark>!'],
    ['the last one, where the name was found', 'maya', 'Thanks!'],
    ['the last one, where the number was found', '617-555-0111', 'Thanks!'],
  ])('%s', async (_, q, row) => expect(await shown(q)).toContain(row));

  test('and who wrote it', async () => {
    expect(await shown('registrar', 'avery')).toContain('Jordan, Nov 3: ');
  });
});

describe('whatever people are called and write', () => {
  const known: Record<string, [firstName: string, lastName: string, text: string, email?: string]> = {
    wu: ['Al', 'Wu', 'ok to go at 5'],
    ng: ['', 'Ng', 'it’s about my I-20'],
    bo: ['Bo', 'Ng', 'AB_1234 and the FAFSA_form'],
    li: ['李', '小明', '你好，我想申请'],
    ann: ['Ann', 'Lee', 'party 🎉 time', 'ann_lee2009@school.edu'],
    dang: ['Minh', 'Đặng', 'नमस्ते दुनिया'],
    soren: ['Søren', 'Ørsted', 'Straße and Æsop'],
    lukasz: ['Łukasz', 'Żółć', 'the and for are'],
    obrien: ['Zoë', 'O’Brien-Núñez', 'That\'s "fine"'],
    isik: ['İpek', 'Işık', 'ＦＵＬＬ width'],
  };
  const ids = new Map<string, string>();

  beforeAll(async () => {
    const { program, maya } = parley.cast;
    const type = await parley.database.manager.findOneByOrFail(ContactType, { id: maya.contactTypeId });
    for (const [place, [key, [firstName, lastName, text, email = null]]] of Object.entries(known).entries()) {
      const number = `+141555501${String(place).padStart(2, '0')}`;
      const details = { contactType: type, firstName, lastName, email, numbers: [{ number, label: 'Mobile' }] };
      const contact = Contact.of(program.id, details, new Date());
      await parley.database.transaction(() => parley.database.manager.save(contact));
      await parley.text(number, text);
      ids.set(`/contacts/${contact.id}`, key);
      ids.set(`/conversations/${await parley.conversationWith(number)}`, key);
    }
  });

  const linked = async (path: string) => {
    const { text } = await (await parley.as('jordan')).get(path);
    const links = [...text.matchAll(/href="(\/(?:contacts|conversations)\/\d+)/g)];
    return [...new Set(links.flatMap(([, link]) => ids.get(link!) ?? []))].sort();
  };

  test.each([
    ['Al Wu', ['wu']],
    ['wu', ['wu']],
    ['Bo Ng', ['bo']],
    ['Ng', ['bo', 'ng']],
    ['李 小明', ['li']],
    ['明', ['li']],
    ['ann_lee2009@school.edu', ['ann']],
    ['lee2009', ['ann']],
    ['dang', ['dang']],
    ['Minh Đặng', ['dang']],
    ['soren orsted', ['soren']],
    ['lukasz', ['lukasz']],
    ['zolc', ['lukasz']],
    ['obrien', ['obrien']],
    ["O'Brien", ['obrien']],
    ['brien', ['obrien']],
    ['zoe nunez', ['obrien']],
    ['isik', ['isik']],
    ['al wuu', []],
  ])('a name: %s', async (q, keys) => {
    const asked = encodeURIComponent(q);
    expect(await linked(`/contacts?q=${asked}`)).toEqual(keys);
    expect(await linked(`/conversations?status=any&q=${asked}`)).toEqual(keys);
  });

  test.each([
    ['ok', ['wu']],
    ['at 5', ['wu']],
    ['it’s', ['ng']],
    ['its', ['ng']],
    ['I-20', ['ng']],
    ['a form', []],
    ['form a', ['bo']],
    ['AB_1234', ['bo']],
    ['1234', ['bo']],
    ['fafsa_form', ['bo']],
    ['form', ['bo']],
    ['申请', ['li']],
    ['🎉', ['ann']],
    ['party 🎉', ['ann']],
    ['दुनिया', ['dang']],
    ['strasse', ['soren']],
    ['Straße', ['soren']],
    ['aesop', ['soren']],
    ['the and for', ['bo', 'lukasz']],
    ['full', ['isik']],
    ['😀', []],
  ])('a text: %s', async (q, keys) =>
    expect(await linked(`/conversations?status=any&q=${encodeURIComponent(q)}`)).toEqual(keys),
  );
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

test('who was renamed by an import is found by the new name', async () => {
  const { database, cast } = parley;
  const named = { firstName: 'Vy', lastName: 'Đỗ', email: null };
  await database.transaction(() => database.update(Contact, cast.leo.id, named));
  expect((await (await parley.as('jordan')).get('/contacts?q=vy+do')).text).toContain('Vy Đỗ');
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
    const row = [
      parley.cast.program.id,
      leo,
      'inbound',
      'applicant',
      'the waitlist',
      'the waitlist',
      'received',
      now,
      now,
    ];
    const rows = Array.from({ length: 250 }, () => `(${row.map(() => '?').join(', ')})`).join(', ');
    for (let times = 0; times < 5; times++)
      await parley.write(
        `INSERT INTO messages (program_id, conversation_id, direction, source, body, words, status, at, created_at) VALUES ${rows}`,
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
