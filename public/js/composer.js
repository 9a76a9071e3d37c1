// The field in which a reply is written: it sends by keyboard, and never loses what was typed.
import { answers, fetchPage, post, wanting } from './requests.js';
import './half-typed.js';
import './segment-counter.js';

const field = () => document.querySelector('form.reply textarea[name="body"]');
const draftAddress = () => field()?.form.dataset.draft;
let savedDraft = field()?.value ?? '';
let saving;

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
  const token = field().form.elements.token.value;
  void post(address, { body: words, token }).catch(() => (savedDraft = undefined));
}

document.addEventListener('input', ({ target }) => target === field() && typed());
addEventListener('pagehide', saveDraft);
document.addEventListener('visibilitychange', () => document.hidden && saveDraft());

document.addEventListener('keydown', (event) => {
  const textarea = event.target.closest?.('textarea');
  if (!textarea?.form || event.key !== 'Enter' || event.isComposing) return;
  const wantsToSend = event.ctrlKey || event.metaKey || ('enterSends' in textarea.form.dataset && !event.shiftKey);
  if (!wantsToSend) return;
  event.preventDefault();
  // A key that is held down sends once.
  const isSomething = textarea.value.trim() || textarea.form.elements.picture?.files.length;
  if (!event.repeat && isSomething) textarea.form.requestSubmit();
});

// Other forms of the page (Resolve, Assign, a note) bring a new field. What was typed into the old one is kept, and so is
// what was typed after it was sent.
let sent = '';
let kept;
let isSent = false;
document.addEventListener(
  'submit',
  ({ target, defaultPrevented }) => {
    if (target !== field()?.form || defaultPrevented) return;
    clearTimeout(saving);
    sent = field().value;
  },
  true,
);
document.addEventListener('htmx:before:swap', ({ detail: { ctx } }) => {
  const textarea = field();
  isSent = answers(ctx, textarea?.form);
  const isTaken = isSent && ctx.response?.status < 400;
  if (isTaken) {
    clearTimeout(saving);
    savedDraft = '';
  } else saveDraft();
  kept = textarea && {
    words: isTaken ? typedAfter(sent, textarea.value) : textarea.value,
    fromEnd: textarea.value.length - textarea.selectionEnd,
    isFocused: document.activeElement === textarea,
  };
});

const typedAfter = (words, now) => (now.startsWith(words) ? now.slice(words.length) : now);

document.addEventListener('htmx:before:settle', () => {
  const textarea = field();
  if (kept && textarea && textarea.value !== kept.words) {
    textarea.value = kept.words;
    const place = Math.max(0, kept.words.length - kept.fromEnd);
    textarea.setSelectionRange(place, place);
    if (kept.words) typed();
  }
  if (kept?.isFocused || isSent) textarea?.focus();
  textarea?.dispatchEvent(new Event('count', { bubbles: true }));
});

// Somebody resolved it, or the contact opted out: then there must be no field, and the other way round.
document.addEventListener('live:refreshed', async () => {
  const composer = document.getElementById('composer');
  const state = document.getElementById('conversation-head')?.dataset.state;
  if (!composer || !state || state === composer.dataset.state) return;
  saveDraft();
  const text = await fetchPage(location.pathname, wanting(composer));
  await window.htmx.swap({ text, target: composer, sourceElement: composer, swap: 'outerHTML' });
});
