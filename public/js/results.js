// Results that are still to change fetch themselves anew, and keep what is open and what has the focus. When what is
// sent is paused, resumed or over, the rest of the page changes too.
import { announce, fetchPage, wanting } from './requests.js';

const soonest = 2000;
const after = 10_000;

const current = () => document.getElementById('results');
const partOf = (text, id) => new DOMParser().parseFromString(text, 'text/html').getElementById(id);

const morph = (target, html) =>
  window.htmx.swap({ text: html, target, sourceElement: target, swap: 'outerMorph show:none' });

async function look(region) {
  const { address, status, milestone } = region.dataset;
  const next = partOf(await fetchPage(address, wanting(region)), 'results');
  if (!next || !region.isConnected) return;
  if (next.dataset.status === status) await morph(region, next.outerHTML);
  else await lookAtAll(address);
  if (next.dataset.milestone !== milestone) announce(next.dataset.words);
}

async function lookAtAll(address) {
  const main = partOf(await fetchPage(address), 'main');
  if (main) await morph(document.getElementById('main'), main.outerHTML);
}

async function again() {
  const region = current();
  if (!region?.dataset.refreshes) return;
  let failed = false;
  if (!document.hidden) await look(region).catch(() => (failed = true));
  plan(failed ? after : Number(current()?.dataset.refreshes));
}

function plan(pause) {
  if (pause) setTimeout(again, Math.max(soonest, pause));
}

plan(Number(current()?.dataset.refreshes));
