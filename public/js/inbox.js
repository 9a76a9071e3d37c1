// Lists: filters that apply themselves, pages that follow on scrolling, selecting.
import { announce, fetchPage, wanting } from './requests.js';

const list = () => document.getElementById('inbox-list');
const rows = () => document.getElementById('rows');
const boxes = () => [...document.querySelectorAll('#rows .row-check input')];
let loadedPages = 1;
let searching;

// The address of a view says what was chosen, and no more.
document.addEventListener('formdata', ({ target, formData }) => {
  // The address of a page must not get too long.
  if (formData.has('contacts')) formData.set('contacts', formData.getAll('contacts').join('-'));
  if (target.id !== 'filters') return;
  for (const [name, value] of [...formData]) if (value === '') formData.delete(name);
});

document.addEventListener('change', ({ target }) => {
  if (target.form?.id === 'filters' && target.type !== 'search') target.form.requestSubmit();
  if (target.matches('.row-check input, [name="matching"]')) showSelection();
});

document.addEventListener('input', ({ target }) => {
  if (target.type !== 'search' || target.form?.id !== 'filters') return;
  clearTimeout(searching);
  searching = setTimeout(() => target.form?.requestSubmit(), 250);
});

document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
  if (ctx.sourceElement?.id !== 'filters' && ctx.target?.id !== 'inbox') return;
  loadedPages = 1;
  const found = boxes().length || (rows()?.children.length ?? 0);
  announce(found ? '' : 'Nothing found.');
});

function showSelection() {
  const selected = boxes().filter((box) => box.checked).length;
  const place = document.querySelector('[data-selected]');
  if (selected) void countMatching();
  if (place)
    place.textContent = document.querySelector('[name="matching"]')?.checked ? 'Selected' : `${selected} selected`;
}

// How many match is only counted when somebody may want to know.
async function countMatching() {
  const place = document.querySelector('[data-matching]');
  if (!place || place.textContent || place.dataset.asked) return;
  place.dataset.asked = 'yes';
  const { matching } = place.dataset;
  const response = await fetch(matching, { headers: { Accept: 'application/json' } }).catch(() => undefined);
  if (!response?.ok || response.redirected) return;
  const { count } = await response.json();
  if (place.dataset.matching === matching) place.textContent = count;
}

document.addEventListener('reset', () => setTimeout(showSelection));

// Shift and click selects all rows between two.
let lastBox;
document.addEventListener('click', ({ target, shiftKey }) => {
  if (!target.matches('.row-check input')) return;
  const all = boxes();
  if (shiftKey && all.includes(lastBox)) {
    const [from, to] = [all.indexOf(lastBox), all.indexOf(target)].sort((a, b) => a - b);
    for (const box of all.slice(from, to + 1)) box.checked = target.checked;
  }
  lastBox = target;
  showSelection();
});

// The next page comes when the end of the list comes into view.
const end = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && void more(), {
  rootMargin: '400px',
});
const watchEnd = () => {
  end.disconnect();
  const link = document.querySelector('#more');
  if (link) end.observe(link);
};

async function more() {
  end.disconnect();
  const next = document.querySelector('#more');
  const region = list() ?? rows().parentElement.closest('[id]');
  const { href } = next.querySelector('a');
  const text = await fetchPage(href, wanting(region)).catch(() => undefined);
  // Meanwhile the list may have become another one.
  if (!text || !next.isConnected || next.querySelector('a')?.href !== href) return;
  next.replaceWith(...rowsOf(text).filter(({ id }) => id === 'more' || !document.getElementById(id)));
  loadedPages += 1;
  watchEnd();
}

const rowsOf = (text) => [
  ...(new DOMParser().parseFromString(text, 'text/html').getElementById('rows')?.children ?? []),
];

// A signal renews as many pages as are shown, so that nothing that was scrolled to disappears.
async function refetch(address) {
  const page = new DOMParser().parseFromString(await fetchPage(address, wanting(list())), 'text/html');
  for (let number = 1; number < Math.min(loadedPages, 8); number += 1) {
    const next = page.getElementById('more');
    if (!next) break;
    next.replaceWith(...rowsOf(await fetchPage(next.querySelector('a').getAttribute('href'), wanting(list()))));
  }
  return page.getElementById('inbox-list').outerHTML;
}

function start() {
  if (list()) list().refetch = refetch;
  watchEnd();
  showSelection();
}
document.addEventListener('live:refreshed', start);
document.addEventListener('htmx:after:swap', start);
start();
