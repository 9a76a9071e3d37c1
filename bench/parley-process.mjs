import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { inRoot } from '../bin/parts/folder.mjs';
import { freePort } from '../test/support/server.mjs';
import { password } from './filling.mjs';
import { requestOf } from './requests.mjs';

export const signatureSecret = 'signature-secret-of-the-bench-that-is-long-enough';

/** Plays the carrier: takes every text at once, and brings no receipts. */
export async function standInCarrier() {
  const awaited = new Map();
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('latin1').on('data', (piece) => (body += piece));
    request.on('end', () => {
      carrier.taken += 1;
      carrier.lastAt = performance.now();
      for (const [words, told] of awaited) if (body.includes(words)) told(performance.now());
      response
        .writeHead(202, { 'Content-Type': 'application/json' })
        .end(JSON.stringify({ message_uuid: randomUUID() }));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const carrier = {
    url: `http://127.0.0.1:${server.address().port}`,
    /** How many texts it took, and when the last. */
    taken: 0,
    lastAt: NaN,
    /** When a text with these words comes. */
    hears: (words) => new Promise((resolve) => awaited.set(words, resolve)).finally(() => awaited.delete(words)),
    stop: () => server.closeAllConnections() ?? server.close(),
  };
  return carrier;
}

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** The compiled server as a child, as it runs in production. `recording` makes it tell the statements of each request. */
export class ParleyProcess {
  constructor(child, url) {
    this.child = child;
    this.url = url;
  }

  static async start({ databaseUrl, carrierUrl, recording = false, profile }) {
    const port = await freePort();
    const flags = ['--enable-source-maps', '--max-semi-space-size=32'];
    if (recording) flags.push('--import', inRoot('bench/recorder.mjs'));
    if (profile) flags.push('--cpu-prof', `--cpu-prof-dir=${profile}`, '--cpu-prof-interval=500');
    const child = fork(inRoot('dist/src/main.js'), [], {
      execArgv: flags,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: environment(port, databaseUrl, carrierUrl),
    });
    const parley = new ParleyProcess(child, `http://127.0.0.1:${port}`);
    for (let tries = 0; tries < 600; tries++) {
      if (
        await fetch(`${parley.url}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        return parley;
      if (child.exitCode !== null) break;
      await wait(50);
    }
    throw new Error('Parley did not start.');
  }

  get port() {
    return Number(new URL(this.url).port);
  }

  /** The cookie of somebody who signs in. */
  async signIn(email) {
    const body = new URLSearchParams({ email, password });
    const headers = { 'Sec-Fetch-Site': 'same-origin' };
    const answer = await fetch(`${this.url}/login`, { method: 'POST', body, headers, redirect: 'manual' });
    const cookie = answer.headers.getSetCookie().find((each) => each.startsWith('parley='));
    if (!cookie) throw new Error(`${email} could not sign in: ${answer.status}`);
    return cookie.split(';')[0];
  }

  /** Makes each request of a job once: the statements, status and bytes of the answers. */
  async recordJob(job) {
    const recorded = [];
    for (const target of job.targets) {
      const { method, path, headers, body } = requestOf(job, target);
      const tag = randomUUID();
      const told = new Promise((resolve) => {
        const listen = (message) => message.tag === tag && (this.child.off('message', listen), resolve(message));
        this.child.on('message', listen);
      });
      await fetch(this.url + path, { method, headers: { ...headers, 'X-Bench': tag }, body, redirect: 'manual' });
      recorded.push(await told);
    }
    return recorded;
  }

  async stop() {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}

const environment = (port, databaseUrl, carrierUrl) => ({
  PATH: process.env.PATH,
  NODE_ENV: 'production',
  LOG_LEVEL: 'fatal',
  VONAGE_REQUESTS_PER_SECOND: '100000',
  HOST: '127.0.0.1',
  PORT: String(port),
  DEMO: '0',
  DATABASE_URL: databaseUrl,
  SESSION_SECRET: 'session-secret-of-the-bench-that-is-long-enough',
  VONAGE_APPLICATION_ID: '11111111-2222-3333-4444-555555555555',
  VONAGE_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  VONAGE_SIGNATURE_SECRET: signatureSecret,
  VONAGE_API_KEY: 'bench1234',
  VONAGE_API_HOST: carrierUrl,
  REDIS_URL: '',
  SMTP_URL: '',
});
