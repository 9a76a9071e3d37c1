// The field in which a reply is written: it sends by keyboard, and never loses what was typed.
import { isComposing } from './composing.js';
import { answers, fetchPage, post, typedAfter, wanting } from './requests.js';
import './half-typed.js';
import './segment-counter.js';

const field = () => document.querySelector('form.reply textarea[name="body"]');
const draftAddress = () => field()?.form.dataset.draft;
let savedDraft = field()?.value ?? '';
let saving;
let request;
/** The form that is on its way: its words, and what the server knows it by. */
let sent;

function typed() {
  clearTimeout(saving);
  saving = setTimeout(saveDraft, 800);
}

function saveDraft() {
  clearTimeout(saving);
  const address = draftAddress();
  const words = field()?.value ?? '';
  if (!address || words === savedDraft) return;
  savedDraft = words;
  void save(address, { body: words, token: sent?.token ?? field().form.elements.token?.value });
}

/** An earlier draft does not come after a later one. What could not be saved is saved another time. */
async function save(address, draft) {
  request?.abort();
  const own = (request = new AbortController());
  const response = await post(address, draft, own.signal).catch(() => undefined);
  if (own === request && !response?.ok) savedDraft = undefined;
}

document.addEventListener('input', ({ target }) => target === field() && typed());
addEventListener('pagehide', saveDraft);
document.addEventListener('visibilitychange', () => document.hidden && saveDraft());

document.addEventListener('keydown', (event) => {
  const textarea = event.target.closest?.('textarea');
  if (!textarea?.form || event.key !== 'Enter' || isComposing(event)) return;
  const wantsToSend = event.ctrlKey || event.metaKey || ('enterSends' in textarea.form.dataset && !event.shiftKey);
  if (!wantsToSend) return;
  event.preventDefault();
  // A key that is held down sends once.
  const isSomething = textarea.value.trim() || textarea.form.elements.picture?.files.length;
  if (!event.repeat && isSomething) textarea.form.requestSubmit();
});

// Other forms of the page (Resolve, Assign, a note) bring a new field. What was typed into the old one is kept, and so is
// what was typed after it was sent.
let kept;
let isSent = false;
document.addEventListener(
  'submit',
  ({ target, defaultPrevented }) => {
    if (target !== field()?.form || defaultPrevented) return;
    clearTimeout(saving);
    sent = { words: field().value, token: target.elements.token?.value };
  },
  true,
);
document.addEventListener('htmx:before:swap', ({ detail: { ctx } }) => {
  const textarea = field();
  isSent = answers(ctx.sourceElement, textarea?.form);
  const isTaken = isSent && ctx.response?.status < 400;
  if (isTaken) {
    clearTimeout(saving);
    savedDraft = '';
  } else saveDraft();
  kept = textarea && {
    words: isTaken ? typedAfter(sent?.words ?? '', textarea.value) : textarea.value,
    fromEnd: textarea.value.length - textarea.selectionEnd,
    isFocused: document.activeElement === textarea,
  };
  if (isSent) sent = undefined;
});

// What an answer is to replace may have been brought anew by another one; an answer to what was sent is never passed over.
document.addEventListener('htmx:after:request', ({ detail: { ctx } }) => {
  if (ctx.target?.id === 'conversation-main' && !ctx.target.isConnected)
    ctx.target = document.getElementById('conversation-main');
});

document.addEventListener('htmx:before:settle', () => {
  const textarea = field();
  if (kept && textarea && textarea.value !== kept.words) {
    textarea.value = kept.words;
    const place = Math.max(0, kept.words.length - kept.fromEnd);
    textarea.setSelectionRange(place, place);
    if (kept.words) typed();
  }
  // Whoever has gone on to a note by now stays there.
  if (kept?.isFocused || (isSent && document.activeElement === document.body)) textarea?.focus();
  textarea?.dispatchEvent(new Event('count', { bubbles: true }));
});

// Somebody resolved it, or the contact opted out: then there must be no field, and the other way round.
let isFollowing = false;
async function follow() {
  const composer = document.getElementById('composer');
  const state = document.querySelector('#conversation-head[data-live]')?.dataset.state;
  if (isFollowing || !composer || !state || state === composer.dataset.state) return;
  isFollowing = true;
  saveDraft();
  const text = await fetchPage(location.pathname, wanting(composer)).catch(() => undefined);
  if (text && composer.isConnected)
    await window.htmx.swap({ text, target: composer, sourceElement: composer, swap: 'outerHTML' });
  isFollowing = false;
  // It may have changed again by now; or nobody answered.
  setTimeout(follow, text ? 1000 : 5000);
}
document.addEventListener('live:refreshed', follow);
