import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Parley, Remembering } from '../support/parley.js';

let parley: Parley;
const carrier = new Remembering();

beforeAll(async () => {
  parley = await Parley.start({ carrier });
});
afterAll(() => parley?.close());

test('Maya texts, Jordan answers, hands on to Dana, who answers and resolves; Sam finds nothing of it', async () => {
  const { maya } = parley.cast;
  const number = maya.phoneNumbers[0]!.number;
  expect(await parley.text(number, 'Is my transcript there?')).toBe(200);
  const id = await parley.conversationWith(number);
  const jordan = await parley.as('jordan');

  const list = await jordan.get('/conversations');
  expect(list.status).toBe(200);
  expect(list.text).toContain('Maya Lindqvist');
  expect(list.text).toContain('Is my transcript there?');

  const sent = await jordan.post(`/conversations/${id}/messages`, { body: 'It is, since Monday.' });
  expect(sent.status).toBe(303);
  expect(sent.location).toBe(`/conversations/${id}`);
  await parley.flush();
  expect(carrier.to(number)).toEqual(['It is, since Monday.']);
  expect((await jordan.get(`/conversations/${id}`)).text).toContain('It is, since Monday.');

  const dana = await parley.as('dana');
  const sam = await parley.as('sam');
  expect((await dana.get(`/conversations/${id}`)).status).toBe(404);
  await jordan.post(`/conversations/${id}/assignment`, { assignee: parley.cast.dana.id, note: 'Knows her school' });
  expect((await dana.get('/conversations')).text).toContain('Maya Lindqvist');
  expect((await dana.get(`/conversations/${id}`)).text).toContain('Knows her school');
  expect((await sam.get(`/conversations/${id}`)).status).toBe(404);
  expect((await sam.get('/conversations?q=transcript')).text).not.toContain('Maya');

  await dana.post(`/conversations/${id}/messages`, { body: 'Anything else?' });
  await dana.post(`/conversations/${id}/resolution`);
  const resolved = await dana.get(`/conversations/${id}`);
  expect(resolved.text).toContain('Reopen');
  expect(resolved.text).not.toContain('<textarea name="body"');

  await parley.text(number, 'One more thing');
  const [conversation] = await parley.rows<{ status: string; assignee_id: number }>(
    'SELECT status, assignee_id FROM conversations WHERE id = ?',
    [id],
  );
  expect(conversation).toEqual({ status: 'open', assignee_id: parley.cast.dana.id });
});

test('what nobody has is not put back to nobody, though a note was written for somebody', async () => {
  const number = parley.cast.leo.phoneNumbers[0]!.number;
  await parley.text(number, 'hi');
  const id = await parley.conversationWith(number);
  const jordan = await parley.as('jordan');
  expect((await jordan.get(`/conversations/${id}`)).text).not.toContain('data-name="Nobody"');
  const form = { was: '', assignee: '', note: 'Can you take this?' };
  const refused = await jordan.post(`/conversations/${id}/assignment`, form);
  expect([refused.status, refused.text.includes('Choose who gets it.')]).toEqual([422, true]);
  expect(refused.text).toContain('Can you take this?</textarea>');
  expect(refused.text).not.toContain('put this back to unassigned');
});

test('Leo texts STOP: he hears it once, nobody can text him, and START lets them again', async () => {
  const number = parley.cast.leo.phoneNumbers[0]!.number;
  await parley.text(number, 'hello there');
  const id = await parley.conversationWith(number);
  const jordan = await parley.as('jordan');
  await parley.text(number, ' “Stop.” ');
  await parley.text(number, 'STOP');
  await parley.flush();
  expect(carrier.to(number)).toHaveLength(1);
  expect(carrier.to(number)[0]).toContain('won');

  const shown = await jordan.get(`/conversations/${id}`);
  expect(shown.text).toContain('opted out');
  expect(shown.text).not.toContain('<textarea name="body"');
  const refused = await jordan.post(`/conversations/${id}/messages`, { body: 'Please stay' });
  expect(refused.status).toBe(422);

  await parley.text(number, 'start');
  expect((await jordan.post(`/conversations/${id}/messages`, { body: 'Welcome back' })).status).toBe(303);
});
