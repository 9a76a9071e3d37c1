// The page of a Routing Table: its form follows what is chosen, and rows can be dragged.
import { announce, answers } from './requests.js';
import { bring, statesOf, typedSince } from './typed-since.js';

const form = () => document.querySelector('.row-form');

// What is chosen decides which fields there are: the button that shows them is pressed by itself.
let isStale = false;
const show = () => form()?.requestSubmit(form().querySelector('[name="step"][value="show"]'));
document.addEventListener('change', ({ target }) => {
  if (!target.matches('.row-form [data-shows]')) return;
  isStale = 'sending' in target.form.dataset;
  if (!isStale) show();
});

// What is chosen and typed while the fields are on their way goes into those, and they are asked for once more.
let known = new Map();
let typed = [];
document.addEventListener('submit', ({ target }) => target === form() && (known = statesOf(target)), true);
document.addEventListener('htmx:before:swap', ({ detail: { ctx } }) => {
  typed = answers(ctx.sourceElement, form()) ? typedSince(known, form()) : [];
});
document.addEventListener('htmx:before:settle', () => form() && bring(typed, form()));
document.addEventListener('htmx:after:swap', () => {
  if (isStale) show();
  isStale = false;
});

// Who uses the keyboard goes on where they were: at the button that moves a row, at the row that they edited.
let wanted = {};
const remember = ({ target, submitter }) => {
  if (!target.closest?.('#routing')) return;
  const row = target.closest('.routing-row')?.id.replace('row-', 'edit-');
  const pressed = (submitter ?? target).closest('[data-position] button')?.id;
  wanted = { moving: pressed, back: row ?? 'add-row' };
};
document.addEventListener('click', remember);
document.addEventListener('submit', remember);

document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
  if (ctx.target?.id !== 'routing') return;
  const { moving, back } = wanted;
  wanted = {};
  const button = document.getElementById(moving);
  if (button) announce(`Now row ${button.closest('[data-row]').dataset.row}.`);
  if (button?.disabled) button.parentElement.querySelector('button:not([disabled])')?.focus();
  else if (document.activeElement === document.body)
    (button ?? document.getElementById(back) ?? document.getElementById('add-row'))?.focus();
});

let drag;
const rows = () => [...document.querySelectorAll('.routing-row[data-movable]')];

document.addEventListener('pointerdown', (event) => {
  const handle = event.target.closest?.('[data-handle]');
  if (!handle || event.button !== 0) return;
  event.preventDefault();
  const row = handle.closest('.routing-row');
  drag = { row, from: rows().indexOf(row), pointer: event.pointerId };
  row.classList.add('is-dragged');
});

document.addEventListener('pointermove', (event) => {
  if (drag?.pointer !== event.pointerId) return;
  const over = rows().find((row) => row !== drag.row && isWithin(row, event.clientY));
  if (!over) return;
  const isBelow = drag.row.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING;
  // The other one is moved: a finger loses hold of what is taken out of the page.
  if (isBelow) drag.row.before(over);
  else drag.row.after(over);
});

// Only past the middle, so that rows of different heights don't change places back and forth.
function isWithin(row, y) {
  const { top, bottom, height } = row.getBoundingClientRect();
  const isBelow = drag.row.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING;
  return isBelow ? y > top + height / 2 && y < bottom : y > top && y < bottom - height / 2;
}

document.addEventListener('pointerup', (event) => {
  if (drag?.pointer !== event.pointerId) return;
  const { row, from } = drag;
  const place = rows().indexOf(row);
  stop();
  if (place === from) return;
  const position = row.querySelector('[data-position]');
  Object.assign(position.elements.place, { value: place + 1, disabled: false });
  position.requestSubmit();
});

function stop() {
  drag?.row.classList.remove('is-dragged');
  drag = undefined;
}

// Called off: everything back to where it was.
function callOff() {
  if (!drag) return;
  const { row, from } = drag;
  const others = rows().filter((other) => other !== row);
  if (others[from]) others[from].before(row);
  else others.at(-1)?.after(row);
  stop();
}
document.addEventListener('pointercancel', callOff);
document.addEventListener('keydown', ({ key }) => key === 'Escape' && callOff());
