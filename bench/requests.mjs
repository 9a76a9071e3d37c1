import { randomUUID } from 'node:crypto';
import { sign } from '../dist/src/vonage/signature.js';

/**
 * The requests of a job, without end. A job that writes makes every request anew: nobody sends the same form or webhook
 * twice here. Returns a function that gives the bytes of the next one.
 */
export function requestsOf(job) {
  let turn = 0;
  if (!job.writes) {
    const ready = job.targets.map((target) => bytesOf(requestOf(job, target)));
    return () => ready[turn++ % ready.length];
  }
  return () => bytesOf(requestOf(job, job.targets[turn++ % job.targets.length]));
}

/** One request of a job, as `fetch` takes it. */
export function requestOf({ kind, cookie, secret, to }, target) {
  if (kind === 'send') {
    const body = new URLSearchParams({ body: 'Thanks, we have your transcript now.', token: randomUUID() }).toString();
    const headers = { ...form, Cookie: cookie, 'Content-Type': 'application/x-www-form-urlencoded' };
    return { method: 'POST', path: `/conversations/${target}/messages`, headers, body };
  }
  if (kind === 'inbound') {
    const body = JSON.stringify(inbound(target, to));
    const token = sign(body, secret, { api_key: 'bench1234' }, new Date());
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
    return { method: 'POST', path: '/webhooks/vonage/inbound', headers, body };
  }
  return { method: 'GET', path: target, headers: { Cookie: cookie } };
}

const form = { 'Sec-Fetch-Site': 'same-origin' };

const inbound = (from, to) => ({
  channel: 'sms',
  message_type: 'text',
  message_uuid: randomUUID(),
  from: from.slice(1),
  to: to.slice(1),
  timestamp: new Date().toISOString(),
  text: 'Did you get my transcript? My counselor mailed it last week.',
});

function bytesOf({ method, path, headers, body = '' }) {
  const all = { Host: 'parley.example', ...headers, ...(body ? { 'Content-Length': Buffer.byteLength(body) } : {}) };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n${body}`);
}
