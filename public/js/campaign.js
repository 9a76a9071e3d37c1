// Where a campaign is made: who is meant and how the texts arrive follow what is typed, and buttons that only change the
// form do so without leaving the page.
import { isComposing } from './composing.js';
import { announce, isSignIn, signInAgain, toast, wanting } from './requests.js';
import { bring, statesOf, typedSince } from './typed-since.js';

const form = () => document.getElementById('campaign-form');
const saving = ['save', 'review', 'enter'];
/** What the server last said of a region: only what has changed is replaced. */
const known = new Map();
let asked = 0;
let waiting;
let changing;

const shown = (page = document) => [...page.querySelectorAll('.campaign-shown')];
const remember = () => shown().forEach((region) => known.set(region.id, region.innerHTML));

/** The page's form anew, as a button with this value would bring it. */
async function fetchForm(step) {
  const own = (asked += 1);
  const body = new URLSearchParams(new FormData(form()));
  body.set('step', step);
  const response = await fetch(form().action, { method: 'POST', body, headers: wanting(form()) });
  if (isSignIn(response)) signInAgain();
  // 422 brings the form with what is wrong.
  if (!response.ok && response.status !== 422) throw new Error(`The form answered ${response.status}`);
  const text = await response.text();
  return own === asked ? new DOMParser().parseFromString(text, 'text/html').getElementById('campaign-form') : undefined;
}

async function follow(step) {
  // A button that was pressed has its way first.
  await changing;
  const next = await fetchForm(step).catch(() => undefined);
  for (const region of next ? shown(next) : []) {
    if (step === 'preview' && region.id === 'audience-shown') continue;
    const old = document.getElementById(region.id);
    if (!old || known.get(region.id) === region.innerHTML) continue;
    known.set(region.id, region.innerHTML);
    const focused = old.contains(document.activeElement) ? document.activeElement.id : '';
    old.replaceChildren(...region.childNodes);
    if (focused) document.getElementById(focused)?.focus();
    if (region.id === 'audience-shown') announce(document.getElementById('audience-count')?.textContent ?? '');
  }
}

/** What the button says is done; the keyboard stays where it makes sense. */
async function change(button) {
  const { value } = button;
  const known = statesOf(form());
  button.disabled = true;
  const next = await fetchForm(value).catch(() => toast('That did not work. Try again.'));
  button.disabled = false;
  if (!next) return false;
  // Without one of them the texts have other numbers.
  const typed = value.startsWith('remove-text') ? [] : typedSince(known, form());
  form().replaceWith(next);
  bring(typed, next);
  remember();
  document.dispatchEvent(new CustomEvent('htmx:after:swap', { detail: { ctx: {} } }));
  place(value.split('.')).focus({ preventScroll: value !== 'add-text' });
  return true;
}

function place([deed, which]) {
  const problem = form().querySelector('[aria-invalid="true"]');
  if (problem) return problem;
  const texts = form().querySelectorAll('textarea');
  if (deed === 'insert') return texts[Number(which)];
  if (deed === 'add-text') announce(`Text ${texts.length} is added.`);
  if (deed === 'add-text') return texts[texts.length - 1];
  if (deed === 'remove-text') return document.getElementById('add-text');
  return document.getElementById('add-filter') ?? document.getElementById('type') ?? form().querySelector('button');
}

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('#campaign-form button[name="step"]');
  if (!button || saving.includes(button.value)) return;
  event.preventDefault();
  clearTimeout(waiting);
  changing ??= change(button).finally(() => (changing = undefined));
});

// What is saved holds what is still being changed.
document.addEventListener('submit', async (event) => {
  if (event.target !== form() || !changing) return;
  event.preventDefault();
  delete form().dataset.sending;
  const step = event.submitter?.value ?? 'save';
  if (await changing) form().requestSubmit(form().querySelector(`button[name="step"][value="${step}"]`));
});

// Enter in the value of a filter adds the filter; elsewhere it saves the draft.
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || isComposing(event) || !event.target.matches?.('#filter-fields input')) return;
  const button = document.querySelector('#filter-fields button[value="add"]');
  if (!button) return;
  event.preventDefault();
  button.click();
});

document.addEventListener('input', ({ target }) => {
  if (target.form?.id !== 'campaign-form' || !('follows' in target.dataset)) return;
  clearTimeout(waiting);
  const isText = target.dataset.follows === 'texts';
  waiting = setTimeout(() => void follow(isText ? 'preview' : 'show'), target.localName === 'textarea' ? 400 : 0);
});

// A merge field goes into the text that was written last.
document.addEventListener('focusin', ({ target }) => {
  const menu = document.querySelector('#campaign-form [data-inserts-into]');
  if (menu && target.matches?.('#campaign-form textarea')) menu.dataset.insertsInto = target.id;
});

// Who sets a time means later.
document.addEventListener('input', ({ target }) => {
  if (!target.matches?.('#campaign-form .campaign-time input')) return;
  form().querySelector('[name="when"][value="later"]').checked = true;
});

remember();
