// On every page of a browser that shows notifications: it says that it is still there, and takes away what is read.
import { post } from './requests.js';

const said = 'parley-push-session';

// Once for each session: whoever signs in again, where they turned notifications on, has them again.
async function renew(registration, session) {
  if (localStorage.getItem(said) === session) return;
  const subscription = await registration.pushManager.getSubscription();
  if (!subscription) return;
  const { endpoint, keys } = subscription.toJSON();
  const response = await post('/account/notifications/browsers/renewal', { endpoint, ...keys });
  if (response.status === 204) localStorage.setItem(said, session);
}

async function close(registration, isOver) {
  for (const shown of await registration.getNotifications()) if (isOver(shown)) shown.close();
}

// Whoever looks at a conversation, or at all of their notifications, need not be told of it.
const isLookedAt = ({ data }) =>
  !document.hidden && [location.pathname, document.querySelector('[data-pushed]')?.dataset.pushed].includes(data?.url);

/** Looks after the notifications of this browser, as long as the page is open. */
export async function attend(session) {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (!registration?.pushManager) return;
  for (const moment of ['visibilitychange', 'live:refreshed'])
    document.addEventListener(moment, () => close(registration, isLookedAt));
  // Whoever signs out leaves no names behind.
  document.querySelector('form[action="/logout"]')?.addEventListener('submit', () => close(registration, () => true));
  await close(registration, isLookedAt);
  await renew(registration, session);
}
