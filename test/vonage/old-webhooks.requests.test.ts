import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { OldWebhooks } from '../../src/vonage/old-webhooks.js';
import { Parley } from '../support/parley.js';

let parley: Parley;

beforeAll(async () => {
  parley = await Parley.start();
});
afterAll(() => parley?.close());

test('raw webhooks go after a month; what they said stays, and so does what nobody understood', async () => {
  await parley.text('+16175550111', 'Long ago');
  await parley.text('+16175550111', 'Nobody’s', { to: '19995550100' });
  await parley.write('UPDATE webhooks SET received_at = ?', [new Date(Date.now() - 31 * 24 * 3600_000)]);
  await parley.text('+16175550111', 'Just now');
  await parley.app.get(OldWebhooks).round();
  const kept = await parley.rows<{ state: string }>('SELECT state FROM webhooks ORDER BY id');
  expect(kept.map(({ state }) => state)).toEqual(['misfit', 'done']);
  const { text } = await (
    await parley.as('jordan')
  ).get(`/conversations/${await parley.conversationWith('+16175550111')}`);
  expect(text).toContain('Long ago');
});
