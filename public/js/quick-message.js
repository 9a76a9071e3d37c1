// Where a Quick Message is written: people are found while one types, and what sending would do follows. Each button does
// what it would do without script, but only the parts of the page that change are replaced.
import { isComposing } from './composing.js';
import { announce, isSignIn, signInAgain, toast, wanting } from './requests.js';

const form = document.querySelector('form[data-parts]');
const search = form.querySelector('[name="q"]');
const everything = ['found', 'recipients', 'example-choice', 'review'];
const waiting = new Map();
const latest = new Map();
const send = () => document.getElementById('send');
/** The questions asked so far. */
let line = Promise.resolve();
let busy = 0;
let isWell;

/** Asks what some parts look like by now: one question after another, so that each knows what the one before has changed. */
function ask(parts, button) {
  const turn = Symbol('turn');
  if (!button) latest.set(parts[0], turn);
  const isOver = () => !button && latest.get(parts[0]) !== turn;
  const answer = line.then(() => (isOver() ? undefined : answered(parts, button)));
  line = answer.catch(() => undefined);
  return answer;
}

async function answered(parts, button) {
  const headers = parts.length === 1 ? wanting(document.getElementById(parts[0])) : {};
  const body = new URLSearchParams(new FormData(form));
  if (button) body.append(button.name, button.value);
  const signal = AbortSignal.timeout(20_000);
  const response = await fetch(form.dataset.parts, { method: 'POST', body, headers, signal }).catch(() => undefined);
  if (response && isSignIn(response)) return signInAgain();
  if (!response?.ok) return button && toast('That did not work. Try again.');
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const part of parts) {
    const next = page.getElementById(part);
    if (next) document.getElementById(part).replaceWith(next);
  }
  return page;
}

function later(part, pause) {
  clearTimeout(waiting.get(part));
  waiting.set(
    part,
    setTimeout(() => ask([part]), pause),
  );
}

form.addEventListener('input', ({ target }) => {
  if (target === search) later('found', 250);
  if (target.name === 'body') later('review', 350);
  if (target.name === 'example') later('review', 0);
});

const countOf = (page) => page.querySelector('.quick-count > span')?.textContent ?? 'Nobody is a recipient.';

async function press(button) {
  waiting.forEach(clearTimeout);
  const sought = search.value;
  if (!busy) isWell = true;
  busy += 1;
  const page = await ask(everything, button).catch(() => undefined);
  busy -= 1;
  if (!page) return void (isWell = false);
  const found = page.querySelectorAll('#found li').length;
  if (search.value === sought) search.value = page.querySelector('[name="q"]').value;
  announce(button.value === 'search' && search.value ? `${found || 'No'} contacts found.` : countOf(page));
  // Whoever writes by now goes on writing.
  if (document.activeElement?.name !== 'body') search.focus();
}

// Who sends means those, too, who are still being added.
form.addEventListener('submit', async (event) => {
  if (!busy) return;
  event.preventDefault();
  delete form.dataset.sending;
  while (busy) await line;
  if (isWell) form.requestSubmit(send());
});

form.addEventListener('click', (event) => {
  const button = event.target.closest('button[formaction]');
  const inserted = event.target.closest('[data-insert]')?.closest('details.dropdown');
  if (inserted) inserted.open = false;
  if (!button || button.name === 'template') return;
  event.preventDefault();
  press(button);
});

form.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || isComposing(event)) return;
  const sends = event.target.name === 'body' && (event.ctrlKey || event.metaKey);
  // Enter in another field would press the first button of the form.
  if (event.target.localName === 'input') event.preventDefault();
  if (event.target === search) press(form.querySelector('[value="search"]'));
  if (!sends) return;
  event.preventDefault();
  if (!event.repeat && event.target.value.trim()) form.requestSubmit(send());
});
