import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Arrivals } from '../../src/conversations/arrivals.js';
import { Backlog } from '../../src/vonage/backlog.js';
import { sign } from '../../src/vonage/signature.js';
import { ourNumber, theirNumber } from '../support/cast.js';
import { inbound, Parley } from '../support/parley.js';

let parley: Parley;
beforeAll(async () => {
  parley = await Parley.start({ env: { VONAGE_API_KEY: 'abcd1234' } });
});
afterAll(() => parley.close());
afterEach(() => void jest.restoreAllMocks());

const genuine = { api_key: 'abcd1234' };
const deliver = async (payload: object | string) => (await parley.webhook('inbound', payload, genuine)).status;
const count = async (table: string, where = '1 = 1') =>
  Number((await parley.rows<{ count: number }>(`SELECT COUNT(*) AS count FROM ${table} WHERE ${where}`))[0]!.count);
const webhookOf = async (uuid: string) =>
  (
    await parley.rows<{
      id: number;
      state: string;
      problem: string | null;
      attempts: number;
      program_id: number | null;
    }>('SELECT id, state, problem, attempts, program_id FROM webhooks WHERE dedupe_key = ?', [`inbound:${uuid}`])
  )[0];
const textsOf = async (number: string) =>
  (
    await parley.rows<{ body: string }>(
      `SELECT message.body FROM messages message JOIN conversations conversation ON conversation.id = message.conversation_id
     WHERE conversation.number = ? ORDER BY message.id`,
      [number],
    )
  ).map(({ body }) => body);

describe('the same text, however often it is delivered', () => {
  test('twenty times at once: one message', async () => {
    const maya = inbound('+16175550111', 'Is there still room in the dorm?');
    const answers = await Promise.all(Array.from({ length: 20 }, () => deliver(maya)));
    expect(answers).toEqual(Array(20).fill(200));
    expect(await textsOf('+16175550111')).toEqual(['Is there still room in the dorm?']);
    expect(await count('webhooks', `dedupe_key = 'inbound:${maya.message_uuid}'`)).toBe(1);
  });

  test('again a day later, even when the provider changed something about it', async () => {
    const leo = inbound('+16175550112', 'Hello');
    await deliver(leo);
    expect(await deliver({ ...leo, message_uuid: leo.message_uuid.toUpperCase(), usage: { price: '0.01' } })).toBe(200);
    expect(await textsOf('+16175550112')).toEqual(['Hello']);
  });
});

test('twenty different texts of a new person at once: one conversation, twenty messages', async () => {
  const texts = Array.from({ length: 20 }, (_, n) => inbound('+13035550123', `text ${n}`));
  expect(await Promise.all(texts.map(deliver))).toEqual(Array(20).fill(200));
  expect(new Set(await textsOf('+13035550123')).size).toBe(20);
  expect(await count('conversations', `number = '+13035550123'`)).toBe(1);
});

test('twenty different texts of a known contact at once: one conversation, opened once', async () => {
  await parley.write('DELETE FROM conversations WHERE number = ?', ['+16175550112']);
  const texts = Array.from({ length: 20 }, (_, n) => inbound('+16175550112', `text ${n}`));
  expect(await Promise.all(texts.map(deliver))).toEqual(Array(20).fill(200));
  const id = await parley.conversationWith('+16175550112');
  expect((await textsOf('+16175550112')).length).toBe(20);
  expect(await count('events', `conversation_id = ${id} AND kind = 'opened'`)).toBe(1);
});

describe('what nobody of ours can have sent changes nothing', () => {
  const maya = () => inbound('+16175550111', 'forged');
  const post = (body: string, headers: object) =>
    fetch(`${parley.url}/webhooks/vonage/inbound`, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/json', ...headers },
    });
  const secret = () => parley.config.signatureSecrets[0]!;
  const signed = (body: string, claims: object = genuine, at = new Date(), by = secret()) => ({
    Authorization: `Bearer ${sign(body, by, claims, at)}`,
  });
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3600_000);

  test.each<[string, number, string, (body: string) => { Authorization?: string }]>([
    ['unsigned', 503, 'no-token', () => ({})],
    ['with an empty token', 503, 'no-token', () => ({ Authorization: 'Bearer ' })],
    [
      'forged',
      401,
      'signature',
      (body: string) => signed(body, genuine, new Date(), 'a secret that a stranger made up by himself'),
    ],
    ['with another body than was signed', 401, 'body', (body: string) => signed(body.replace('forged', 'hello'))],
    ['ancient', 401, 'too-old', (body: string) => signed(body, genuine, hoursAgo(26))],
    ['from the future', 401, 'too-new', (body: string) => signed(body, genuine, hoursAgo(-1))],
    ['of another account', 401, 'account', (body: string) => signed(body, { api_key: 'other' })],
    ['with nonsense for a token', 401, 'malformed', () => ({ Authorization: 'Bearer nonsense' })],
  ])('%s', async (_, status, reason, headers) => {
    const body = JSON.stringify(maya());
    const before = [await count('messages'), await count('webhooks'), await count('events', `kind <> 'attachment'`)];
    const answer = await post(body, headers(body));
    expect([answer.status, await answer.text()]).toEqual([status, '']);
    expect([await count('messages'), await count('webhooks'), await count('events', `kind <> 'attachment'`)]).toEqual(
      before,
    );
    const [refusal] = await parley.rows(
      'SELECT kind, reason, status, bytes, body, program_id FROM refusals ORDER BY id DESC LIMIT 1',
    );
    expect(refusal).toEqual({
      kind: 'inbound',
      reason,
      status,
      bytes: body.length,
      body,
      program_id: parley.cast.program.id,
    });
  });

  test('two megabytes: too much, and written down', async () => {
    const body = JSON.stringify({ ...maya(), text: 'x'.repeat(2_000_000) });
    expect((await post(body, signed(body))).status).toBe(413);
    expect(await parley.rows('SELECT reason, status, bytes FROM refusals ORDER BY id DESC LIMIT 1')).toEqual([
      { reason: 'too-large', status: 413, bytes: body.length },
    ]);
  });

  test('a body that says it is compressed and is not', async () => {
    const body = JSON.stringify(maya());
    expect((await post(body, { ...signed(body), 'Content-Encoding': 'gzip' })).status).toBe(400);
    expect((await post(body, { ...signed(body), 'Content-Encoding': 'rot13' })).status).toBe(415);
    expect(await count('refusals', `reason = 'unreadable'`)).toBe(2);
  });

  test('only a beginning of what a stranger sends is kept', async () => {
    await post('x'.repeat(100_000), {});
    const [refusal] = await parley.rows<{ body: string; bytes: number }>(
      'SELECT body, bytes FROM refusals ORDER BY id DESC LIMIT 1',
    );
    expect([refusal!.body.length, refusal!.bytes]).toEqual([4096, 100_000]);
  });

  test('GET is no way to deliver', async () => {
    expect((await fetch(`${parley.url}/webhooks/vonage/inbound`)).status).toBe(404);
  });
});

describe('signed, and not to be understood: kept for the admins, answered 200', () => {
  const uuid = randomUUID();
  test.each<[string, string | object, string]>([
    ['empty', '', 'It is not a JSON object.'],
    ['not JSON', 'message_uuid=1&text=hello', 'It is not a JSON object.'],
    ['binary', '\u0000\u0001\u0002', 'It is not a JSON object.'],
    ['null', 'null', 'It is not a JSON object.'],
    ['a list', '[1, 2]', 'It is not a JSON object.'],
    ['a number', '7', 'It is not a JSON object.'],
    ['without an id', { to: ourNumber, from: '16175550111', text: 'x' }, 'It has no message_uuid.'],
    [
      'with an odd id',
      { message_uuid: { a: 1 }, to: ourNumber, from: '16175550111', text: 'x' },
      'It has no message_uuid.',
    ],
    [
      'to nobody',
      { ...inbound('+16175550111', 'x'), to: undefined },
      'It does not say which number of ours it was sent to.',
    ],
    [
      'from nobody',
      { ...inbound('+16175550111', 'x'), from: 'a name that is too long' },
      'Its sender is not a phone number.',
    ],
    [
      'to a number of no program',
      { ...inbound('+16175550111', 'x'), to: '12025559999' },
      'No program has the number +12025559999.',
    ],
    [
      'with odd types everywhere',
      { message_uuid: uuid, to: [ourNumber], from: {}, text: [], timestamp: {} },
      'It does not say which number of ours it was sent to.',
    ],
  ])('%s', async (_, payload, problem) => {
    const before = await count('messages');
    expect(await deliver(payload)).toBe(200);
    expect(await deliver(payload)).toBe(200);
    const [kept] = await parley.rows<{ state: string; problem: string }>(
      'SELECT state, problem FROM webhooks ORDER BY id DESC LIMIT 1',
    );
    expect(kept).toEqual({ state: 'misfit', problem });
    expect(await count('messages')).toBe(before);
  });

  test('and the next genuine text arrives', async () => {
    expect(await deliver(inbound('+16175550111', 'Here I am'))).toBe(200);
    expect((await textsOf('+16175550111')).at(-1)).toBe('Here I am');
  });
});

// What Parley adds for what came with a text is nothing that anybody said.
test.each<[string, string, object]>([
  ['a picture that is nowhere', '+13125550161', { message_type: 'image', text: 'STOP', image: {} }],
  [
    'a part of an unknown kind',
    '+13125550162',
    { message_type: 'image', text: 'STOP', content: [{ type: 'image', url: 'x' }, { type: 'application/smil' }] },
  ],
  ['nothing but an unknown kind', '+13125550163', { message_type: 'hologram', text: ' Stop. ' }],
  [
    'more pictures than are kept',
    '+13125550164',
    {
      message_type: 'image',
      content: Array.from({ length: 12 }, (_, n) => ({ type: 'image', caption: n ? '' : 'stop' })),
    },
  ],
])('STOP that comes with %s is STOP', async (_, from, own) => {
  expect(await deliver({ ...inbound(from, ''), text: undefined, channel: 'mms', ...own })).toBe(200);
  expect(await count('opt_outs', `number = '${from}'`)).toBe(1);
  expect(await count('conversations', `number = '${from}' AND status = 'open'`)).toBe(0);
  expect(await textsOf(from)).toHaveLength(1);
});

describe('odd, but good enough', () => {
  const from = '+17025550144';
  const latest = async () => (await textsOf(from)).at(-1);
  const at = new Date().toISOString();

  test.each<[string, object, string]>([
    ['a text that is a number', { text: 42 }, '42'],
    ['a sender that is a number', { from: 17025550144, text: 'number' }, 'number'],
    ['numbers with plus signs', { from, to: ourNumber, text: 'plus' }, 'plus'],
    ['no time', { timestamp: undefined, text: 'no time' }, 'no time'],
    ['a time that is no time', { timestamp: { a: 1 }, text: 'odd time' }, 'odd time'],
    ['no type', { message_type: undefined, text: 'no type' }, 'no type'],
    ['no text at all', { text: undefined }, '(empty text)'],
    ['fields that nobody knows', { text: 'more', client_ref: 'x', new_field: [{ a: null }] }, 'more'],
    ['half an emoji', { text: 'a\ud83d' }, 'a\ufffd'],
    ['a null character', { text: 'a\u0000b' }, 'ab'],
    [
      'script and right-to-left marks',
      { text: '<script>alert(1)</script>\u202e👩‍👩‍👧' },
      '<script>alert(1)</script>\u202e👩‍👩‍👧',
    ],
    [
      'a picture',
      { message_type: 'image', text: undefined, channel: 'mms', image: { url: 'https://x.test/a.jpg' } },
      '(sent a picture)',
    ],
    [
      'a picture with words',
      { message_type: 'image', text: undefined, image: { url: 'x', caption: 'my ID' } },
      'my ID\n(sent a picture)',
    ],
    [
      'several things',
      { message_type: 'image', text: 'look', content: [{ type: 'image' }, { type: 'vcard' }, { type: 'hologram' }] },
      'look\n(sent a picture)\n(sent a contact card)\n(sent something that Parley can’t show)',
    ],
  ])('%s', async (_, own, body) => {
    expect(await deliver({ ...inbound(from, 'x', { timestamp: at }), ...own })).toBe(200);
    expect(await latest()).toBe(body);
  });

  test('50,000 characters are cut, not lost', async () => {
    expect(await deliver(inbound(from, 'long '.repeat(10_000)))).toBe(200);
    expect((await latest())!.length).toBe(15_000);
  });

  test('a text so long that its webhook does not fit is kept as a misfit', async () => {
    expect(await deliver(inbound(from, 'long '.repeat(40_000)))).toBe(200);
    const [kept] = await parley.rows<{ state: string }>('SELECT state FROM webhooks ORDER BY id DESC LIMIT 1');
    expect(kept!.state).toBe('misfit');
  });

  test('the time is the provider’s, in UTC whether it says so or not, and never ahead of us', async () => {
    const minutesAgo = new Date(Math.floor(Date.now() / 1000) * 1000 - 600_000);
    const written = minutesAgo.toISOString().slice(0, 19);
    for (const timestamp of [`${written}Z`, written, written.replace('T', ' '), `${written}.000Z`]) {
      const text = inbound('+17025550155', 'then', { timestamp });
      await deliver(text);
      const [message] = await parley.rows<{ at: string | Date }>('SELECT at FROM messages WHERE provider_id = ?', [
        text.message_uuid,
      ]);
      expect(new Date(typeof message!.at === 'string' ? `${message!.at}Z` : message!.at)).toEqual(minutesAgo);
    }
  });
});

describe('a fault of ours while a text is taken', () => {
  test('it is kept, answered 200, and there as soon as the fault is gone', async () => {
    const before = await count('events', `kind <> 'attachment'`);
    const taking = jest
      .spyOn(parley.app.get(Arrivals), 'take')
      .mockRejectedValue(new Error('a bug, with a text in it'));
    const text = inbound('+16175550111', 'Am I lost?');
    expect(await deliver(text)).toBe(200);
    expect(await deliver(text)).toBe(200);
    expect(await webhookOf(text.message_uuid)).toMatchObject({ state: 'failed', program_id: parley.cast.program.id });
    expect(await count('events', `kind <> 'attachment'`)).toBe(before);

    const id = (await webhookOf(text.message_uuid))!.id;
    await parley.app.get(Backlog).retry(id);
    expect(await webhookOf(text.message_uuid)).toMatchObject({ state: 'failed', attempts: 1 });
    taking.mockRestore();
    await parley.write('UPDATE webhooks SET due_at = ? WHERE id = ?', [new Date(Date.now() - 1000), id]);
    await parley.app.get(Backlog).round();
    expect(await webhookOf(text.message_uuid)).toMatchObject({ state: 'done', problem: null });
    expect((await textsOf('+16175550111')).at(-1)).toBe('Am I lost?');
  });

  test('however many processes try it again, it counts once, and waits as long as for one', async () => {
    const backlog = parley.app.get(Backlog);
    await backlog.beforeApplicationShutdown();
    const arrivals = parley.app.get(Arrivals);
    const broken = jest.spyOn(arrivals, 'take').mockRejectedValue(new Error('broken'));
    const [first, second] = [inbound('+19175550167', 'One'), inbound('+19175550167', 'Two')];
    for (const text of [first, second]) await deliver(text);
    const [one, two] = [(await webhookOf(first.message_uuid))!.id, (await webhookOf(second.message_uuid))!.id];
    await parley.write('UPDATE webhooks SET due_at = ? WHERE id = ?', [new Date(Date.now() - 2000), one]);
    await parley.write('UPDATE webhooks SET due_at = ? WHERE id = ?', [new Date(Date.now() - 1000), two]);
    const { database } = parley;
    const elsewhere = (id: number) =>
      database.run('UPDATE webhooks SET due_at = ?, attempts = attempts + 1 WHERE id = ?', [
        new Date(Date.now() + 60_000),
        id,
      ]);
    // This round found both due. While it is at the first, another process tries the second in vain.
    broken.mockClear();
    broken.mockImplementationOnce(async () => {
      await elsewhere(two);
      return 'taken';
    });
    await backlog.round();
    expect(broken).toHaveBeenCalledTimes(1);
    expect(await webhookOf(second.message_uuid)).toMatchObject({ state: 'failed', attempts: 1 });

    await parley.write('UPDATE webhooks SET due_at = ? WHERE id = ?', [new Date(Date.now() - 1000), two]);
    // Now the other process is quicker between this one’s own attempt and its putting it off.
    const transaction = database.transaction.bind(database);
    jest
      .spyOn(database, 'transaction')
      .mockImplementationOnce((work) => transaction(work).finally(() => transaction(() => elsewhere(two))));
    await backlog.round();
    expect(await webhookOf(second.message_uuid)).toMatchObject({ state: 'failed', attempts: 2 });
    // Whoever presses the button is not put off.
    broken.mockRestore();
    await backlog.retry(two);
    expect(await textsOf('+19175550167')).toEqual(['Two']);
    backlog.onApplicationBootstrap();
  });

  test('half of the work is never saved', async () => {
    const arrivals = parley.app.get(Arrivals);
    const take = arrivals.take.bind(arrivals);
    jest.spyOn(arrivals, 'take').mockImplementationOnce(async (text) => {
      await take(text);
      throw new Error('after the work');
    });
    const text = inbound('+19175550166', 'Hello?');
    expect(await deliver(text)).toBe(200);
    expect(await textsOf('+19175550166')).toEqual([]);
    await parley.app.get(Backlog).retry((await webhookOf(text.message_uuid))!.id);
    expect(await textsOf('+19175550166')).toEqual(['Hello?']);
  });

  test('when not even that can be written, the provider is asked to deliver again', async () => {
    jest
      .spyOn(parley.database, 'transaction')
      .mockRejectedValue(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }));
    const text = inbound('+16175550111', 'Is anybody there?');
    expect(await deliver(text)).toBe(503);
    jest.restoreAllMocks();
    expect(await deliver(text)).toBe(200);
    expect((await textsOf('+16175550111')).filter((body) => body === 'Is anybody there?').length).toBe(1);
  });
});

test('a text to the other program is theirs alone', async () => {
  expect(await deliver({ ...inbound('+16175550111', 'for Otherton'), to: theirNumber.slice(1) })).toBe(200);
  const rows = await parley.rows<{ program_id: number }>(`SELECT program_id FROM messages WHERE body = 'for Otherton'`);
  expect(rows).toEqual([{ program_id: parley.cast.other.id }]);
});
