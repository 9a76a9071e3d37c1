// The page of one's notifications: what this browser can do of showing them, and turning it on.
import { toast } from './requests.js';

const section = document.querySelector('[data-push-key]');
const { pushKey: key } = section.dataset;
const on = section.querySelector('form[data-push="off"]');
const isPhone =
  /iPhone|iPad/.test(navigator.userAgent) || (/Mac/.test(navigator.platform) && navigator.maxTouchPoints > 1);

const isAble = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

async function state() {
  if (!window.isSecureContext) return 'insecure';
  if (!isAble()) return isPhone ? 'phone' : 'unable';
  if (Notification.permission === 'denied') return 'blocked';
  const registration = await navigator.serviceWorker.getRegistration();
  const subscription = await registration?.pushManager.getSubscription();
  return subscription && 'pushOn' in section.dataset ? 'on' : 'off';
}

async function show() {
  const now = await state();
  for (const element of section.querySelectorAll('[data-push]')) element.hidden = element.dataset.push !== now;
}

// One that was made with other keys, as by another Parley at this address, is of no use.
async function subscribed() {
  await navigator.serviceWorker.register('/sw.js');
  const { pushManager } = await navigator.serviceWorker.ready;
  const known = await pushManager.getSubscription();
  if (known && keyOf(known) === key) return known;
  await known?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

const inBase64url = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
const keyOf = ({ options }) => options?.applicationServerKey && inBase64url(options.applicationServerKey);

async function turnOn() {
  const permission = await Notification.requestPermission();
  if (permission !== 'granted') return show();
  const { endpoint, keys } = (await subscribed()).toJSON();
  Object.assign(on.elements.endpoint, { value: endpoint });
  Object.assign(on.elements.p256dh, { value: keys.p256dh });
  Object.assign(on.elements.auth, { value: keys.auth });
  on.submit();
}

on.addEventListener('submit', (event) => {
  event.preventDefault();
  const button = on.querySelector('button');
  button.disabled = true;
  turnOn()
    .catch(() =>
      toast('The browser could not turn on notifications. Look into its settings for this site, and try again.'),
    )
    .finally(() => (button.disabled = false));
});

// What is turned off here is turned off in the browser too, whether or not it is in the mood for it.
section.querySelector('form[data-push-off]')?.addEventListener('submit', () => {
  void navigator.serviceWorker
    ?.getRegistration()
    .then((registration) => registration?.pushManager.getSubscription())
    .then((subscription) => subscription?.unsubscribe())
    .catch(() => undefined);
});

void show();
