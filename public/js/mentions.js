// Typing "@" in a note offers the names of those who may see the conversation.
import { isComposing } from './composing.js';
import { folded } from './folded.js';
import { announce } from './requests.js';

const longest = 8;
let field;
let list;
let at;

const isOpen = () => Boolean(list?.isConnected);
const options = () => [...list.children];
const active = () => list.querySelector('[aria-selected="true"]');

/** The names that go on from what stands between "@" and the caret. */
function suggestions(textarea) {
  const before = textarea.value.slice(0, textarea.selectionStart);
  const [, typed] = /(?:^|[^\p{L}\p{N}])@([\p{L}\p{M}’'-]*(?: [\p{L}\p{M}’'-]*)?)$/u.exec(before) ?? [];
  if (typed === undefined) return [];
  at = before.length - typed.length;
  const names = [...document.getElementById(textarea.dataset.mentions).options].map(({ value }) => value);
  const wanted = folded(typed);
  const fits = names.filter((name) => ` ${folded(name)}`.includes(` ${wanted}`));
  // Whoever has typed a whole name has no further wish.
  return fits.some((name) => folded(name) === wanted) ? [] : fits.slice(0, longest);
}

function offer(textarea) {
  const names = suggestions(textarea);
  if (!names.length) return close();
  const isNew = !isOpen();
  close();
  field = textarea;
  list = Object.assign(document.createElement('ul'), { id: 'mention-list', className: 'mention-list' });
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Colleagues');
  list.append(...names.map(optionOf));
  textarea.after(list);
  textarea.setAttribute('aria-controls', list.id);
  textarea.setAttribute('aria-autocomplete', 'list');
  select(options()[0]);
  if (isNew)
    announce(`${names.length} ${names.length === 1 ? 'colleague' : 'colleagues'}. Arrow keys choose, Enter takes.`);
}

function optionOf(name, place) {
  const item = Object.assign(document.createElement('li'), { id: `mention-${place}`, textContent: name });
  item.setAttribute('role', 'option');
  return item;
}

function select(item) {
  for (const each of options()) each.setAttribute('aria-selected', String(each === item));
  field.setAttribute('aria-activedescendant', item.id);
  item.scrollIntoView({ block: 'nearest' });
}

function close() {
  list?.remove();
  field?.removeAttribute('aria-activedescendant');
  field?.removeAttribute('aria-controls');
}

function take(item) {
  const { selectionStart: caret } = field;
  const isFollowed = field.value[caret] === ' ';
  field.setRangeText(`${item.textContent}${isFollowed ? '' : ' '}`, at, caret, 'end');
  close();
  field.focus();
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

const moves = { ArrowDown: 1, ArrowUp: -1 };

function press(event) {
  if (!isOpen() || event.target !== field || isComposing(event) || event.ctrlKey || event.metaKey) return;
  const { key } = event;
  if (key in moves) {
    const all = options();
    select(all.at((all.indexOf(active()) + moves[key]) % all.length));
  } else if (key === 'Enter' || key === 'Tab') take(active());
  else if (key === 'Escape') close();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

document.addEventListener('keydown', press, true);
document.addEventListener('input', ({ target }) => target.dataset?.mentions && offer(target));
document.addEventListener('focusout', ({ target }) => target === field && close());
document.addEventListener('pointerdown', (event) => {
  const item = isOpen() && event.target.closest?.('#mention-list [role="option"]');
  if (!item) return;
  // The field keeps the focus.
  event.preventDefault();
  take(item);
});
