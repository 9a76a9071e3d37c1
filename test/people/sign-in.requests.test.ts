import { asDate } from '../../src/database/columns.js';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { SessionData } from 'express-session';
import { SessionStore } from '../../src/people/session-store.js';
import { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';

let parley: Parley;

beforeAll(async () => {
  parley = await Parley.start();
});
afterAll(() => parley?.close());

test('a wrong password, a wrong address and nothing at all are refused in the same way, and the address stays', async () => {
  const someone = parley.stranger();
  for (const fields of [
    { email: 'jordan@n.example', password: 'wrong' },
    { email: 'nobody@n.example', password: 'correct horse' },
  ]) {
    const { status, text } = await someone.post('/login', fields);
    expect(status).toBe(422);
    expect(text).toContain('The e-mail address or the password is wrong.');
    expect(text).toContain(`value="${fields.email}"`);
  }
  expect((await someone.post('/login', {})).status).toBe(422);
  expect((await someone.post('/login', { email: ['a', 'b'], password: ['c', 'd'] })).status).toBe(422);
});

test('the address may be in any case, and leads to where one wanted to go, but never away from here', async () => {
  for (const [next, location] of [
    ['/contacts?q=maya', '/contacts?q=maya'],
    ['https://evil.example/', '/conversations'],
    ['//evil.example', '/conversations'],
    ['/\\evil.example', '/conversations'],
    ['/logout', '/conversations'],
  ] as const) {
    const answer = await parley
      .stranger()
      .post('/login', { email: ' Jordan@N.example ', password: 'correct horse', next });
    expect(answer.status).toBe(303);
    expect(answer.location).toBe(location);
  }
});

test('signing in changes the session’s id, and the cookie is out of reach of scripts and other sites', async () => {
  const someone = parley.stranger();
  const answer = await someone.post('/login', { email: 'sam@n.example', password: 'correct horse' });
  const cookie = answer.headers.getSetCookie()[0]!;
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Lax/i);
  const before = someone.cookies;
  await someone.post('/login', { email: 'sam@n.example', password: 'correct horse' });
  expect(someone.cookies).not.toBe(before);
});

test('signing out ends the session, also for who kept the cookie', async () => {
  const someone = await parley.stranger().signIn('riley@n.example');
  const kept = someone.cookies;
  expect((await someone.post('/logout')).location).toBe('/login');
  const answer = await parley.stranger().get('/conversations', { Cookie: kept });
  expect(answer.status).toBe(303);
  expect(answer.location).toBe('/login?next=%2Fconversations');
});

test('a member who is deactivated is out with their next click', async () => {
  const someone = await parley.stranger().signIn('riley@n.example');
  await parley.write('UPDATE memberships SET is_active = 0 WHERE user_id = ?', [parley.cast.riley.id]);
  expect((await someone.get('/conversations')).status).toBe(303);
  expect((await someone.get('/login')).status).toBe(200);
  await expect(parley.stranger().signIn('riley@n.example')).rejects.toThrow('422');
  await parley.write('UPDATE memberships SET is_active = 1 WHERE user_id = ?', [parley.cast.riley.id]);
});

test('somebody of two programs switches between them, and sees nothing of the other one in each', async () => {
  const { jordan, other } = parley.cast;
  const [role] = await parley.rows<{ id: number }>("SELECT id FROM roles WHERE program_id = ? AND name = 'Viewer'", [
    other.id,
  ]);
  await parley.write(
    'INSERT INTO memberships (user_id, program_id, role_id, is_active, created_at) VALUES (?, ?, ?, 1, ?)',
    [jordan.id, other.id, role!.id, new Date()],
  );
  await parley.text('+16175550111', 'Northfield only');
  const someone = await parley.stranger().signIn('jordan@n.example');
  expect((await someone.get('/conversations')).text).toContain('Northfield only');
  expect((await someone.post('/program', { program: other.id })).status).toBe(303);
  const elsewhere = await someone.get('/conversations');
  expect(elsewhere.text).not.toContain('Northfield only');
  const path = `/conversations/${await parley.conversationWith('+16175550111')}`;
  const missing = await someone.get(path);
  expect(missing.status).toBe(404);
  expect((await someone.get('/contacts/new')).status).toBe(403);
  // An e-mail led here, and the way on is offered.
  expect(missing.text).toContain('Look in Northfield');
  expect(missing.text).toContain(`name="next" value="${path}"`);
  expect((await someone.get('/settings/nowhere')).text).not.toContain('Look in');
  const switched = await someone.post('/program', { program: parley.cast.program.id, next: path });
  expect(switched.location).toBe(path);
  expect((await someone.get(path)).text).toContain('Northfield only');
  const astray = { program: parley.cast.program.id, next: 'https://elsewhere.example/' };
  expect((await someone.post('/program', astray)).location).toBe('/conversations');
  await someone.post('/program', { program: 99_999 });
  expect((await someone.get('/conversations')).text).toContain('Northfield only');
});

test('guessing is slowed down for the account, with a sentence that says how long', async () => {
  const someone = parley.stranger();
  const guess = () => someone.post('/login', { email: 'dana@n.example', password: 'guess' });
  for (let tries = 0; tries < 10; tries += 1) expect((await guess()).text).toContain('is wrong');
  const slowed = await guess();
  expect(slowed.status).toBe(422);
  expect(slowed.text).toMatch(/Too many tries. Try again in \d+ minutes/);
  await expect(parley.stranger().signIn('dana@n.example')).rejects.toThrow('422');
});

test('an address with other accents is another address, with no tries of its own for this one', async () => {
  await expect(parley.stranger().signIn('ávery@n.example')).rejects.toThrow('422');
  await parley.stranger().signIn('avery@n.example');
});

test('a session that was ended while a request of it was under way does not come back', async () => {
  const store = parley.app.get(SessionStore);
  const read = (sid: string) =>
    new Promise<SessionData | null>((resolve, reject) =>
      store.get(sid, (error, session) => (error ? reject(error) : resolve(session ?? null))),
    );
  const save = (sid: string, data: SessionData) => new Promise((resolve) => store.set(sid, data, resolve));
  const { id } = parley.cast.riley;
  await save('of-riley', { cookie: {}, passport: { user: id } } as unknown as SessionData);
  const under = (await read('of-riley'))!;
  await save('of-riley', { ...under, programId: 1 });
  expect(await read('of-riley')).toMatchObject({ programId: 1, passport: { user: id } });
  await store.end(id);
  await save('of-riley', { ...under, programId: 2 });
  expect(await read('of-riley')).toBeNull();
});

test('sessions that ran out are forgotten, and of no use before that', async () => {
  const someone = await parley.stranger().signIn('avery@n.example');
  // The sign-in itself may still be writing when its answer is here.
  await someone.get('/conversations');
  await parley.write('UPDATE sessions SET expires_at = ? WHERE user_id = ?', [
    new Date(Date.now() - 1000),
    parley.cast.avery.id,
  ]);
  expect((await someone.get('/conversations')).status).toBe(303);
  await parley.app.get(SessionStore).sweep();
  expect(await parley.rows('SELECT 1 FROM sessions WHERE user_id = ?', [parley.cast.avery.id])).toEqual([]);
});

test('a session that is used is prolonged, and not written at each request', async () => {
  const someone = await parley.stranger().signIn('avery@n.example');
  const ends = async () => {
    const [row] = await parley.rows<{ expires_at: string | Date }>(
      'SELECT expires_at FROM sessions WHERE user_id = ?',
      [parley.cast.avery.id],
    );
    return asDate(row!.expires_at).getTime();
  };
  // The sign-in itself may still be writing when its answer is here.
  await someone.get('/conversations');
  const atFirst = await ends();
  await someone.get('/conversations');
  expect(await ends()).toBe(atFirst);
  const soon = new Date(Date.now() + 86_400_000);
  await parley.write('UPDATE sessions SET expires_at = ? WHERE user_id = ?', [soon, parley.cast.avery.id]);
  expect((await someone.get('/conversations')).status).toBe(200);
  expect(await ends()).toBeGreaterThan(Date.now() + 13 * 86_400_000);
});

test('the cookie lasts as long as the session: it is sent again while it is used, to nobody else', async () => {
  const someone = await parley.stranger().signIn('avery@n.example');
  const signedIn = someone.cookies;
  const [again] = (await someone.get('/conversations')).headers.getSetCookie();
  const ends = new Date(/Expires=([^;]+)/.exec(again!)![1]!).getTime();
  expect(Math.abs(ends - Date.now() - 14 * 86_400_000)).toBeLessThan(60_000);
  expect(someone.cookies).toBe(signedIn);
  expect((await parley.stranger().get('/login')).headers.getSetCookie()).toEqual([]);
});

test('a demo says so before anybody signs in, and whether its texts are real', async () => {
  const someone = parley.stranger();
  expect((await someone.get('/forgotten')).text).not.toContain('demo-bar');
  parley.app.setLocal('isDemo', true);
  for (const path of ['/login', '/forgotten', '/invitations/none'])
    expect((await someone.get(path)).text).toContain('Nothing is really sent.');
  parley.app.setLocal('isSimulator', false);
  const { text } = await someone.get('/login');
  expect(text).toContain('Texts are really sent.');
  expect(text).not.toContain('Nothing is really sent.');
});

test('where Parley does not see HTTPS, nobody is sent in a circle: they are told what is missing', async () => {
  const behind = await Parley.start({
    env: { PUBLIC_URL: 'https://texts.n.example', TRUST_PROXY: '0' },
    beside: parley,
  });
  const warned = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
  const jordan = { email: 'jordan@n.example', password: 'correct horse' };
  const proxied = { 'X-Forwarded-Proto': 'https' };
  const { status, text, headers } = await new Client(behind.url).post('/login', jordan, proxied);
  expect([status, headers.getSetCookie()]).toEqual([422, []]);
  expect(text).toMatch(/You are not signed in: .*TRUST_PROXY/);
  expect(text).toContain('value="jordan@n.example"');
  expect(warned.mock.calls.flat().join()).toContain('TRUST_PROXY');
  warned.mockRestore();
  await behind.close();

  const believed = await Parley.start({ env: { PUBLIC_URL: 'https://texts.n.example' }, beside: parley });
  expect((await new Client(believed.url).post('/login', jordan, proxied)).headers.getSetCookie()[0]).toMatch(/Secure/);
  expect((await new Client(believed.url).post('/login', jordan)).status).toBe(422);
  await believed.close();
});
