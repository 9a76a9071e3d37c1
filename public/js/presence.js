// Tells colleagues who has this conversation open, who is typing, and what was read.
import { post } from './requests.js';

const every = 20_000;
const pause = 4000;
const address = (what) =>
  `/conversations/${document.querySelector('[data-conversation]').dataset.conversation}/${what}`;
let isTyping = false;
let stopping;

const say = () => post(address('presence'), { typing: isTyping ? '1' : '0' }).catch(() => {});
const tell = () => document.hidden || say();

function typing(next) {
  clearTimeout(stopping);
  if (next) stopping = setTimeout(() => typing(false), pause);
  if (next === isTyping) return;
  isTyping = next;
  tell();
}

document.addEventListener('input', ({ target }) => target.name === 'body' && typing(target.value !== ''));
document.addEventListener('submit', () => typing(false));
document.addEventListener('visibilitychange', () => {
  // Whoever looks at something else types nothing here.
  if (document.hidden && isTyping) {
    clearTimeout(stopping);
    isTyping = false;
    say();
  } else tell();
});
addEventListener('pagehide', () => post(address('presence'), { gone: '1' }).catch(() => {}));
addEventListener('pageshow', ({ persisted }) => persisted && tell());
setInterval(tell, every);
tell();

// A text that arrives while one looks at the conversation is read.
document.addEventListener('live:refreshed', ({ target, detail: { known } }) => {
  const isNews = [...target.querySelectorAll('.message[data-inbound="1"]')].some(({ id }) => !known.has(id));
  if (isNews && !document.hidden) post(address('reading'), {}).catch(() => {});
});
