// Keeps what is on the page up to date. The server sends signals ("conversation-7 changed"), never content: each region
// fetches itself anew through its own address, as the person who looks at it.
import { catchUp, connect } from './connection.js';
import { refreshCounts } from './counts.js';
import { announce, fetchPage, hasRegion, isPage, toast, wanting } from './requests.js';

const waiting = new Set();
const busy = new Set();
const refreshedAt = new Map();
const pause = 700;
const ageing = 60_000;
let planned;

const regions = () => [...document.querySelectorAll('[data-live]')];
const addressOf = (region) => region.dataset.url ?? location.pathname + location.search;

/** Refreshes the regions that wait for one of these signals; with no list, all of them. */
function changed(signals) {
  for (const region of regions()) {
    if (!signals || region.dataset.live.split(' ').some((signal) => signals.includes(signal))) waiting.add(region.id);
  }
  if (!signals || signals.some((signal) => /^(conversations|counts|unknown-senders)/.test(signal))) refreshCounts();
  plan();
}

// Signals often come in twos and threes: one request answers them all. A page in the background waits until it is looked at.
function plan() {
  if (document.hidden || !waiting.size) return;
  clearTimeout(planned);
  planned = setTimeout(refresh, 30);
}

function refresh() {
  const stale = regions().filter(({ id }) => waiting.has(id));
  for (const address of new Set(stale.map(addressOf))) {
    const group = stale.filter((region) => addressOf(region) === address);
    // The clock of the computer may be put back; this one can't be.
    const rest = (refreshedAt.get(address) ?? -pause) + pause - performance.now();
    // However much happens, one page asks for the same thing about once a second.
    if (rest > 0) setTimeout(plan, rest);
    else if (!busy.has(address)) void refreshTogether(address, group);
  }
}

async function refreshTogether(address, group) {
  busy.add(address);
  refreshedAt.set(address, performance.now());
  let failed = false;
  for (const { id } of group) waiting.delete(id);
  try {
    await Promise.all(
      group.length === 1
        ? [replace(group[0], address, await textOf(group[0], address))]
        : await replaceAll(group, address),
    );
  } catch (error) {
    if (error.status === 404 || error.status === 403) gone(group);
    else retry(group);
    failed = true;
  } finally {
    busy.delete(address);
    if (!failed) plan();
  }
}

// A list that has grown page by page says itself how to fetch all of it again (see inbox.js).
const textOf = (region, address) => region.refetch?.(address) ?? fetchPage(address, wanting(region));

async function replaceAll(group, address) {
  const page = await fetchPage(address);
  return group.map((region) => replace(region, address, page));
}

const partOf = (page, { id }) => new DOMParser().parseFromString(page, 'text/html').getElementById(id)?.outerHTML ?? '';

async function replace(region, address, answer) {
  if (!region.isConnected) return;
  // Somebody searched or filtered meanwhile: this is not what they asked for.
  if (addressOf(region) !== address) return void waiting.add(region.id);
  const isWhole = isPage(answer);
  if (!isWhole && !hasRegion(answer, region)) throw new Error(`There is no ${region.id} in the answer`);
  const html = isWhole ? partOf(answer, region) : answer.trim();
  const focused = document.activeElement;
  const known = new Set([...region.querySelectorAll('li[id]')].map(({ id }) => id));
  await window.htmx.swap({ text: html, target: region, sourceElement: region, swap: 'outerMorph' });
  // Where a browser can't move what has the focus, it loses it.
  if (document.activeElement === document.body && focused?.isConnected) focused.focus({ preventScroll: true });
  const next = document.getElementById(region.id);
  next?.dispatchEvent(new CustomEvent('live:refreshed', { bubbles: true, detail: { known } }));
}

function retry(group) {
  for (const { id } of group) waiting.add(id);
  setTimeout(plan, 5000);
}

function gone(group) {
  toast('You can no longer see this. Reload the page to see what is yours.');
  for (const region of group) region.removeAttribute('data-live');
}

document.addEventListener('live:refreshed', ({ target, detail: { known } }) => {
  const fresh = [...target.querySelectorAll('.message[data-inbound="1"]')].filter(({ id }) => !known.has(id));
  if (fresh.length) announce(`New text: ${fresh.map(wordsOf).join('. ')}`);
});

// A picture may come without words.
const wordsOf = (item) => item.querySelector('.bubble')?.textContent ?? 'without words';

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) {
    plan();
    catchUp();
  }
});

// "5 min" becomes "6 min", and what waits too long is marked, without anything happening.
setInterval(() => {
  if (document.getElementById('inbox-list')) waiting.add('inbox-list');
  plan();
}, ageing);

// Who else is here is no event that could be told later.
const signalsOfPresence = () =>
  regions().flatMap(({ dataset }) => dataset.live.split(' ').filter((signal) => signal.startsWith('presence-')));

connect({
  after: Number(document.body.dataset.lastEvent) || 0,
  changed,
  opened: () => changed(signalsOfPresence()),
});
