// What every page does: menus close, buttons don't send twice, failures are said.
import { folded } from './folded.js';
import { announce, isSignIn, signInAgain, toast, wordsOf } from './requests.js';

const openMenus = () => document.querySelectorAll('details.dropdown[open]');

document.addEventListener('click', ({ target }) => {
  for (const menu of openMenus()) if (!menu.contains(target)) menu.open = false;
});

// What opens to be typed into can be typed into at once; on a telephone the keyboard would cover it.
document.addEventListener(
  'toggle',
  ({ target }) => {
    if (!target.open || !target.matches('details.dropdown') || !matchMedia('(pointer: fine)').matches) return;
    target.querySelector('#assignee-search, #view-name')?.focus();
  },
  true,
);

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector('summary').focus();
  }
});

// A form that is on its way can't be sent again. The button is disabled only after the browser has read its value.
document.addEventListener(
  'submit',
  (event) => {
    const form = event.target;
    if (form.method !== 'post' || event.defaultPrevented) return;
    if (form.dataset.sending) return event.preventDefault();
    form.dataset.sending = 'yes';
    setTimeout(() => lock(form, true));
  },
  true,
);

const lock = (form, isSending) => {
  for (const button of form.querySelectorAll('button:not([type="button"])')) button.disabled = isSending;
  if (!isSending) delete form.dataset.sending;
};
const unlock = (form) => form?.matches?.('form') && lock(form, false);

addEventListener('pageshow', ({ persisted }) => {
  if (persisted) document.querySelectorAll('form[data-sending]').forEach(unlock);
});

document.addEventListener('htmx:finally:request', ({ detail: { ctx } }) => unlock(ctx.sourceElement));

document.addEventListener('htmx:before:response', (event) => {
  if (!isSignIn(event.detail.ctx.response.raw)) return;
  event.preventDefault();
  signInAgain();
});

// An answer that is a whole page, where a part of one was asked for, has something else to say.
document.addEventListener('htmx:before:swap', (event) => {
  const { ctx } = event.detail;
  if (!ctx.response) return;
  const { status, raw } = ctx.response;
  if (status >= 500) return toast('That could not be saved. Try again.');
  if (!/^\s*<!doctype/i.test(ctx.text) || ctx.target === document.body) return;
  event.preventDefault();
  if (status >= 400) toast(wordsOf(ctx.text) ?? 'That did not work.');
  else location.assign(raw.url);
});

// The field that was wrong gets the focus; and nobody who uses the keyboard is thrown back to the top of the page.
document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
  if (!ctx.response) return;
  const wrong = document.querySelector('[aria-invalid="true"]');
  if (ctx.response.status === 422) announce(document.querySelector('.problem')?.textContent ?? '');
  if (ctx.response.status === 422 && wrong) wrong.focus();
  else if (document.activeElement === document.body)
    document.querySelector('.scroller')?.focus({ preventScroll: true });
});

document.addEventListener('htmx:error', ({ detail: { ctx } }) => {
  if (ctx) toast('Parley can’t be reached. What you typed is still here. Try again.');
});

// A form that is refused comes back from an address that may only take forms. What lives on asks at the page's own.
const { address } = document.querySelector('[data-address]')?.dataset ?? {};
if (address) history.replaceState(history.state, '', address);

// The same where a form came back as a whole page, which may be long.
document.querySelector('[aria-invalid="true"]')?.focus();

// "Add number": one more of the last group of fields, empty, or as a fresh one begins.
document.addEventListener('click', ({ target }) => {
  const button = target.closest?.('[data-repeat]');
  if (!button) return;
  const groups = button.parentElement.querySelectorAll('[data-repeated]');
  const copy = groups[groups.length - 1].cloneNode(true);
  copy.querySelectorAll('.problem').forEach((problem) => problem.remove());
  for (const field of copy.querySelectorAll('input')) {
    const id = field.id.replace(/\d+$/, groups.length);
    copy.querySelector(`label[for="${field.id}"]`).htmlFor = id;
    Object.assign(field, { id, value: field.dataset.fresh ?? '' });
    field.removeAttribute('aria-invalid');
    field.removeAttribute('aria-describedby');
  }
  button.before(copy);
  copy.querySelector('input').focus();
});

// A field that narrows a list to the names that hold what is typed. Of people to choose from, who is out of sight is not
// chosen: the only one left is, and as long as nothing is typed, who was chosen when the page came.
document.addEventListener('input', ({ target }) => {
  const list = document.getElementById(target.dataset?.narrows ?? '');
  if (!list) return;
  const typed = folded(target.value.trim());
  for (const item of list.querySelectorAll('[data-name]')) item.hidden = !folded(item.dataset.name).includes(typed);
  const choices = [...list.querySelectorAll('[data-name] > input')];
  const shown = choices.filter((choice) => !choice.parentElement.hidden);
  for (const choice of choices) choice.checked &&= shown.includes(choice);
  if (shown.some((choice) => choice.checked)) return;
  const choice = typed ? shown.length === 1 && shown[0] : shown.find((one) => one.defaultChecked);
  if (choice) choice.checked = true;
});

// On a narrow screen the menu of the settings is one line: where one is stands in the middle of it.
document.querySelector('.settings-menu [aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
