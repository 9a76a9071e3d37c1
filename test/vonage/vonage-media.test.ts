import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { MediaRefused, MediaUnavailable, mostBytes } from '../../src/attachments/media.js';
import { VonageMedia } from '../../src/vonage/vonage-media.js';
import { png } from '../support/pictures.js';
import { StandInVonage } from '../support/stand-in-vonage.js';

let vonage: StandInVonage;
let media: VonageMedia;

beforeAll(async () => {
  vonage = await StandInVonage.start();
  const { applicationId, url } = vonage;
  const account = { applicationId, privateKey: String(vonage.privateKey), apiHost: url, mediaHosts: [url] };
  media = new VonageMedia(account, { patience: 300 });
});
afterAll(() => vonage.stop());

const fetched = (answer: (response: ServerResponse) => unknown) => {
  vonage.media.set('/v3/media/1', answer);
  return media.fetch(`${vonage.url}/v3/media/1`).catch((error: unknown) => error);
};

test('a picture comes as it is, for our application’s token', async () => {
  expect(await fetched((response) => response.end(png))).toEqual(png);
  expect(vonage.faults).toEqual([]);
});

test('five megabytes are taken', async () => {
  expect(await fetched((response) => response.end(Buffer.alloc(mostBytes)))).toHaveLength(mostBytes);
});

test.each<[string, MediaRefused | MediaUnavailable, (response: ServerResponse) => unknown]>([
  [
    'says that it is too large',
    new MediaRefused('too-large'),
    (to) => to.writeHead(200, { 'content-length': mostBytes + 1 }).flushHeaders(),
  ],
  ['is too large and does not say so', new MediaRefused('too-large'), (to) => endless(to)],
  [
    'points to this very server',
    new MediaRefused('redirect'),
    (to) => to.writeHead(302, { location: '/v3/media/2' }).end(),
  ],
  [
    'points to the cloud’s secrets',
    new MediaRefused('redirect'),
    (to) => to.writeHead(307, { location: 'http://169.254.169.254/latest/meta-data/' }).end(),
  ],
  ['is silent', new MediaUnavailable('slow'), () => undefined],
  [
    'stops in the middle',
    new MediaUnavailable('slow'),
    (to) => to.writeHead(200, { 'content-length': 10 }).write('12345'),
  ],
  ['trickles', new MediaUnavailable('slow'), (to) => trickle(to)],
  [
    'is cut',
    new MediaUnavailable('unreachable'),
    (to) => (to.writeHead(200, { 'content-length': 10 }).write('1'), to.socket!.destroySoon()),
  ],
  ['is empty', new MediaUnavailable('empty'), (to) => to.end()],
  ['is packed', new MediaUnavailable('provider'), (to) => to.writeHead(200, { 'content-encoding': 'gzip' }).end('x')],
  ['is gone', new MediaUnavailable('gone'), (to) => to.writeHead(404).end()],
  ['is not for us', new MediaUnavailable('credentials'), (to) => to.writeHead(401).end()],
  ['is a fault', new MediaUnavailable('provider'), (to) => to.writeHead(500).end()],
  ['is only a part', new MediaUnavailable('provider'), (to) => to.writeHead(206).end('x')],
])('an answer that %s', async (_, error, answer) => expect(await fetched(answer)).toEqual(error));

test('nobody there, and an address of somebody else', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((ready) => server.once('listening', ready));
  const { port } = server.address() as { port: number };
  await new Promise((gone) => server.close(gone));
  const { applicationId } = vonage;
  const mediaHosts = [`http://127.0.0.1:${port}`];
  const lonely = new VonageMedia({ applicationId, privateKey: String(vonage.privateKey), apiHost: '', mediaHosts });
  await expect(lonely.fetch(`http://127.0.0.1:${port}/a`)).rejects.toEqual(new MediaUnavailable('unreachable'));
  await expect(lonely.fetch(`${vonage.url}/v3/media/1`)).rejects.toEqual(new MediaRefused('host'));
});

function endless(response: ServerResponse) {
  const more = () => {
    if (!response.destroyed) response.write(Buffer.alloc(256 * 1024), () => setImmediate(more));
  };
  more();
}

function trickle(response: ServerResponse) {
  const timer = setInterval(() => response.write('x'), 20);
  response.on('close', () => clearInterval(timer));
}
