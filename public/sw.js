// Shows what comes while Parley is closed, and leads there. It keeps no pages: a page of Parley is never an old one.

const icon = '/icon-192.png';
const badge = '/badge.png';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('push', (event) => event.waitUntil(show(wordsIn(event.data))));
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.url ?? '/notifications'));
});
self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(renew(event)));

// A browser wants to see something for every push, whatever is in it.
function wordsIn(data) {
  try {
    return data.json();
  } catch {
    return { title: 'Something new in Parley', body: '', url: '/notifications', tag: 'unknown', id: 0 };
  }
}

// What was sent twice rings once, as long as it is still there; what is new about the same takes the place of what was shown, and rings again.
async function show({ title, body, url, tag, id }) {
  const shown = await self.registration.getNotifications({ tag });
  const isKnown = shown.some(({ data }) => data?.id === id);
  await self.registration.showNotification(title, {
    ...{ body, tag, icon, badge, data: { url, id } },
    ...{ renotify: !isKnown, silent: isKnown ? true : null },
  });
}

// A tab that is there already comes to the front; another one is left as it is: somebody may be writing in it.
async function open(url) {
  const tabs = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const there = tabs.find((tab) => new URL(tab.url).pathname === url);
  return there ? there.focus() : self.clients.openWindow(url);
}

// The push service has given the browser another address.
async function renew({ newSubscription, oldSubscription }) {
  const options = (newSubscription ?? oldSubscription)?.options;
  const subscription = newSubscription ?? (options && (await self.registration.pushManager.subscribe(options)));
  if (!subscription) return;
  const { endpoint, keys } = subscription.toJSON();
  const former = oldSubscription?.endpoint ?? '';
  const body = new URLSearchParams({ endpoint, ...keys, former });
  await fetch('/account/notifications/browsers/renewal', { method: 'POST', body, redirect: 'manual' });
}
