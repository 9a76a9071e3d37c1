import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Parley } from '../support/parley.js';

const strange = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg/onload=alert(1)>',
  "javascript:alert('x')",
  '{{constructor.constructor("alert(1)")()}}',
  '\u202Eevil\u202C & < > " \'',
  '👩‍👩‍👧‍👦 🇺🇸 ñ Ω 日本語 العربية',
  'x'.repeat(1000),
  'a\nb\n\n  c',
];
const escaped = (text: string) =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#x27;')
    .replace(/`/g, '&#x60;')
    .replace(/=/g, '&#x3D;');

let parley: Parley;
let id: number;

beforeAll(async () => {
  parley = await Parley.start();
  await parley.text('+16175550111', 'Hello');
  id = await parley.conversationWith('+16175550111');
});
afterAll(() => parley?.close());

test.each(strange)('%j is shown as what it is: as a text, a reply, a note, a name and a search', async (text) => {
  const jordan = await parley.as('jordan');
  await parley.text('+16175550111', text);
  // No text of ours may hold what could be a merge field.
  const reply = text.replace(/\{{2,}/g, '{').replace(/\}{2,}/g, '}');
  expect((await jordan.post(`/conversations/${id}/messages`, { body: reply })).status).toBe(303);
  expect((await jordan.post(`/conversations/${id}/notes`, { body: text })).status).toBe(303);
  await jordan.post(`/contacts/${parley.cast.leo.id}`, {
    firstName: text.slice(0, 90).replace(/\n/g, ' '),
    lastName: 'Strange',
    contactTypeId: await typeId(),
    numbers: '6175550112',
    labels: 'Mobile',
  });
  const [row] = await parley.rows<{ body: string }>(
    "SELECT body FROM messages WHERE source = 'reply' ORDER BY id DESC LIMIT 1",
  );
  expect(row!.body).toBe(reply);

  const thread = (await jordan.get(`/conversations/${id}`)).text;
  expect(thread.split(escaped(text)).length - 1).toBeGreaterThanOrEqual(reply === text ? 3 : 2);
  for (const path of [
    `/conversations/${id}`,
    '/conversations',
    '/contacts',
    `/contacts/${parley.cast.leo.id}`,
    `/contacts/${parley.cast.leo.id}/edit`,
    `/conversations?q=${encodeURIComponent(text.slice(0, 150))}`,
    '/phones',
    '/phones/16175550111',
  ]) {
    const page = await jordan.get(path);
    expect({ path, status: page.status }).toEqual({ path, status: 200 });
    expect(page.text).not.toMatch(/<script>|<img src=x|<svg\/onload|href="javascript:/);
  }
});

test('a text longer than one can send is kept whole when it comes in', async () => {
  const long = 'long '.repeat(600).trim();
  await parley.text('+16175550111', long);
  expect((await (await parley.as('jordan')).get(`/conversations/${id}`)).text).toContain(long);
});

test('a draft is kept for its writer, shown again, and gone once it is sent', async () => {
  const [jordan, avery] = [await parley.as('jordan'), await parley.as('avery')];
  await jordan.post(`/conversations/${id}/draft`, { body: 'Half a sen' });
  expect((await jordan.get(`/conversations/${id}`)).text).toContain('>Half a sen</textarea>');
  expect((await avery.get(`/conversations/${id}`)).text).not.toContain('Half a sen');
  await jordan.post(`/conversations/${id}/messages`, { body: 'Half a sentence.' });
  expect((await jordan.get(`/conversations/${id}`)).text).not.toContain('>Half a sen</textarea>');
});

test('what could not be sent is still in its field, with the reason beside it', async () => {
  const jordan = await parley.as('jordan');
  const { status, text } = await jordan.post(`/conversations/${id}/messages`, {
    body: 'y'.repeat(1001),
    token: 'kept-token-1',
  });
  expect(status).toBe(422);
  expect(text).toContain('y'.repeat(1001));
  expect(text).toContain('That is 1001 characters; a text can have 1000.');
  expect(text).toContain('value="kept-token-1"');
});

async function typeId() {
  const [type] = await parley.rows<{ id: number }>(
    "SELECT id FROM contact_types WHERE name = 'Applicant' AND program_id = ?",
    [parley.cast.program.id],
  );
  return type!.id;
}
