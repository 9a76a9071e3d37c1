// The bell opens the list where one is. Without script, and for a new tab, it is a link to the same list as a page.
import { refreshCounts } from './counts.js';
import { fetchPage, toast } from './requests.js';

const address = '/notifications';
const bell = document.querySelector('[data-bell]');
let panel;
let wasOpen = false;

function makePanel() {
  panel = Object.assign(document.createElement('div'), { id: 'bell-panel', className: 'bell-panel', tabIndex: -1 });
  panel.popover = 'auto';
  panel.setAttribute('role', 'dialog');
  panel.setAttribute('aria-label', 'Notifications');
  const foot = Object.assign(document.createElement('p'), { className: 'bell-foot' });
  foot.append(link(address, 'All notifications'), link('/account/notifications', 'Settings'));
  const head = Object.assign(document.createElement('h2'), { className: 'bell-head', textContent: 'Notifications' });
  panel.append(
    head,
    Object.assign(document.createElement('div'), { id: 'notification-list', className: 'notifications' }),
    foot,
  );
  panel.addEventListener('toggle', ({ newState }) => {
    bell.setAttribute('aria-expanded', String(newState === 'open'));
    // A list that nobody sees need not keep itself up to date.
    if (newState === 'closed') list().replaceWith(emptyList());
  });
  bell.after(panel);
}

const link = (href, textContent) => Object.assign(document.createElement('a'), { href, textContent });
const list = () => panel.querySelector('#notification-list');
const emptyList = () =>
  Object.assign(document.createElement('div'), {
    id: 'notification-list',
    className: 'notifications',
    ariaBusy: 'true',
  });

const place = () => (panel.style.insetBlockStart = `${bell.getBoundingClientRect().bottom + 8}px`);

async function open() {
  if (!panel) makePanel();
  panel.showPopover();
  place();
  panel.focus({ preventScroll: true });
  try {
    const text = await fetchPage(address, { 'HX-Target': 'div#notification-list', 'HX-Request': 'true' });
    await window.htmx.swap({ text: text.trim(), target: list(), sourceElement: list(), swap: 'outerHTML' });
  } catch {
    panel.hidePopover();
    toast('Parley can’t be reached. Try again.');
  }
}

const isOpen = () => Boolean(panel?.matches(':popover-open'));

// Where a browser knows no popovers the bell stays the link that it is.
if (bell && location.pathname !== address && 'popover' in HTMLElement.prototype) {
  bell.setAttribute('role', 'button');
  bell.setAttribute('aria-haspopup', 'dialog');
  bell.setAttribute('aria-expanded', 'false');
  addEventListener('resize', () => isOpen() && place());
  // A press closes what is open before it clicks.
  bell.addEventListener('pointerdown', () => (wasOpen = isOpen()));
  bell.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (isOpen()) panel.hidePopover();
    else if (!wasOpen) void open();
    wasOpen = false;
  });
  bell.addEventListener('keydown', (event) => {
    if (event.key !== ' ') return;
    event.preventDefault();
    bell.click();
  });
}

// Only where somebody has turned them on is there anything to look after.
if (bell && window.Notification?.permission === 'granted')
  void import('./pushed.js').then(({ attend }) => attend(bell.dataset.bell)).catch(() => undefined);

// What was marked as read is counted no longer. The form that did it may be gone by then: another answer replaced it.
document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
  if (ctx.target?.id === 'notification-list') refreshCounts();
});
