// Where a template is written: the preview follows what is typed, as an example contact would get it.
import { isSignIn, signInAgain } from './requests.js';

const form = document.querySelector('form[data-preview]');
const region = () => document.getElementById('template-preview');
let waiting;
let asked = 0;

async function show() {
  const own = (asked += 1);
  const response = await fetch(form.dataset.preview, {
    method: 'POST',
    body: new URLSearchParams(new FormData(form)),
    headers: { 'HX-Target': 'div#template-preview', 'HX-Request': 'true' },
  }).catch(() => undefined);
  if (response && isSignIn(response)) return signInAgain();
  if (!response?.ok || own !== asked) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const next = page.getElementById('template-preview');
  if (next && own === asked) region().replaceChildren(...next.childNodes);
}

form?.addEventListener('input', ({ target }) => {
  if (target.name !== 'body' && target.name !== 'example') return;
  clearTimeout(waiting);
  waiting = setTimeout(show, target.name === 'example' ? 0 : 350);
});
