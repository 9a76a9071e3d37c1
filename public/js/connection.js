// The line to the server: server-sent events, or asking every few seconds where those don't get through.

const patience = 2000;
const pollEvery = 5000;
const triesBeforePolling = 3;
const longestOpening = 8000;
// After so long without a word it is worth asking whether the line still works, whatever the browser thinks.
const silence = 60_000;

let last = 0;
let changed;
let opened;
let source;
let heardAt = Date.now();
let failures = 0;
let isOpen = false;
let polling;
let opening;
let complaint;

/** Starts to listen for what happened after the event with the number `after`. `opened`: the line is there, or there again. */
export function connect(options) {
  last = options.after;
  changed = options.changed;
  opened = options.opened;
  listen();
  addEventListener('online', catchUp);
  addEventListener('offline', lost);
  addEventListener('pageshow', ({ persisted }) => persisted && listen());
  addEventListener('pagehide', () => source?.close());
  // The clock goes on while the computer sleeps; but it may also be put back.
  setInterval(() => Math.abs(Date.now() - heardAt) > silence && void checkLine(), silence / 2);
}

function listen() {
  source?.close();
  isOpen = false;
  heardAt = Date.now();
  // Some proxies keep a stream to themselves until it ends: it neither opens nor breaks.
  clearTimeout(opening);
  opening = setTimeout(() => isOpen || askInstead(), longestOpening);
  source = new EventSource(`/live?since=${last}`);
  source.onopen = () => {
    isOpen = true;
    failures = 0;
    heard();
    clearInterval(polling);
    polling = undefined;
    opened();
  };
  source.onmessage = ({ data, lastEventId }) => {
    heard();
    take(JSON.parse(data), lastEventId);
  };
  source.onerror = () => {
    isOpen = false;
    failures += 1;
    if (!polling) lost();
    if (failures >= triesBeforePolling) askInstead();
    // The browser gives up for good on some answers (502 of a proxy); then it is up to us.
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, Math.min(30_000, 1000 * 2 ** failures));
  };
}

function askInstead() {
  if (polling) return;
  polling = setInterval(poll, pollEvery);
  void poll();
}

/** Asks what was missed, for instance after the computer slept. */
export async function catchUp() {
  await poll();
  if (!isOpen && source.readyState === EventSource.CLOSED) listen();
}

// News that came by asking, while the line is said to be open, shows that the line is dead.
async function checkLine() {
  const known = last;
  await poll();
  if (isOpen && last !== known) listen();
}

async function poll() {
  try {
    const response = await fetch(`/live/changes?since=${last}`, {
      headers: { Accept: 'application/json' },
      signal: AbortSignal.timeout(8000),
    });
    if (response.redirected || response.status === 401)
      return say('You are signed out. Reload the page to sign in again.');
    if (!response.ok) throw new Error(`answered ${response.status}`);
    take(await response.json());
    if (isOpen || polling) heard();
    if (polling) opened();
  } catch {
    lost();
  }
}

function take({ id, signals = [], reset }, lastEventId) {
  last = Math.max(last, Number(id ?? lastEventId) || 0);
  if (reset) changed();
  else if (signals.length) changed(signals);
}

function heard() {
  heardAt = Date.now();
  clearTimeout(complaint);
  complaint = undefined;
  say('');
}

function lost() {
  complaint ??= setTimeout(() => say('Connection lost. Reconnecting…'), patience);
}

function say(sentence) {
  const bar = document.getElementById('connection');
  if (bar && bar.textContent !== sentence) bar.textContent = sentence;
}
