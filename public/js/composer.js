// The field in which a text is written: it counts, sends by keyboard, and never loses what was typed.
import { fetchPage, post, wanting } from './requests.js';
import { replaceable, segmentsOf } from './segments.js';

const field = () => document.querySelector('form.reply textarea[name="body"]');
const draftAddress = () => field()?.form.dataset.draft;
let savedDraft = field()?.value ?? '';
let saving;

function count() {
  const textarea = field();
  const place = textarea?.form.querySelector('[data-segments]');
  if (!place) return;
  const { count: parts, encoding, left, forcedBy } = segmentsOf(textarea.value);
  const letters = [...textarea.value].length;
  place.replaceChildren();
  place.classList.toggle('many', parts > 6);
  if (!parts) return;
  place.append(
    `${letters} ${letters === 1 ? 'character' : 'characters'} · ${parts} ${parts === 1 ? 'segment' : 'segments'}`,
  );
  if (parts > 1 || left < 20) place.append(` · ${left} left`);
  if (encoding === 'Unicode') explain(place, textarea, forcedBy);
}

function explain(place, textarea, forcedBy) {
  place.append(' · special characters ');
  for (const character of forcedBy.slice(0, 4)) place.append(quoted(character));
  place.append(' make it longer');
  const plain = replaceable(textarea.value);
  if (!plain) return;
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Replace' });
  button.addEventListener('click', () => {
    textarea.value = plain.text;
    textarea.focus();
    typed();
  });
  place.append(' ', button);
}

const quoted = (character) => Object.assign(document.createElement('q'), { textContent: character });

function typed() {
  count();
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
  if (!event.repeat && textarea.value.trim()) textarea.form.requestSubmit();
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
  count();
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

count();
