// What every page does: menus close, buttons don't send twice, failures are said.
import { folded } from './folded.js';
import { announce, answers, hasRegion, isPage, isSignIn, signInAgain, toast, wordsOf } from './requests.js';

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

// A form that is on its way can't be sent again: nobody else hears of it, or htmx would send it when the first is answered.
// The button is disabled only after the browser has read its value.
document.addEventListener(
  'submit',
  (event) => {
    const form = event.target;
    if (form.method !== 'post' || event.defaultPrevented) return;
    if (form.dataset.sending) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sending = 'yes';
    setTimeout(() => form.dataset.sending && lock(form, true));
  },
  true,
);

const lock = (form, isSending) => {
  for (const button of form.querySelectorAll('button:not([type="button"])')) button.disabled = isSending;
  if (!isSending) delete form.dataset.sending;
};
const locked = () => [...document.querySelectorAll('form[data-sending]')];

addEventListener('pageshow', ({ persisted }) => {
  if (persisted) for (const form of locked()) lock(form, false);
});

// Other answers may bring a form anew that is still on its way. The new one waits as the old one did.
const underWay = new Map();
document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
  if (ctx.sourceElement.matches('form[method="post"]')) underWay.set(ctx, ctx.sourceElement);
});
document.addEventListener('htmx:before:settle', ({ detail: { task } }) => {
  for (const sent of underWay.values()) {
    if (sent === task.sourceElement || sent.isConnected) continue;
    const anew = [...document.querySelectorAll('form[method="post"]')].filter((form) => answers(sent, form));
    for (const form of anew) {
      form.dataset.sending = 'yes';
      lock(form, true);
    }
  }
});
document.addEventListener('htmx:finally:request', ({ detail: { ctx } }) => {
  const sent = underWay.get(ctx);
  underWay.delete(ctx);
  for (const form of locked()) if (sent && answers(sent, form)) lock(form, false);
});

document.addEventListener('htmx:before:response', (event) => {
  if (!isSignIn(event.detail.ctx.response.raw)) return;
  event.preventDefault();
  signInAgain();
});

// An answer that is a whole page, where a part of one was asked for, has something else to say; and what is neither comes
// from somebody in between (a proxy finds a picture too large).
document.addEventListener('htmx:before:swap', (event) => {
  const { ctx } = event.detail;
  if (!ctx.response) return;
  const { status, raw } = ctx.response;
  if (status >= 500) return toast('That could not be saved. Try again.');
  if (ctx.swap === 'none' || ctx.target === document.body) return;
  const isWhole = isPage(ctx.text);
  if (!isWhole && hasRegion(ctx.text, ctx.target)) return;
  event.preventDefault();
  if (status >= 400 || !isWhole)
    toast(wordsOf(ctx.text) ?? `That did not work (${status}). What you typed is still here.`);
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
