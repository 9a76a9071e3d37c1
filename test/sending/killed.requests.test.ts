import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { connect, type DataSources } from '../../src/database/data-sources.js';
import { Database } from '../../src/database/database.js';
import { assemble, ourNumber } from '../support/cast.js';
import { Client } from '../support/client.js';
import { freshDatabase, isOnMysql, type TestDatabase } from '../support/database.js';
import { MortalServer } from '../support/mortal-server.js';
import { StandInVonage } from '../support/stand-in-vonage.js';

/** A server with a line to Vonage of its own, so that the line knows whom it talks to. */
interface Line {
  server: MortalServer;
  vonage: StandInVonage;
  jordan: Client;
}

const maya = '+16175550111';
// A start takes more than a second of a processor, so the second database gets each moment once. Fifty-one together.
const livesEach = isOnMysql ? 3 : 14;
let own: TestDatabase;
let sources: DataSources;
let database: Database;
let lines: Line[];
let conversation: number;

/** What the world was promised: texts answered 200, answers that were taken, receipts answered 200. */
const promised = { texts: new Set<string>(), replies: new Set<string>(), receipts: new Set<string>() };
/** Texts whose delivery was cut off, which Vonage delivers again. */
const unanswered: { message_uuid: string }[] = [];
let written = 0;

beforeAll(async () => {
  own = await freshDatabase();
  sources = await connect(own.url);
  database = new Database(sources);
  await assemble(database);
  const account = await StandInVonage.start();
  lines = await Promise.all([
    line(account, account),
    line(account, await StandInVonage.start()),
    line(account, await StandInVonage.start()),
  ]);
  const [{ server, vonage, jordan }] = lines as [Line, Line, Line];
  await server.live();
  await jordan.signIn('jordan@n.example');
  for (const each of lines) each.jordan = jordan.at(each.server.url);
  expect(await vonage.deliver(server.url, 'inbound', vonage.text(maya, ourNumber, 'Hello'))).toBe(200);
  const [row] = await database.query<{ id: number }>('SELECT id FROM conversations');
  conversation = row!.id;
  await server.stop();
}, 60_000);

afterAll(async () => {
  await Promise.all(lines.map(({ server }) => server.stop()));
  await Promise.all(lines.map(({ vonage }) => vonage.stop()));
  for (const source of new Set([sources.reading, sources.writing])) await source.destroy();
  await own.drop();
}, 60_000);

async function line(account: StandInVonage, vonage: StandInVonage): Promise<Line> {
  const env = { ...account.environment(), VONAGE_API_HOST: vonage.url };
  const server = await MortalServer.on(own.url, env);
  return { server, vonage, jordan: new Client(server.url) };
}

/** Every signed webhook is signed by the one account. */
const account = () => lines[0]!.vonage;

async function textUs(
  { server }: Line,
  text: { message_uuid: string } = account().text(maya, ourNumber, `in ${++written}`),
) {
  const status = await account().deliver(server.url, 'inbound', text);
  if (status === 200) promised.texts.add(text.message_uuid);
  else unanswered.push(text);
}

async function reply({ jordan }: Line) {
  const body = `out ${++written}`;
  const answer = await jordan.post(`/conversations/${conversation}/messages`, { body }).catch(() => null);
  if (answer?.status === 303) promised.replies.add(body);
}

/** Delivers receipts for what this line has sent and nobody confirmed yet, all at once. */
function receipts({ server, vonage }: Line, most = 100): Promise<void>[] {
  const open = vonage.sent.filter(({ id }) => !promised.receipts.has(id!)).slice(0, most);
  return open.map(async (asked) => {
    const status = await account().deliver(server.url, 'status', vonage.receipt(asked, { status: 'delivered' }));
    if (status === 200) promised.receipts.add(asked.id!);
  });
}

/** As `receipts`, of at least one text, whichever server sent it: a busy machine takes a while to send the first. */
async function receiptsOnceSent(line: Line, most: number): Promise<Promise<void>[]> {
  for (let tries = 0; tries < 200; tries++) {
    for (const { vonage } of lines) {
      const coming = receipts({ ...line, vonage }, most);
      if (coming.length > 0) return coming;
    }
    await wait(50);
  }
  throw new Error('Nothing was sent within ten seconds.');
}

type Moment = (line: Line) => Promise<unknown>;
const soon = (most: number) => wait(Math.random() * most);
const kill = ({ server }: Line) => server.kill();

/** When to kill. Each is a life of a server that gets texts, sends answers and gets receipts meanwhile. */
const moments: Record<string, Moment> = {
  'while a text comes in': async (line) => {
    const coming = Promise.all([textUs(line), textUs(line), textUs(line)]);
    await soon(25);
    kill(line);
    await coming;
  },
  'right after a text was answered 200': async (line) => {
    await textUs(line);
    kill(line);
  },
  'while Jordan presses Send': async (line) => {
    const pressing = Promise.all([reply(line), reply(line)]);
    await soon(40);
    kill(line);
    await pressing;
  },
  'right after Jordan’s text was taken': async (line) => {
    await reply(line);
    kill(line);
  },
  'as the text reaches Vonage, which does not take it': async (line) => {
    line.vonage.next.push({ does: 'cut before accepting' });
    line.vonage.onAsked = () => kill(line);
    await reply(line);
    await wait(200);
    kill(line);
  },
  'once Vonage has taken the text, before it says so': async (line) => {
    line.vonage.onAccepted = () => kill(line);
    await reply(line);
    await wait(200);
    kill(line);
  },
  'between Vonage’s answer and our note of it': async (line) => {
    line.vonage.onAccepted = () => void soon(12).then(() => kill(line));
    await Promise.all([reply(line), reply(line)]);
    await wait(200);
    kill(line);
  },
  'while receipts come in': async (line) => {
    await Promise.all([reply(line), reply(line)]);
    const coming = await receiptsOnceSent(line, 6);
    await Promise.race(coming);
    kill(line);
    await Promise.all(coming);
  },
  'in the middle of everything': async (line) => {
    const busy = Promise.all([textUs(line), reply(line), ...receipts(line, 3), textUs(line), reply(line)]);
    await soon(150);
    kill(line);
    await busy;
  },
};

async function lives(line: Line, offset: number, killed: string[]) {
  const names = Object.keys(moments);
  for (let life = 0; life < livesEach; life++) {
    await line.server.live();
    await Promise.all([textUs(line), reply(line), ...receipts(line, 2)]);
    const name = names[(life + offset) % names.length]!;
    await moments[name]!(line);
    line.vonage.onAccepted = () => undefined;
    line.vonage.onAsked = () => undefined;
    line.vonage.next.length = 0;
    kill(line);
    killed.push(name);
  }
}

/** Waits until nothing is queued or on its way. Leases of killed servers are over at once, to save half a minute. */
async function settle() {
  for (let tries = 0; tries < 200; tries++) {
    await database.transaction(() =>
      database.run(
        `UPDATE messages SET lease_until = '2026-01-01 00:00:00' WHERE status = 'sending' AND lease_until IS NOT NULL`,
      ),
    );
    const [open] = await database.query<{ count: number }>(
      `SELECT COUNT(*) AS count FROM messages WHERE status IN ('queued', 'sending')`,
    );
    if (Number(open!.count) === 0) return;
    await wait(100);
  }
}

describe('servers are killed again and again, at every step of receiving and of sending', () => {
  const killed: string[] = [];
  const sent = () => lines.flatMap(({ vonage }) => vonage.sent);
  interface Row {
    body: string;
    status: string;
    client_ref: string;
    provider_id: string | null;
  }
  const outbound = () =>
    database.query<Row>(`SELECT body, status, client_ref, provider_id FROM messages WHERE direction = 'outbound'`);

  test('forty-two times on SQLite, nine times on MariaDB', async () => {
    await Promise.all(lines.map((line, place) => lives(line, place * 3, killed)));
    expect(killed.length).toBeGreaterThanOrEqual(lines.length * livesEach);
    expect(lines.reduce((sum, { server }) => sum + server.kills, 0)).toBe(killed.length);
    expect(new Set(killed).size).toBe(Object.keys(moments).length);
    // A life begins with a text and a reply. Receipts need something sent, so that a short life may have had none.
    expect(Math.min(promised.texts.size, promised.replies.size)).toBeGreaterThanOrEqual(killed.length);
    expect(promised.receipts.size).toBeGreaterThan(0);
  }, 400_000);

  test('nothing that was answered 200 is missing, and nothing is there twice', async () => {
    await lines[0]!.server.live();
    const rows = await database.query<{ provider_id: string; count: number }>(
      `SELECT provider_id, COUNT(*) AS count FROM messages WHERE direction = 'inbound' GROUP BY provider_id`,
    );
    const there = new Map(rows.map((row) => [row.provider_id, Number(row.count)]));
    for (const id of promised.texts) expect(there.get(id)).toBe(1);
    expect([...there.values()].every((count) => count === 1)).toBe(true);
  }, 30_000);

  test('what was cut off, Vonage delivers again: then it is there, once', async () => {
    for (const text of [...unanswered]) await textUs(lines[0]!, text);
    for (const { message_uuid } of unanswered)
      expect((await database.query('SELECT id FROM messages WHERE provider_id = ?', [message_uuid])).length).toBe(1);
  });

  test('no text of Jordan’s is missing', async () => {
    const bodies = (await outbound()).map(({ body }) => body);
    for (const body of promised.replies) expect(bodies.filter((each) => each === body)).toEqual([body]);
  });

  test('no text left twice', async () => {
    await settle();
    const refs = sent().map(({ clientRef }) => clientRef);
    expect(refs.length).toBe(new Set(refs).size);
    const bodies = sent().map(({ text }) => text);
    expect(bodies.length).toBe(new Set(bodies).size);
  }, 40_000);

  test('every text is either sent, or said to be unconfirmed; none waits for ever', async () => {
    const refs = new Set(sent().map(({ clientRef }) => clientRef));
    for (const { status, client_ref: ref } of await outbound()) {
      expect(['submitted', 'delivered', 'unconfirmed']).toContain(status);
      if (!refs.has(ref)) expect(status).toBe('unconfirmed');
    }
  });

  test('and the receipts settle all that really left', async () => {
    for (const each of lines) await Promise.all(receipts({ ...each, server: lines[0]!.server }));
    const rows = new Map((await outbound()).map((row) => [row.client_ref, row]));
    for (const { clientRef, id } of sent())
      expect(rows.get(clientRef)).toMatchObject({ status: 'delivered', provider_id: id });
    const left = new Set(sent().map(({ clientRef }) => clientRef));
    for (const [ref, { status }] of rows) if (!left.has(ref)) expect(status).toBe('unconfirmed');
  }, 30_000);

  test('a graceful stop leaves nothing in hand', async () => {
    const { server, vonage, jordan } = lines[0]!;
    vonage.usually = { does: 'accept', after: 700 };
    expect((await jordan.post(`/conversations/${conversation}/messages`, { body: 'In hand' })).status).toBe(303);
    for (let tries = 0; tries < 100 && vonage.asked.at(-1)?.text !== 'In hand'; tries++) await wait(20);
    await server.stop();
    const [row] = await database.query<Row>(`SELECT status FROM messages WHERE body = 'In hand'`);
    expect(row!.status).toBe('submitted');
    expect(vonage.asked.filter(({ text }) => text === 'In hand').length).toBe(1);
  }, 30_000);
});
