import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isOnMysql } from '../support/database.js';
import { Line } from '../support/line.js';
import { inbound, Parley, Remembering } from '../support/parley.js';

// SQLite is a file in the same process: it does not go away.
(isOnMysql ? describe : describe.skip)('the database goes away for a while', () => {
  const line = new Line();
  const carrier = new Remembering();
  let parley: Parley;

  beforeAll(async () => {
    parley = await Parley.start({ carrier, through: (url) => line.to(url) });
    await parley.as('jordan');
    await parley.text('+16175550111', 'Before');
  });
  afterAll(async () => {
    line.mend();
    await parley?.close();
    line.close();
  });

  test('then nothing is acknowledged, readiness says so, and people read a sentence', async () => {
    const jordan = await parley.as('jordan');
    line.cut();
    const lost = inbound('+16175550111', 'While it was away');
    expect((await parley.webhook('inbound', lost)).status).toBe(503);
    expect((await parley.stranger().get('/readyz')).status).toBe(503);
    expect((await parley.stranger().get('/healthz')).status).toBe(200);
    const page = await jordan.get('/conversations');
    expect(page.status).toBe(503);
    expect(page.text).toContain('can’t reach its database');

    line.mend();
    expect((await parley.webhook('inbound', lost)).status).toBe(200);
    expect((await parley.webhook('inbound', lost)).status).toBe(200);
    expect(JSON.parse((await parley.stranger().get('/readyz')).text)).toMatchObject({ status: 'ready' });
    const { text } = await jordan.get(`/conversations/${await parley.conversationWith('+16175550111')}`);
    expect(text.split('While it was away')).toHaveLength(2);
  });

  test('a reply that waits in the queue meanwhile goes out afterwards, once', async () => {
    const jordan = await parley.as('jordan');
    const id = await parley.conversationWith('+16175550111');
    await jordan.post(`/conversations/${id}/messages`, { body: 'Patience' });
    line.cut();
    await new Promise((resolve) => setTimeout(resolve, 300));
    line.mend();
    for (let tries = 0; tries < 100 && !carrier.to('+16175550111').length; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    await parley.flush();
    expect(carrier.to('+16175550111')).toEqual(['Patience']);
  });
});
