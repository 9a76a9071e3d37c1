import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Carrier, NotAccepted, type OutgoingText } from '../../src/sending/carrier.js';
import { Parley } from '../support/parley.js';

class Moody extends Carrier {
  given: OutgoingText[] = [];
  works = true;

  override async send(text: OutgoingText) {
    this.given.push(text);
    if (!this.works) throw new NotAccepted('not-accepted', 'no');
    return randomUUID();
  }
}

let parley: Parley;
const carrier = new Moody();
const maya = '+16175550111';
let conversation: number;
let failed: number;

beforeAll(async () => {
  parley = await Parley.start({ carrier });
  await parley.text(maya, 'Hello');
  conversation = await parley.conversationWith(maya);
});
afterAll(() => parley.close());
beforeEach(async () => {
  failed = await fail(`Text ${randomUUID()}`);
  carrier.works = true;
  carrier.given = [];
});

async function fail(body: string): Promise<number> {
  carrier.works = false;
  const jordan = await parley.as('jordan');
  await jordan.post(`/conversations/${conversation}/messages`, { body });
  await parley.flush();
  const [row] = await parley.rows<{ id: number; status: string }>('SELECT id, status FROM messages WHERE body = ?', [
    body,
  ]);
  expect(row!.status).toBe('failed');
  return row!.id;
}

const again = async (who: Parameters<Parley['as']>[0], id = failed) =>
  (await parley.as(who)).post(`/messages/${id}/resend`);
const resends = (id = failed) =>
  parley.rows<{ id: number; status: string; author_id: number }>(
    'SELECT id, status, author_id FROM messages WHERE resend_of_id = ?',
    [id],
  );

test('Jordan sends it again: the same words, once, and the page shows the thread', async () => {
  const answer = await again('jordan');
  expect([answer.status, answer.location]).toEqual([303, `/conversations/${conversation}`]);
  await parley.flush();
  expect(carrier.given.length).toBe(1);
  expect(await resends()).toEqual([{ id: expect.any(Number), status: 'submitted', author_id: parley.cast.jordan.id }]);
});

test('Jordan and Avery press the button together: one text', async () => {
  const presses = await Promise.all(
    ['jordan', 'avery', 'jordan', 'avery', 'jordan'].map((who) => again(who as 'jordan')),
  );
  expect(presses.map(({ status }) => status)).toEqual(Array(5).fill(303));
  await parley.flush();
  expect(carrier.given.length).toBe(1);
  expect((await resends()).length).toBe(1);
});

test('if that fails too, it is the new one that can be sent again', async () => {
  carrier.works = false;
  await again('jordan');
  await parley.flush();
  const [second] = await resends();
  expect((await again('jordan')).status).toBe(303);
  expect((await resends()).length).toBe(1);
  carrier.works = true;
  await again('jordan', second!.id);
  await parley.flush();
  expect((await resends(second!.id))[0]!.status).toBe('submitted');
});

describe('not', () => {
  const unchanged = async () => {
    await parley.flush();
    expect(carrier.given).toEqual([]);
    expect(await resends()).toEqual([]);
  };

  test('when it arrived in the meantime', async () => {
    await parley.write(`UPDATE messages SET status = 'delivered' WHERE id = ?`, [failed]);
    const answer = await again('jordan');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('it went out after all');
    await unchanged();
  });

  test('by Riley, who only looks', async () => {
    expect((await again('riley')).status).toBe(403);
    await unchanged();
  });

  test('by Sam, who can’t see it, nor by Olive of another program', async () => {
    expect((await again('sam')).status).toBe(404);
    expect((await again('olive')).status).toBe(404);
    await unchanged();
  });

  test('by somebody who is not signed in', async () => {
    expect((await parley.stranger().post(`/messages/${failed}/resend`)).location).toContain('/login');
    await unchanged();
  });

  test('what came in, and what never was', async () => {
    const [came] = await parley.rows<{ id: number }>(`SELECT id FROM messages WHERE direction = 'inbound' LIMIT 1`);
    for (const id of [came!.id, 999_999]) expect((await again('jordan', id)).status).toBe(404);
    await unchanged();
  });

  test('while the conversation is resolved', async () => {
    const jordan = await parley.as('jordan');
    await jordan.post(`/conversations/${conversation}/resolution`);
    const answer = await again('jordan');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Reopen');
    await jordan.delete(`/conversations/${conversation}/resolution`);
    await unchanged();
  });

  test('after Maya has opted out', async () => {
    await parley.text(maya, 'STOP');
    await parley.flush();
    carrier.given = [];
    const answer = await again('jordan');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('opted out');
    await unchanged();
    await parley.text(maya, 'START');
    await parley.flush();
  });
});
