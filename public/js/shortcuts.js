// Keys for people who live in Parley all day. Press ? to see them.

const row = () => document.activeElement?.closest('.row');
const rows = () => [...document.querySelectorAll('#rows .row')];

const keys = {
  '/': () => focus('input[type="search"][name="q"]'),
  '?': () => document.getElementById('shortcuts')?.togglePopover(),
  j: () => move(1),
  k: () => move(-1),
  x: () => row()?.querySelector('[name="ids"]')?.click(),
  u: () => document.querySelector('a[data-back]')?.click(),
  c: () => focus('[data-key="c"]'),
  r: () => document.querySelector('[data-key="r"]')?.click(),
  a: () => unfold('a', '#assignee-search'),
  n: () => unfold('n', '#note'),
};

document.addEventListener('keydown', (event) => {
  const isTyping = event.target.matches(
    'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]',
  );
  if (isTyping || (event.repeat && event.key !== 'j' && event.key !== 'k')) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const action = keys[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

function focus(selector) {
  const element = document.querySelector(selector);
  element?.focus();
  element?.select?.();
}

function unfold(key, first) {
  const details = document.querySelector(`summary[data-key="${key}"]`)?.parentElement;
  if (!details) return;
  details.open = true;
  focus(first);
}

function move(step) {
  const all = rows();
  const next = all[Math.max(0, Math.min(all.length - 1, all.indexOf(row()) + step))];
  if (!next) return;
  next.querySelector('.row-link').focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
}
