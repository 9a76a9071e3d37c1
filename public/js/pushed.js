// On every page of a browser that shows notifications: it says that it is still there, and takes away what has been read.
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

async function close(registration, isRead) {
  for (const shown of await registration.getNotifications()) if (isRead(shown)) shown.close();
}

/** Looks after the notifications of this browser, as long as the page is open. */
export async function attend(session) {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (!registration?.pushManager) return;
  const atThisPlace = ({ data }) => data?.url === location.pathname;
  await close(registration, atThisPlace);
  // Where a bell counts nothing any more, in whichever tab or browser it was read.
  new BroadcastChannel('parley-counts').addEventListener('message', ({ data }) =>
    close(registration, (shown) => !data.notifications || atThisPlace(shown)),
  );
  await renew(registration, session);
}
