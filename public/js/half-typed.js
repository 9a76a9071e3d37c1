// What somebody has begun to type beside the reply (a note, a reason) is kept when the pane around it is brought anew.
// Two swaps can overlap, and "htmx:after:swap" of the first comes after the second began. "htmx:before:settle" comes at
// once, when the new fields are there.
import { answers } from './requests.js';

const fields = () => [
  ...document.querySelectorAll('#conversation-main :is(textarea[id], input[id]:is([type="text"], :not([type])))'),
];
let kept = [];

document.addEventListener('htmx:before:swap', ({ detail: { ctx } }) => {
  kept = fields()
    // The reply keeps itself, see composer.js; what was just sent is answered for by what comes.
    .filter(({ id }) => id !== 'body')
    .filter((field) => field.value !== field.defaultValue && !answers(ctx, field.form))
    .map(({ id, value, selectionEnd }) => ({ id, value, selectionEnd, isFocused: document.activeElement?.id === id }));
});

document.addEventListener('htmx:before:settle', () => {
  for (const { id, value, selectionEnd, isFocused } of kept) {
    const field = document.getElementById(id);
    if (!field || field.value === value) continue;
    field.value = value;
    field.closest('details')?.setAttribute('open', '');
    if (!isFocused) continue;
    field.focus();
    field.setSelectionRange(selectionEnd, selectionEnd);
  }
});
