// What somebody has begun to type beside the reply (a note, a reason) is kept when the pane around it is brought anew.
// Two swaps can overlap, and "htmx:after:swap" of the first comes after the second began. "htmx:before:settle" comes at
// once, when the new fields are there.
import { answers, typedAfter } from './requests.js';

const fields = () => [
  ...document.querySelectorAll('#conversation-main :is(textarea[id], input[id]:is([type="text"], :not([type])))'),
];
const sent = new Map();
let kept = [];

document.addEventListener(
  'submit',
  ({ target }) => fields().forEach(({ id, value, form }) => form === target && sent.set(id, value)),
  true,
);

document.addEventListener('htmx:before:swap', ({ detail: { ctx } }) => {
  const isRefused = ctx.response?.status >= 400;
  // What was just sent is answered for by what comes; but not what was typed after that.
  const wordsOf = ({ id, value, form }) =>
    answers(ctx.sourceElement, form) && !isRefused ? typedAfter(sent.get(id) ?? '', value) : value;
  kept = fields()
    // The reply keeps itself, see composer.js.
    .filter(({ id }) => id !== 'body')
    .map((field) => ({
      id: field.id,
      words: wordsOf(field),
      fromEnd: field.value.length - field.selectionEnd,
      isFocused: document.activeElement === field,
    }))
    .filter(({ words }) => words);
});

document.addEventListener('htmx:before:settle', () => {
  for (const { id, words, fromEnd, isFocused } of kept) {
    const field = document.getElementById(id);
    if (!field || field.value === words) continue;
    field.value = words;
    field.closest('details')?.setAttribute('open', '');
    if (!isFocused) continue;
    field.focus();
    const place = Math.max(0, words.length - fromEnd);
    field.setSelectionRange(place, place);
  }
});
