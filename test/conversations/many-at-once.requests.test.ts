import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inbound, Parley, Remembering } from '../support/parley.js';

let parley: Parley;
const carrier = new Remembering();
const texts = Array.from({ length: 20 }, (_, place) => `text ${place}`);

beforeAll(async () => {
  parley = await Parley.start({ carrier });
});
afterAll(() => parley?.close());

const count = async (sql: string, values: unknown[] = []) =>
  Number((await parley.rows<{ n: number }>(sql, values))[0]!.n);
const messagesOf = (number: string) =>
  count(
    `SELECT COUNT(*) AS n FROM messages JOIN conversations ON conversations.id = messages.conversation_id WHERE number = ?`,
    [number],
  );

test('the same text delivered twenty times at once is one message', async () => {
  const once = inbound('+16175550111', 'Just once');
  const answers = await Promise.all(texts.map(() => parley.webhook('inbound', once)));
  expect(answers.map(({ status }) => status)).toEqual(texts.map(() => 200));
  expect(await messagesOf('+16175550111')).toBe(1);
});

test('twenty texts of one contact at once are one conversation with twenty messages', async () => {
  const statuses = await Promise.all(texts.map((text) => parley.text('+16175550112', text)));
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(await count('SELECT COUNT(*) AS n FROM conversations WHERE number = ?', ['+16175550112'])).toBe(1);
  expect(await messagesOf('+16175550112')).toBe(20);
  expect(
    await count(`SELECT COUNT(*) AS n FROM events WHERE kind = 'opened' AND conversation_id = ?`, [
      await parley.conversationWith('+16175550112'),
    ]),
  ).toBe(1);
});

test('twenty texts of one unknown sender at once are one thread with twenty messages', async () => {
  const statuses = await Promise.all(texts.map((text) => parley.text('+13125550170', text)));
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(await count('SELECT COUNT(*) AS n FROM conversations WHERE number = ?', ['+13125550170'])).toBe(1);
  expect(await messagesOf('+13125550170')).toBe(20);
});

test('twenty STOPs at once are one opt-out, one line in the ledger and one confirmation', async () => {
  await Promise.all(texts.map(() => parley.text('+13125550171', 'Stop')));
  await parley.flush();
  expect(carrier.to('+13125550171')).toHaveLength(1);
  expect(await count('SELECT COUNT(*) AS n FROM opt_outs WHERE number = ?', ['+13125550171'])).toBe(1);
  expect(await count('SELECT COUNT(*) AS n FROM consent_changes WHERE number = ?', ['+13125550171'])).toBe(1);
});

test('the same form sent ten times at once sends one text', async () => {
  const jordan = await parley.as('jordan');
  const id = await parley.conversationWith('+16175550112');
  const answers = await Promise.all(
    texts
      .slice(10)
      .map(() => jordan.post(`/conversations/${id}/messages`, { body: 'Only once', token: 'one-use-token-1' })),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
  await parley.flush();
  expect(carrier.to('+16175550112')).toEqual(['Only once']);
});

test('a draft that comes with the text or after it is none; other words are', async () => {
  const jordan = await parley.as('jordan');
  const conversation = `/conversations/${await parley.conversationWith('+16175550111')}`;
  const typed = { body: 'Typed once', token: 'one-use-token-3' };
  await Promise.all(
    ['draft', 'messages', 'draft', 'draft'].map((what) => jordan.post(`${conversation}/${what}`, typed)),
  );
  expect(await count('SELECT COUNT(*) AS n FROM drafts')).toBe(0);
  await jordan.post(`${conversation}/draft`, { ...typed, body: 'Typed since' });
  expect(await count('SELECT COUNT(*) AS n FROM drafts')).toBe(1);
  await jordan.post(`${conversation}/draft`, { body: '' });
  expect(await count('SELECT COUNT(*) AS n FROM drafts')).toBe(0);
});

test('a token that somebody else used is nobody else’s loss', async () => {
  const avery = await parley.as('avery');
  const id = await parley.conversationWith('+16175550112');
  await avery.post(`/conversations/${id}/messages`, { body: 'Mine too', token: 'one-use-token-1' });
  await parley.flush();
  expect(carrier.to('+16175550112')).toEqual(['Only once', 'Mine too']);
});

test('other words in the same form, which Back brought again, are another text and another note', async () => {
  const jordan = await parley.as('jordan');
  const id = await parley.conversationWith('+16175550112');
  for (const body of ['Written after Back', 'Written after Back'])
    await jordan.post(`/conversations/${id}/messages`, { body, token: 'one-use-token-1' });
  for (const body of ['First note', 'Second note', 'Second note'])
    await jordan.post(`/conversations/${id}/notes`, { body, token: 'one-use-token-2' });
  await parley.flush();
  expect(carrier.to('+16175550112').slice(2)).toEqual(['Written after Back']);
  expect(await count('SELECT COUNT(*) AS n FROM notes')).toBe(2);
});

test('who sends and leaves at once does not find what they sent as a draft', async () => {
  const jordan = await parley.as('jordan');
  const id = await parley.conversationWith('+16175550112');
  const [body, token] = ['Sent, and away\r\non two lines', 'one-use-token-3'];
  await jordan.post(`/conversations/${id}/messages`, { body, token });
  // The script tells of what the field holds only after that.
  const late = body.replace('\r', '');
  expect((await jordan.post(`/conversations/${id}/draft`, { body: late, token })).status).toBe(204);
  expect(await count('SELECT COUNT(*) AS n FROM drafts')).toBe(0);
  await jordan.post(`/conversations/${id}/draft`, { body: `${late}. And`, token });
  expect(await count('SELECT COUNT(*) AS n FROM drafts')).toBe(1);
});

test('a draft and a view that are saved twenty times at once are saved', async () => {
  const jordan = await parley.as('jordan');
  const id = await parley.conversationWith('+16175550112');
  const drafts = await Promise.all(texts.map((body) => jordan.post(`/conversations/${id}/draft`, { body })));
  const views = await Promise.all(texts.map(() => jordan.post('/saved-views', { name: 'Mine', query: 'view=mine' })));
  expect(new Set(drafts.map(({ status }) => status))).toEqual(new Set([204]));
  expect(new Set(views.map(({ status }) => status))).toEqual(new Set([303]));
  expect(await count('SELECT COUNT(*) AS n FROM drafts')).toBe(1);
  expect(await count('SELECT COUNT(*) AS n FROM saved_views')).toBe(1);
});

test('two people reassign at once: the second is told who has it, and nothing is overwritten', async () => {
  const id = await parley.conversationWith('+16175550112');
  const { dana, sam } = parley.cast;
  const [jordan, avery] = [await parley.as('jordan'), await parley.as('avery')];
  expect((await jordan.post(`/conversations/${id}/assignment`, { assignee: dana.id, was: '' })).status).toBe(303);
  const late = await avery.post(`/conversations/${id}/assignment`, {
    assignee: sam.id,
    was: '',
    note: 'Knows her aunt',
  });
  expect(late.text).toContain('>Knows her aunt</textarea>');
  expect(late.status).toBe(422);
  expect(late.text).toContain('assigned to Dana Whitfield now');
  const [{ assignee_id: assignee } = { assignee_id: 0 }] = await parley.rows<{ assignee_id: number }>(
    'SELECT assignee_id FROM conversations WHERE id = ?',
    [id],
  );
  expect(assignee).toBe(dana.id);
});

test('a note for the next person arrives whole; one that is too long is refused, and stays in the form', async () => {
  const id = await parley.conversationWith('+16175550112');
  const jordan = await parley.as('jordan');
  const handOn = (note: string) =>
    jordan.post(`/conversations/${id}/assignment`, { assignee: parley.cast.sam.id, note });
  expect((await handOn(`${'long '.repeat(190)}\r\nend`)).status).toBe(303);
  expect((await jordan.get(`/conversations/${id}`)).text).toMatch(/long\s+end/);
  const refused = await handOn(`${'x'.repeat(1001)}`);
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('That is 1001 characters; a note can have 1000.');
  expect(refused.text).toContain(`>${'x'.repeat(1001)}</textarea>`);
});

test('someone who can’t be assigned is refused: a viewer, somebody of another program, nobody at all', async () => {
  const id = await parley.conversationWith('+16175550112');
  const jordan = await parley.as('jordan');
  for (const assignee of [parley.cast.riley.id, parley.cast.olive.id, 99_999, 'x; DROP'])
    expect((await jordan.post(`/conversations/${id}/assignment`, { assignee: String(assignee) })).status).toBe(422);
});
