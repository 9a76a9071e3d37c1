// The few requests that the page makes by itself, and what is said when one fails.

/** The header by which the server knows which region of the page is wanted. */
export const wanting = (element) => ({ 'HX-Target': `${element.localName}#${element.id}`, 'HX-Request': 'true' });

/** Fetches a page, or one region of it, as text. The sign-in page instead means that the session is over. */
export async function fetchPage(url, headers = {}) {
  const response = await fetch(url, {
    headers: { Accept: 'text/html', ...headers },
    signal: AbortSignal.timeout(20_000),
  });
  if (isSignIn(response)) {
    signInAgain();
    throw new Error('The session is over');
  }
  if (!response.ok) throw Object.assign(new Error(`${url} answered ${response.status}`), { status: response.status });
  return response.text();
}

/** Whether an answer is a whole page, and not a part of one. */
export const isPage = (text) => /^\s*<!doctype/i.test(text);

/** Whether an answer has this region. What comes from somebody in between (a proxy, the sign-in of a network) has not. */
export const hasRegion = (text, { id }) => text.includes(`id="${id}"`);

/** Whether an answer to what was sent answers this form, even if the form itself was brought anew meanwhile. */
export const answers = (sent, form) => Boolean(sent && form) && (sent === form || addressOf(sent) === addressOf(form));

// A button may have the name "action", which would hide the form's.
const addressOf = (form) => form.getAttribute('action');

/** What was typed since something was sent. */
export const typedAfter = (sent, now) => (now.startsWith(sent) ? now.slice(sent.length) : now);

/** Sends a small form in the background; `keepalive` lets it outlive the page. */
export const post = (url, fields, signal) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields), keepalive: true, redirect: 'manual', signal });

/** Whether the answer is the sign-in page, where the request was led because the session is over. */
export const isSignIn = (response) => response.redirected && new URL(response.url).pathname === '/login';

const fields = 'main form[method="post"] :is(textarea, input[type="text"], input:not([type]))';
const isHalfTyped = () => [...document.querySelectorAll(fields)].some(({ value }) => value.trim());

/** Leads to the sign-in page; but not away from what somebody has begun to write. */
export function signInAgain() {
  const sentence = 'You are signed out. Sign in again in another tab, then go on here: what you typed is still here.';
  // It has the last word, whatever else is said of a request that failed.
  if (isHalfTyped()) setTimeout(() => toast(sentence));
  else location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
}

let fading;

/** Says what went wrong, for a while. */
export function toast(sentence) {
  const element = document.getElementById('toast');
  if (!element) return;
  // What is said already is not said again.
  if (element.textContent !== sentence) element.textContent = sentence;
  clearTimeout(fading);
  fading = setTimeout(() => (element.textContent = ''), 9000);
}

/** Tells a screen reader, politely. */
export function announce(sentence) {
  const element = document.getElementById('announcements');
  if (element) element.textContent = sentence;
}

/** The words of an error page. */
export function wordsOf(html) {
  const page = new DOMParser().parseFromString(html, 'text/html').querySelector('[data-problem]');
  return page?.querySelector('p')?.textContent.trim();
}
