import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Parley } from '../support/parley.js';

let parley: Parley;

beforeAll(async () => {
  parley = await Parley.start();
});
afterAll(() => parley?.close());

test('what came in and went out is counted, without a name, a number or a word of it', async () => {
  await parley.text('+16175550111', 'Confidential words');
  await fetch(`${parley.url}/webhooks/vonage/inbound`, {
    method: 'POST',
    body: '{}',
    headers: { Authorization: 'Bearer a.b.c' },
  });
  const id = await parley.conversationWith('+16175550111');
  await (await parley.as('jordan')).post(`/conversations/${id}/messages`, { body: 'Secret answer' });
  await parley.flush();
  const { text, headers } = await parley.stranger().get('/metrics');
  expect(headers.get('content-type')).toContain('text/plain');
  expect(text).toMatch(/parley_webhooks_total\{kind="inbound",outcome="genuine"\} [1-9]/);
  expect(text).toMatch(/parley_webhooks_total\{kind="inbound",outcome="refused"\} [1-9]/);
  expect(text).toMatch(/parley_texts_sent_total\{outcome="submitted"\} [1-9]/);
  expect(text).not.toMatch(/Confidential|Secret|6175550111|Maya/);
});
