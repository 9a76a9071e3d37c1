// The numbers in the menu, in the title and on the icon.

const plainIcon = document.querySelector('link[rel="icon"]').href;
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
      if (response.ok && !response.redirected) show(await response.json());
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  } catch {
    // The next signal asks again.
  } finally {
    isBusy = false;
  }
}

function show(counts) {
  for (const element of document.querySelectorAll('[data-count]')) {
    element.firstElementChild.textContent = counts[element.dataset.count] ?? '';
    element.hidden = !counts[element.dataset.count];
  }
  document.title = (counts.unread ? `(${counts.unread}) ` : '') + document.title.replace(/^\(\d+\+?\) /, '');
  showOnIcon(Boolean(counts.unread));
}

// A red dot on the icon while something is unread.
function showOnIcon(isUnread) {
  const link = document.querySelector('link[rel="icon"]');
  if (!isUnread) {
    link.href = plainIcon;
    return;
  }
  const image = new Image(64, 64);
  image.onload = () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 64 });
    const paint = canvas.getContext('2d');
    paint.drawImage(image, 0, 0, 64, 64);
    paint.fillStyle = '#d92d20';
    paint.beginPath();
    paint.arc(49, 15, 14, 0, 2 * Math.PI);
    paint.fill();
    link.href = canvas.toDataURL('image/png');
  };
  image.src = plainIcon;
}

showOnIcon(/^\(/.test(document.title));
