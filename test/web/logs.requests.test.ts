import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect } from '../../src/database/data-sources.js';
import { Database } from '../../src/database/database.js';
import { sign } from '../../src/vonage/signature.js';
import { assemble } from '../support/cast.js';
import { Client } from '../support/client.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { MortalServer } from '../support/mortal-server.js';
import { inbound } from '../support/parley.js';

const secret = 'a-signature-secret-of-forty-characters!!';
let own: TestDatabase;
let database: Database;
let server: MortalServer;

beforeAll(async () => {
  own = await freshDatabase();
  database = new Database(await connect(own.url));
  await assemble(database);
  server = await MortalServer.on(own.url, {
    LOG_LEVEL: 'debug',
    VONAGE_SIGNATURE_SECRET: secret,
    NODE_ENV: 'production',
  });
  await server.live();
}, 60_000);
afterAll(async () => {
  await server?.stop();
  await database?.onApplicationShutdown();
  await own?.drop();
});

test('at the most talkative the log is JSON, and holds no text, name, number, search, password, cookie or secret', async () => {
  const jordan = await new Client(server.url).signIn('jordan@n.example');
  const body = JSON.stringify(inbound('+16175550111', 'Confidential words'));
  const post = (text: string, token: string) =>
    fetch(`${server.url}/webhooks/vonage/inbound`, {
      method: 'POST',
      body: text,
      headers: { Authorization: `Bearer ${token}` },
    });
  const token = sign(body, secret, {}, new Date());
  expect((await post(body, token)).status).toBe(200);
  await post('{"text":"Forged words"}', token);
  await jordan.get('/conversations?q=Lindqvist');
  await jordan.get('/contacts?q=6175550111');
  await jordan.post('/contacts', { firstName: 'Lindqvist'.repeat(50) });
  await jordan.get('/nowhere/secretpath6175550111');
  await jordan.get('/invitations/a-token_a-token_a-token_a-token_a-token_abc');
  await new Client(server.url).post('/login', { email: 'jordan@n.example', password: 'wrong-password' });
  const lines = server.output.split('\n').filter((line) => line.startsWith('{'));
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
  const cookie = decodeURIComponent(jordan.cookies.split('=')[1]!).slice(2, 20);
  for (const hidden of [
    'Confidential',
    'Forged',
    'Lindqvist',
    '6175550111',
    'jordan@',
    'correct horse',
    'wrong-password',
    secret,
    token,
    'a-token',
    cookie,
  ])
    expect({ hidden, isThere: server.output.includes(hidden) }).toEqual({ hidden, isThere: false });
});

test('asked to stop, it goes by itself, and soon', async () => {
  const began = Date.now();
  await server.stop();
  expect(Date.now() - began).toBeLessThan(5_000);
  expect(server.isAlive).toBe(false);
});
