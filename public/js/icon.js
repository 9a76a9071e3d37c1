// The icon of the page carries the number that its title begins with.

const link = document.querySelector('link[rel="icon"]');
const plain = link.href;
let drawing;
let wanted;

/** Shows a number ("3", "99+") on the icon; nothing for none. */
export async function showOnIcon(count) {
  if (wanted === (count ?? '')) return;
  wanted = count ?? '';
  if (!count) {
    link.href = plain;
    return;
  }
  drawing ??= fetch(plain).then((response) => response.text());
  const svg = await drawing.catch(() => '');
  if (wanted !== count || !svg.includes('</svg>')) return;
  link.href = `data:image/svg+xml,${encodeURIComponent(svg.replace('</svg>', `${badge(count)}</svg>`))}`;
}

function badge(count) {
  const shown = count.length > 1 ? '9+' : count;
  const words = `font-family="system-ui, sans-serif" font-size="${shown.length > 1 ? 13 : 15}" font-weight="700"`;
  return `<circle cx="21" cy="21" r="10" fill="#d92d20" stroke="#fff"/><text x="21" y="26" ${words} fill="#fff" text-anchor="middle">${shown}</text>`;
}
