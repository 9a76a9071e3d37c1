// A region that is still getting on asks for itself again, until it says that it is done.
import { announce, fetchPage, wanting } from './requests.js';

const every = 700;

async function again() {
  const region = document.querySelector('[data-again]');
  if (!region) return;
  const text = await fetchPage(region.dataset.again, wanting(region)).catch(() => undefined);
  const next = text && new DOMParser().parseFromString(text, 'text/html').getElementById(region.id);
  // What stays the same stays where it is, so that a button in it keeps the focus and can be pressed.
  if (next && region.isConnected)
    await window.htmx.swap({
      text: next.outerHTML,
      target: region,
      sourceElement: region,
      swap: 'outerMorph show:none',
    });
  // Every step of the way would be too much to be told.
  if (next && !('again' in next.dataset)) announce(next.querySelector('h1, h2, p')?.textContent.trim() ?? '');
  setTimeout(again, every);
}

setTimeout(again, every);
