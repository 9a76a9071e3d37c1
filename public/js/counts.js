// The numbers in the menu, in the title and on the icon.
import { showOnIcon } from './icon.js';

let isBusy = false;
let isStale = false;

/** Asks for the numbers again; several wishes at once are one request. */
export async function refreshCounts() {
  isStale = true;
  if (isBusy) return;
  isBusy = true;
  try {
    while (isStale) {
      isStale = false;
      const response = await fetch('/live/counts', { headers: { Accept: 'application/json' } });
      if (response.ok && !response.redirected) tell(await response.json());
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  } catch {
    // The next signal asks again.
  } finally {
    isBusy = false;
  }
}

function tell(counts) {
  show(counts);
  tabs.postMessage(counts);
}

function show(counts) {
  for (const element of document.querySelectorAll('[data-count]')) {
    element.firstElementChild.textContent = counts[element.dataset.count] ?? '';
    element.hidden = !counts[element.dataset.count];
  }
  document.title = (counts.unread ? `(${counts.unread}) ` : '') + document.title.replace(/^\(\d+\+?\) /, '');
  void showOnIcon(counts.unread);
}

// What is read in one tab is read in all of them.
const tabs = new BroadcastChannel('parley-counts');
tabs.onmessage = ({ data }) => show(data);

// A thread that is looked at is read by fetching it anew, which comes after the numbers were asked for.
document.addEventListener('live:refreshed', ({ target }) => target.id === 'thread' && refreshCounts());
document.addEventListener('visibilitychange', () => document.hidden || refreshCounts());
void showOnIcon(/^\((\d+\+?)\)/.exec(document.title)?.[1]);
