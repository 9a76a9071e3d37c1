// The picture that goes with a reply: shown before it is sent, made smaller where it must be, pasted as well as chosen.
import { announce, answers } from './requests.js';

const most = 2_000_000;
const longestSide = 1600;
const types = ['image/png', 'image/jpeg', 'image/gif'];

const input = () => document.getElementById('picture');
const textOf = (field) => field.form.querySelector('textarea[name="body"]');

/** A picture alone is a text, too. */
function settle() {
  const field = input();
  if (!field) return;
  textOf(field).required = !field.files.length;
  if (!field.files.length) document.getElementById('picture-preview').hidden = true;
}

function take(files) {
  const kept = new DataTransfer();
  for (const file of files) kept.items.add(file);
  input().files = kept.files;
}

async function show() {
  const field = input();
  const [file] = field.files;
  settle();
  if (!file) return;
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (!picture) return;
  const { blob, address } = await drawn(picture, longestSide);
  // Meanwhile it may have been taken back, or another one chosen.
  if (input()?.files[0] !== file) return;
  // What moves would stand still; the server says so if it is too large.
  if (file.size > most && file.type !== 'image/gif')
    take([new File([blob], file.name.replace(/\.\w+$/, '.jpg'), { type: 'image/jpeg' })]);
  const preview = document.getElementById('picture-preview');
  preview.querySelector('img').src = address;
  preview.querySelector('[data-name]').textContent = file.name;
  preview.hidden = false;
  announce(`Picture added: ${file.name}`);
}

async function drawn(picture, side) {
  const canvas = document.createElement('canvas');
  const share = Math.min(1, side / Math.max(picture.width, picture.height));
  canvas.width = Math.round(picture.width * share);
  canvas.height = Math.round(picture.height * share);
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85));
  const thumb = document.createElement('canvas');
  const small = Math.min(1, 160 / Math.max(canvas.width, canvas.height));
  thumb.width = Math.max(1, Math.round(canvas.width * small));
  thumb.height = Math.max(1, Math.round(canvas.height * small));
  thumb.getContext('2d').drawImage(canvas, 0, 0, thumb.width, thumb.height);
  return { blob, address: thumb.toDataURL() };
}

document.addEventListener('change', ({ target }) => target === input() && void show());
document.addEventListener('click', ({ target }) => {
  if (!target.closest('[data-without-picture]')) return;
  take([]);
  settle();
  textOf(input()).focus();
});
document.addEventListener('paste', (event) => {
  const field = input();
  const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => types.includes(type));
  if (!field || !file || event.target !== textOf(field)) return;
  event.preventDefault();
  take([file]);
  void show();
});

// Other forms of the page (Resolve, a note) bring a new field. What was chosen in the old one is kept.
let kept = [];
document.addEventListener('htmx:before:swap', ({ detail: { ctx } }) => {
  kept = input() && !answers(ctx.sourceElement, input().form) ? [...input().files] : [];
});
document.addEventListener('htmx:before:settle', () => {
  if (kept.length && input() && !input().files.length) {
    take(kept);
    void show();
  }
  settle();
});
settle();
