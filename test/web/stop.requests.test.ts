import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Parley } from '../support/parley.js';

// Node itself would wait six seconds for a connection that was used, a minute for one that never was.
const soon = 4_000;

let parley: Parley;
let connection: Socket;
beforeEach(async () => {
  parley = await Parley.start();
  connection = connect(Number(new URL(parley.url).port), '127.0.0.1');
  connection.setEncoding('utf8').on('error', () => undefined);
  await once(connection, 'connect');
});
afterEach(async () => {
  connection.destroy();
  await parley.close();
});

/** Milliseconds that a stop takes. */
async function stopping() {
  const begun = performance.now();
  await parley.app.close();
  return performance.now() - begun;
}

const asks = (path: string) => connection.write(`GET ${path} HTTP/1.1\r\nHost: parley.example\r\n\r\n`);

test('a stop does not wait for a connection that a browser opened ahead', async () => {
  await wait(50);
  expect(await stopping()).toBeLessThan(soon);
});

test('nor for one that is kept for the next request', async () => {
  asks('/healthz');
  await once(connection, 'data');
  expect(await stopping()).toBeLessThan(soon);
});

test('nor for one whose answer ends while it stops', async () => {
  let took: Promise<number> | undefined;
  parley.app.getHttpServer().once('request', () => {
    took = stopping();
  });
  asks('/login');
  await once(connection, 'data');
  expect(await took).toBeLessThan(soon);
});

test('but whoever waits for an answer gets it, and is then hung up on', async () => {
  let answer = '';
  connection.on('data', (text: string) => (answer += text));
  const ended = once(connection, 'close');
  parley.app.getHttpServer().once('request', () => void stopping());
  asks('/login');
  await ended;
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK[^]*<\/html>/);
});
