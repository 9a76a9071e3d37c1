// Where a Quick Message is written: people are found while one types, and what sending would do follows. Each button does
// what it would do without script, but only the parts of the page that change are replaced.
import { isComposing } from './composing.js';
import { announce, isSignIn, signInAgain, toast, wanting } from './requests.js';

const form = document.querySelector('form[data-parts]');
const search = form.querySelector('[name="q"]');
const everything = ['found', 'recipients', 'example-choice', 'review'];
const turns = new Map();
const waiting = new Map();

/** Asks what some parts look like by now, with a button pressed or not; of two answers for a part the later question counts. */
async function ask(parts, button) {
  const turn = Symbol('turn');
  for (const part of parts) turns.set(part, turn);
  const headers = parts.length === 1 ? wanting(document.getElementById(parts[0])) : {};
  const body = new URLSearchParams(new FormData(form));
  if (button) body.append(button.name, button.value);
  const response = await fetch(form.dataset.parts, { method: 'POST', body, headers }).catch(() => undefined);
  if (response && isSignIn(response)) return signInAgain();
  if (!response?.ok) return button && toast('That did not work. Try again.');
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const part of parts) {
    const next = page.getElementById(part);
    if (next && turns.get(part) === turn) document.getElementById(part).replaceWith(next);
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

// One after the other: who is added next comes to those who are there by then.
let pressed;
let busy = 0;
function press(button) {
  const before = busy ? pressed : Promise.resolve(true);
  busy += 1;
  pressed = before
    .then(async (isWell) => (await pressNow(button)) && isWell)
    .catch(() => false)
    .finally(() => (busy -= 1));
}

async function pressNow(button) {
  waiting.forEach(clearTimeout);
  const searched = search.value;
  const page = await ask(everything, button);
  if (!page) return false;
  const found = page.querySelectorAll('#found li').length;
  if (search.value === searched) search.value = page.querySelector('[name="q"]').value;
  announce(button.value === 'search' && search.value ? `${found || 'No'} contacts found.` : countOf(page));
  // Whoever writes by now goes on writing.
  if (document.activeElement?.name !== 'body') search.focus();
  return true;
}

// Who sends means those, too, who are still being added.
form.addEventListener('submit', async (event) => {
  if (!busy) return;
  event.preventDefault();
  delete form.dataset.sending;
  if (await pressed) form.requestSubmit(document.getElementById('send'));
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
  if (!event.repeat && event.target.value.trim()) form.requestSubmit(document.getElementById('send'));
});
