// Any textarea with data-counts="id": the element of that id says how many characters and segments its text has, which
// characters make it longer, and offers to replace them.
import { countInWords, replaceable, segmentsOf } from './segments.js';

const fields = () => document.querySelectorAll('textarea[data-counts]');

function count(textarea) {
  const place = document.getElementById(textarea.dataset.counts);
  if (!place) return;
  const { count: parts, forcedBy } = segmentsOf(textarea.value);
  place.classList.toggle('many', parts > 6);
  // What merge fields stand for is shorter or longer than their names.
  place.replaceChildren(parts && textarea.value.includes('{{') ? 'As written: ' : '', countInWords(textarea.value));
  if (forcedBy.length) explain(place, textarea, forcedBy);
}

function explain(place, textarea, forcedBy) {
  place.append(', because of ');
  for (const character of forcedBy.slice(0, 4)) place.append(quoted(character), ' ');
  if (forcedBy.length > 4) place.append('and others ');
  const plain = replaceable(textarea.value);
  if (!plain) return;
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Replace' });
  button.title = 'Replace special quotes, dashes and spaces by plain ones';
  button.addEventListener('click', () => {
    textarea.value = plain.text;
    textarea.focus();
    textarea.dispatchEvent(new Event('input', { bubbles: true }));
  });
  place.append(button);
}

const quoted = (character) => Object.assign(document.createElement('q'), { textContent: character });
const countAll = () => fields().forEach(count);

document.addEventListener('input', ({ target }) => target.dataset?.counts && count(target));
// Somebody else's script has changed a text.
document.addEventListener('count', ({ target }) => target.dataset?.counts && count(target));
document.addEventListener('htmx:after:swap', countAll);
addEventListener('pageshow', countAll);
countAll();
