import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Listener } from '../support/listener.js';
import { Parley, Remembering } from '../support/parley.js';

const redis = process.env['TEST_REDIS_URL'];

(redis ? describe : describe.skip)('two processes on one database and one Redis', () => {
  let one: Parley;
  let two: Parley;
  const carriers = [new Remembering(), new Remembering()] as const;

  beforeAll(async () => {
    const env = { REDIS_URL: redis! };
    one = await Parley.start({ env, carrier: carriers[0] });
    two = await Parley.start({ env, carrier: carriers[1], beside: one });
  });
  afterAll(async () => {
    await two?.close();
    await one?.close();
  });

  test('a text that reaches the one is told in the other, to whom it concerns', async () => {
    const jordan = await Listener.of(await two.as('jordan'));
    const sam = await Listener.of(await two.as('sam'));
    await one.text('+16175550111', 'Hello');
    const id = await one.conversationWith('+16175550111');
    expect(await jordan.hears(`conversation-${id}`)).toBe(true);
    expect(sam.signals).toEqual([]);
    jordan.close();
    sam.close();
  });

  test('who is typing in the one is shown in the other', async () => {
    const id = await one.conversationWith('+16175550111');
    const avery = await Listener.of(await two.as('avery'));
    await (await one.as('jordan')).post(`/conversations/${id}/presence`, { typing: '1' });
    expect(await avery.hears(`presence-${id}`)).toBe(true);
    expect((await (await two.as('avery')).get(`/conversations/${id}/watchers`)).text).toContain('Jordan');
    avery.close();
  });

  test('signed in with one is signed in with the other', async () => {
    const jordan = await one.as('jordan');
    expect((await two.stranger().get('/conversations', { Cookie: jordan.cookies })).status).toBe(200);
  });

  test('forty replies are sent once each, whichever of the two sends them', async () => {
    const id = await one.conversationWith('+16175550111');
    const jordan = await one.as('jordan');
    await Promise.all(
      Array.from({ length: 40 }, (_, place) =>
        jordan.post(`/conversations/${id}/messages`, { body: `reply ${place}` }),
      ),
    );
    await Promise.all([one.flush(), two.flush()]);
    const sent = carriers.flatMap((carrier) => carrier.to('+16175550111'));
    expect(sent).toHaveLength(40);
    expect(new Set(sent).size).toBe(40);
  });

  test('both are ready, and say that Redis answers', async () => {
    for (const parley of [one, two])
      expect(JSON.parse((await parley.stranger().get('/readyz')).text)).toEqual({
        status: 'ready',
        database: 'answers',
        redis: 'answers',
      });
  });
});

test('without Redis anything goes on within the process, and readiness does not speak of it', async () => {
  const alone = await Parley.start();
  expect(JSON.parse((await alone.stranger().get('/readyz')).text)).toEqual({ status: 'ready', database: 'answers' });
  expect((await alone.stranger().get('/metrics')).text).toContain('parley_texts_sent_total');
  await alone.close();
});
