// In a text to a contact, "/" at the beginning of a word (or the button) offers templates and merge fields, filled in for
// them. Where templates are written, buttons insert fields, and the preview follows.
import { isComposing } from './composing.js';
import { folded } from './folded.js';
import { announce, fetchPage, toast, wanting } from './requests.js';

const most = 30;
/** What is being chosen: for which field, from which place in its text on, and whether that began with a slash. */
let choosing;
let dismissedAt;

const isOpen = () => Boolean(choosing?.list.isConnected);
const options = () => [...choosing.list.children];
const active = () => choosing.list.querySelector('[aria-selected="true"]');

async function choicesFor(textarea) {
  const text = await fetchPage(textarea.dataset.templates, wanting({ localName: 'div', id: 'choices' }));
  const page = new DOMParser().parseFromString(text, 'text/html');
  return [...page.querySelectorAll('[data-choice]')].map((item) => ({
    name: item.querySelector('.choice-name').textContent,
    note: item.querySelector('.choice-note')?.textContent ?? '',
    text: item.querySelector('.choice-text').textContent,
  }));
}

/** Begins to choose at a place of the text. */
function begin(textarea, from, isSlash) {
  close();
  const list = Object.assign(document.createElement('ul'), {
    id: 'template-list',
    className: 'template-list',
    tabIndex: 0,
  });
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Templates');
  const own = { textarea, from, isSlash, list, choices: undefined };
  choosing = own;
  choicesFor(textarea).then(
    (choices) => {
      if (choosing !== own) return;
      own.choices = choices;
      if (!choices.length && !isSlash) toast('There is no template yet. Add one under Your account.');
      narrow(true);
    },
    () => choosing === own && (close(), toast('The templates could not be loaded.')),
  );
}

/** What is typed since; nothing when that is no name any more. */
function typedSince() {
  const { textarea, from, isSlash } = choosing;
  const { value, selectionStart: caret } = textarea;
  const typed = value.slice(from, caret);
  if (caret < from || typed.includes('\n') || typed.length > 60) return null;
  if (!isSlash) return typed;
  return /^\/(?:[^\s/]|$)/.test(typed) ? typed.slice(1) : null;
}

function narrow(isNew = false) {
  const typed = typedSince();
  if (typed === null) return close();
  if (!choosing.choices) return;
  const wanted = folded(typed.trim());
  const fits = ({ name }) => ` ${folded(name)}`.includes(` ${wanted}`);
  const found = choosing.choices.filter(fits).slice(0, most);
  if (!found.length) return close();
  choosing.list.replaceChildren(...found.map(optionOf));
  place(choosing);
  select(options()[0]);
  if (isNew)
    announce(`${found.length} ${found.length === 1 ? 'choice' : 'choices'}. Arrow keys choose, Enter inserts.`);
}

function optionOf(choice, place) {
  const item = Object.assign(document.createElement('li'), { id: `template-${place}` });
  item.setAttribute('role', 'option');
  const part = (name, textContent) => Object.assign(document.createElement('span'), { className: name, textContent });
  item.append(part('choice-name', choice.name));
  if (choice.note) item.append(' ', part('choice-note', choice.note));
  item.append(' ', part('choice-text', choice.text));
  item.choice = choice;
  return item;
}

function place({ textarea, list }) {
  if (!list.isConnected) textarea.after(list);
  textarea.setAttribute('aria-controls', list.id);
  textarea.setAttribute('aria-autocomplete', 'list');
}

function select(item) {
  for (const each of options()) each.setAttribute('aria-selected', String(each === item));
  choosing.textarea.setAttribute('aria-activedescendant', item.id);
  item.scrollIntoView({ block: 'nearest' });
}

function close() {
  if (!choosing) return;
  const { list, textarea } = choosing;
  list.remove();
  for (const name of ['aria-activedescendant', 'aria-controls', 'aria-autocomplete']) textarea.removeAttribute(name);
  choosing = undefined;
}

function take({ choice }) {
  const { textarea, from } = choosing;
  close();
  textarea.focus();
  insert(textarea, choice.text, from);
}

/** Puts words where the caret is, and marks what is still to be filled in. */
function insert(textarea, words, from = textarea.selectionStart) {
  textarea.setRangeText(words, from, textarea.selectionEnd, 'end');
  textarea.dispatchEvent(new Event('input', { bubbles: true }));
  const gap = 'templates' in textarea.dataset && /\{\{[^{}]*\}\}/.exec(words);
  if (gap) textarea.setSelectionRange(from + gap.index, from + gap.index + gap[0].length);
}

const moves = { ArrowDown: 1, ArrowUp: -1 };

function press(event) {
  if (event.target !== choosing?.textarea || isComposing(event)) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { key } = event;
  // What is still on its way can be called off, and nothing else.
  if (!isOpen() && key !== 'Escape') return;
  if (key in moves) {
    const all = options();
    select(all.at((all.indexOf(active()) + moves[key]) % all.length));
  } else if ((key === 'Enter' && !event.shiftKey) || key === 'Tab') take(active());
  else if (key === 'Escape') {
    dismissedAt = choosing.from;
    close();
  } else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function typing(textarea, data) {
  const { selectionStart: caret, value } = textarea;
  if (choosing?.textarea === textarea) return narrow();
  const isBeginning = value[caret - 1] === '/' && /^$|\s/.test(value[caret - 2] ?? '');
  if (data === '/' && isBeginning && dismissedAt !== caret - 1) begin(textarea, caret - 1, true);
  if (data !== '/') dismissedAt = undefined;
}

document.addEventListener('keydown', press, true);
document.addEventListener('input', ({ target, data }) => target.dataset?.templates && typing(target, data));
document.addEventListener('focusout', ({ target }) => target === choosing?.textarea && close());
document.addEventListener('htmx:before:settle', () => choosing?.textarea.isConnected || close());

// The field keeps the focus, and a finger may scroll the list.
document.addEventListener('mousedown', (event) => event.target.closest?.('#template-list') && event.preventDefault());

document.addEventListener('click', (event) => {
  const item = isOpen() && event.target.closest?.('#template-list [role="option"]');
  if (item) return take(item);
  const opener = event.target.closest?.('[data-opens-templates]');
  if (opener) {
    event.preventDefault();
    const textarea = document.getElementById(opener.dataset.opensTemplates);
    textarea.focus();
    begin(textarea, textarea.selectionStart, false);
  }
  const field = event.target.closest?.('[data-insert]');
  if (field) {
    const textarea = document.getElementById(field.closest('[data-inserts-into]').dataset.insertsInto);
    textarea.focus();
    insert(textarea, field.dataset.insert);
  }
});
