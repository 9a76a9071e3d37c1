// The field in which a reply is written: it sends by keyboard, and never loses what was typed.
import { fetchPage, post, wanting } from './requests.js';
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
  void post(address, { body: words }).catch(() => (savedDraft = undefined));
}

document.addEventListener('input', ({ target }) => target === field() && typed());
document.addEventListener('submit', ({ target }) => target === field()?.form && clearTimeout(saving));
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

// Other forms of the page (Resolve, Assign, a note) bring a new field. What was typed into the old one is kept.
let kept;
let isSent = false;
document.addEventListener('htmx:before:swap', ({ detail: { ctx } }) => {
  const textarea = field();
  const isOwn = textarea && ctx.sourceElement === textarea.form;
  if (isOwn && ctx.response?.status < 400) {
    clearTimeout(saving);
    savedDraft = '';
  } else saveDraft();
  isSent = isOwn;
  kept = textarea && !isOwn ? { words: textarea.value, isFocused: document.activeElement === textarea } : undefined;
});

document.addEventListener('htmx:after:swap', () => {
  const textarea = field();
  if (kept && textarea && textarea.value !== kept.words) textarea.value = kept.words;
  if (kept?.isFocused || isSent) textarea?.focus();
  isSent = false;
  kept = undefined;
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
