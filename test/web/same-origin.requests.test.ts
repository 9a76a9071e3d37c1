import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Parley } from '../support/parley.js';

let parley: Parley;

beforeAll(async () => {
  parley = await Parley.start();
  await parley.text('+16175550111', 'Hello');
});
afterAll(() => parley?.close());

test.each([
  ['another site', { 'Sec-Fetch-Site': 'cross-site' }, 403],
  ['a neighbour of the same site', { 'Sec-Fetch-Site': 'same-site' }, 403],
  ['our own page', { 'Sec-Fetch-Site': 'same-origin' }, 303],
  ['the address bar', { 'Sec-Fetch-Site': 'none' }, 303],
  ['another site, said by an older browser', { 'Sec-Fetch-Site': '', Origin: 'https://evil.example' }, 403],
  ['nowhere, as a sandboxed frame says', { 'Sec-Fetch-Site': '', Origin: 'null' }, 403],
  ['no browser at all', { 'Sec-Fetch-Site': '' }, 303],
])('a write from %s', async (_, headers, status) => {
  const jordan = await parley.as('jordan');
  const id = await parley.conversationWith('+16175550111');
  expect(
    (await jordan.post(`/conversations/${id}/notes`, { body: 'Hi' }, headers as Record<string, string>)).status,
  ).toBe(status);
});

test('our own page, said by an older browser', async () => {
  const jordan = await parley.as('jordan');
  const id = await parley.conversationWith('+16175550111');
  expect(
    (await jordan.post(`/conversations/${id}/notes`, { body: 'Hi' }, { 'Sec-Fetch-Site': '', Origin: parley.url }))
      .status,
  ).toBe(303);
});

test('every page has a policy without anything inline, may not be framed, and tells other sites nothing', async () => {
  const jordan = await parley.as('jordan');
  for (const path of ['/conversations', '/contacts', '/nowhere', '/login']) {
    const { headers, text } = await jordan.get(path);
    const policy = headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(text).not.toMatch(/<script(?![^>]*src=)|\sstyle="|\son\w+="/);
  }
});

test.each([
  ['a page of ours', '/contacts', '/contacts', {}],
  ['a page of ours, as browsers say', '/contacts', '/contacts', { 'Sec-Fetch-Site': 'same-origin' }],
  ['Conversations, which is offered anyway', 'nowhere', '/conversations', {}],
  ['itself', 'nowhere', '/conversations/999999', {}],
  ['another site', 'nowhere', 'https://evil.example/contacts', {}],
  ['another site, as browsers say', 'nowhere', '/contacts', { 'Sec-Fetch-Site': 'cross-site' }],
  ['nothing that is an address', 'nowhere', 'contacts', {}],
  ['an address without an end', 'nowhere', `/a${'/'.repeat(15_000)}`, {}],
  ['an address that lies deeper than any page', '/contacts', `/contacts${'/a'.repeat(7_000)}`, {}],
])('after %s, a page that says what went wrong leads back to %s', async (_, back, from, said) => {
  const headers = { ...said, Referer: from.startsWith('/') ? parley.url + from : from } as Record<string, string>;
  const { text } = await (await parley.as('jordan')).get('/conversations/999999', headers);
  expect(text).toContain('Nothing here');
  expect(backIn(text)).toBe(back);
});

test.each([
  ['an address that only takes forms', 'the page above it', '/settings/users/invitations', '/settings/users'],
  ['one of a contact', 'the contact', '/contacts/:leo/hold', '/contacts/:leo'],
  ['one in the place of a number', 'Conversations, which is offered anyway', '/conversations/bulk', 'nowhere'],
  ['a page of what is gone', 'the list', '/contacts/999999/edit', '/contacts'],
  ['a page of something else', 'it', '/contacts/:leo/edit?tab=1', '/contacts/:leo/edit?tab=1'],
])('from %s one is led back to %s', async (_, _page, from, back) => {
  const leo = (address: string) => address.replace(':leo', String(parley.cast.leo.id));
  const avery = await parley.as('avery');
  const { status, text } = await avery.post('/contacts/999999/hold', {}, { Referer: parley.url + leo(from) });
  expect([status, backIn(text)]).toEqual([404, leo(back)]);
});

test('where there is no page at all, who is signed in is not asked to sign in', async () => {
  const nowhere = '/contacts/7/hold';
  expect((await (await parley.as('jordan')).get(nowhere)).text).toMatch(/Nothing here[^]*Go to Conversations/);
  expect((await parley.stranger().get(nowhere)).text).toMatch(/Nothing here[^]*Sign in/);
});

test('nobody is led back to a page that their role no longer opens, nor to a form after coming back', async () => {
  const sam = await parley.as('sam');
  const { status, text } = await sam.get('/settings/users', { Referer: `${parley.url}/contacts/imports` });
  expect([status, backIn(text)]).toEqual([403, '/contacts']);
  const back = await sam.post('/account/absence', { _method: 'DELETE' }, { Referer: `${parley.url}/account/password` });
  expect(back.location).toBe('/account');
});

const backIn = (text: string) =>
  /href="([^"]*)"><svg[^>]*>.{0,80}<\/svg>Back</.exec(text)?.[1]?.replaceAll('&#x3D;', '=') ?? 'nowhere';

test('pages of people are not kept by caches on the way', async () => {
  const { headers } = await (await parley.as('jordan')).get('/conversations');
  expect(headers.get('cache-control')).toMatch(/private|no-store/);
});

test('odd requests are no 500: bad numbers, odd fields, huge and broken forms, unknown methods', async () => {
  const jordan = await parley.as('jordan');
  for (const path of [
    '/conversations/abc',
    '/conversations/99999999999999999999',
    '/conversations/-1',
    '/contacts/1e3',
    '/conversations/1/nowhere',
    '/%E0%A4%A',
    '/conversations?view[]=x&status[a]=b&after=zzz&q=%00&assignee=%F0%9F%9B%91',
  ])
    expect((await jordan.get(path)).status).toBeLessThan(500);
  const id = await parley.conversationWith('+16175550111');
  expect((await jordan.post(`/conversations/${id}/messages`, { body: ['a', 'b'] })).status).toBeLessThan(500);
  expect((await jordan.post(`/conversations/${id}/messages`, { body: 'x'.repeat(300_000) })).status).toBe(413);
  expect(
    (await jordan.post(`/conversations/${id}/messages`, { body: 'nul \0 byte', token: '🛑'.repeat(50) })).status,
  ).toBeLessThan(500);
  expect((await jordan.post('/contacts', { firstName: ['x'], numbers: ['1', '2'], labels: [] })).status).toBe(422);
});
