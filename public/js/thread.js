// The thread of texts: older ones on demand, and a way down when new ones come while one reads further up.
import { fetchPage, toast, wanting } from './requests.js';

const scroller = () => document.querySelector('.scroller');
const isReadingAbove = () => scroller().scrollTop < -150;

// Older texts go above, and what one reads stays where it is (the thread scrolls from its end).
document.addEventListener('click', async (event) => {
  const link = event.target.closest?.('a[data-older]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const place = document.getElementById('earlier');
  const text = await fetchPage(link.href, wanting(place)).catch(() => undefined);
  if (!text) return toast('The older texts could not be loaded. Try again.');
  // Pressed twice, it brings them once.
  if (!link.isConnected) return;
  const older = new DOMParser().parseFromString(text, 'text/html').getElementById('earlier');
  const { scrollTop } = scroller();
  link.parentElement.remove();
  place.prepend(...(older?.childNodes ?? []));
  scroller().scrollTop = scrollTop;
});

document.addEventListener('live:refreshed', ({ target, detail: { known } }) => {
  const isNews = [...target.querySelectorAll('.message')].some(({ id }) => !known.has(id));
  const button = document.querySelector('[data-to-newest]');
  if (isNews && button && isReadingAbove()) button.hidden = false;
});

document.addEventListener('click', ({ target }) => {
  if (target.closest?.('[data-to-newest]')) scroller().scrollTo({ top: 0, behavior: 'smooth' });
});

document.addEventListener(
  'scroll',
  ({ target }) => {
    const button = document.querySelector('[data-to-newest]');
    if (target === scroller() && button && !button.hidden && !isReadingAbove()) button.hidden = true;
  },
  true,
);
