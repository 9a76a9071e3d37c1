// Whether a campaign is still being sent, and what can be done about it, follows what happens: soon when the results below
// say that it has changed, else now and then. What is open stays open.
import { fetchPage, wanting } from './requests.js';

const looksEvery = 1000;
const asksEvery = 15_000;
const region = () => document.querySelector('[data-state]');
const status = () => document.getElementById('results')?.dataset.status;
let known = region()?.outerHTML;
let seen = status();
let asked = performance.now();

async function look() {
  const old = region();
  if (!old) return;
  const isDue = status() !== seen || performance.now() - asked > asksEvery;
  if (isDue && !document.hidden) {
    seen = status();
    asked = performance.now();
    const text = await fetchPage(old.dataset.state, wanting(old)).catch(() => undefined);
    const next = text && new DOMParser().parseFromString(text, 'text/html').getElementById(old.id);
    if (next && next.outerHTML !== known && old.isConnected) replace(old, next);
  }
  setTimeout(look, looksEvery);
}

function replace(old, next) {
  known = next.outerHTML;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : '';
  old.replaceWith(next);
  if (focused) (document.getElementById(focused) ?? next.querySelector('button, summary'))?.focus();
}

setTimeout(look, looksEvery);
