// A choice that decides which fields a form has: the region of those fields is fetched anew, with what is typed so far.
import { announce, fetchPage, isSignIn, signInAgain, wanting } from './requests.js';
import { bring, statesOf, typedSince } from './typed-since.js';

document.addEventListener('change', ({ target }) => {
  if (target.dataset?.reshapes) void reshape(target.form, document.getElementById(target.dataset.reshapes));
});

let latest;

async function reshape(form, region) {
  const turn = (latest = Symbol('turn'));
  const fields = new URLSearchParams(new FormData(form));
  fields.set('step', 'fields');
  const known = statesOf(region);
  region.setAttribute('aria-busy', 'true');
  const text = await (form.method === 'post' ? posted(form, fields, region) : got(form, fields, region)).catch(
    () => undefined,
  );
  region.removeAttribute('aria-busy');
  const next = text && new DOMParser().parseFromString(text, 'text/html').getElementById(region.id);
  if (turn !== latest || !next) return;
  const focused = region.contains(document.activeElement) ? document.activeElement.id : '';
  const typed = typedSince(known, region);
  region.replaceWith(next);
  bring(typed, next);
  if (focused) document.getElementById(focused)?.focus();
  announce('The fields have changed.');
}

const got = (form, fields, region) => fetchPage(`${new URL(form.action).pathname}?${fields}`, wanting(region));

async function posted(form, body, region) {
  const response = await fetch(form.action, { method: 'POST', body, headers: wanting(region) });
  if (isSignIn(response)) signInAgain();
  return response.ok ? response.text() : undefined;
}
