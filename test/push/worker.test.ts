import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { root } from '../../src/root.js';

type Listener = (event: object) => void;

/** The worker of public/sw.js, in a browser that has these tabs and these notifications. */
function worker(tabs: string[] = [], shown: { tag: string; data: object }[] = []) {
  const listeners: Record<string, Listener> = {};
  const did: unknown[] = [];
  const self = {
    addEventListener: (name: string, listener: Listener) => (listeners[name] = listener),
    skipWaiting: () => undefined,
    registration: {
      getNotifications: async ({ tag }: { tag: string }) => shown.filter((one) => one.tag === tag),
      showNotification: async (title: string, { body, renotify, data }: Record<string, unknown>) =>
        did.push({ title, body, renotify, data }),
      pushManager: { subscribe: async () => subscription('https://push.example.com/third') },
    },
    clients: {
      matchAll: async () =>
        tabs.map((path) => ({ url: `https://texts.n.example${path}`, focus: async () => did.push(`focus ${path}`) })),
      openWindow: async (url: string) => did.push(`open ${url}`),
    },
  };
  const fetch = async (path: string, { body }: { body: URLSearchParams }) => did.push([path, Object.fromEntries(body)]);
  runInNewContext(readFileSync(join(root, 'public/sw.js'), 'utf8'), { self, fetch, URL, URLSearchParams });
  return async (name: string, own: object) => {
    let work: unknown;
    listeners[name]!({ ...own, waitUntil: (promise: unknown) => (work = promise) });
    await work;
    return did;
  };
}

const subscription = (endpoint: string) => ({
  endpoint,
  options: {},
  toJSON: () => ({ endpoint, keys: { p256dh: 'p', auth: 'a' } }),
});
const words = {
  title: 'Maya Lindqvist texted',
  body: 'Northfield',
  url: '/conversations/7',
  tag: 'conversations-7',
  id: 3,
};
const pushed = { data: { json: () => words } };

test('what comes is shown, and rings; the same again does not; news of the same conversation does', async () => {
  const { title, body, url, id, tag } = words;
  expect(await worker()('push', pushed)).toEqual([{ title, body, renotify: true, data: { url, id } }]);
  expect(await worker([], [{ tag, data: { url, id } }])('push', pushed)).toMatchObject([{ renotify: false }]);
  expect(await worker([], [{ tag, data: { url, id: 2 } }])('push', pushed)).toMatchObject([{ renotify: true }]);
});

test('something is shown even for what nobody can read', async () => {
  expect(await worker()('push', { data: null })).toMatchObject([{ title: 'Something new in Parley' }]);
});

test('a click brings the tab with the conversation to the front, else opens one, and leaves others as they are', async () => {
  let isClosed = false;
  const notification = { close: () => (isClosed = true), data: { url: '/conversations/7' } };
  expect(await worker(['/contacts', '/conversations/7'])('notificationclick', { notification })).toEqual([
    'focus /conversations/7',
  ]);
  expect(await worker(['/contacts', '/conversations/77'])('notificationclick', { notification })).toEqual([
    'open /conversations/7',
  ]);
  expect(isClosed).toBe(true);
});

test('a new address is told to Parley, with the one before', async () => {
  const oldSubscription = subscription('https://push.example.com/first');
  const newSubscription = subscription('https://push.example.com/second');
  const told = (endpoint: string) => [
    '/account/notifications/browsers/renewal',
    { endpoint, p256dh: 'p', auth: 'a', former: oldSubscription.endpoint },
  ];
  const changed = (own: object) => worker()('pushsubscriptionchange', own);
  expect(await changed({ oldSubscription, newSubscription })).toEqual([told(newSubscription.endpoint)]);
  expect(await changed({ oldSubscription })).toEqual([told('https://push.example.com/third')]);
});
