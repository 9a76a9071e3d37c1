import { createPublicKey, randomBytes, verify, webcrypto } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Words } from '../../src/push/push-words.js';

/** What the stand-in does with the next push. The usual is to take it. */
export type Does = { answers: number; retryAfter?: string } | { stays: 'silent' };

/** A browser as its push service knows it: it alone can open what is sent to it. */
export interface StandInBrowser {
  endpoint: string;
  p256dh: string;
  auth: string;
  /** What it has shown, opened. */
  shown: Words[];
}

const { subtle } = webcrypto;
const curve = { name: 'ECDH', namedCurve: 'P-256' };

/** A push service of our own over real HTTP: checks who sends, and opens what is sent as the browser would. */
export class StandInPush {
  next: Does[] = [];
  /** Every push that came, whatever was answered. */
  readonly asked: { ttl: string; topic: string; urgency: string; sealed: Buffer }[] = [];
  /** By which keys they were signed, and who says that it is them. */
  readonly senders = new Set<string>();
  /** What is wrong with the requests that came. */
  readonly faults: string[] = [];
  /** Called once a push is taken, before it says so. */
  onTaken: () => unknown = () => undefined;
  private readonly browsers = new Map<string, { browser: StandInBrowser; key: webcrypto.CryptoKey }>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<StandInPush> {
    const server = createServer((request, response) => void standIn.serve(request, response));
    const standIn = new StandInPush(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return standIn;
  }

  get url() {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** A browser that allows notifications. */
  async browser(): Promise<StandInBrowser> {
    const { publicKey, privateKey } = await subtle.generateKey(curve, true, ['deriveBits']);
    const p256dh = Buffer.from(await subtle.exportKey('raw', publicKey)).toString('base64url');
    const path = `/push/${randomBytes(9).toString('base64url')}`;
    const auth = randomBytes(16).toString('base64url');
    const browser = { endpoint: this.url + path, p256dh, auth, shown: [] };
    this.browsers.set(path, { browser, key: privateKey });
    return browser;
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const sealed = Buffer.concat(chunks);
    const { ttl, topic, urgency } = request.headers as Record<string, string>;
    this.asked.push({ ttl: ttl!, topic: topic!, urgency: urgency!, sealed });
    this.faults.push(...this.faultsOf(request));
    const does = this.next.shift();
    if (does && 'stays' in does) return;
    if (does)
      return response.writeHead(does.answers, does.retryAfter ? { 'retry-after': does.retryAfter } : {}).end('no');
    const known = this.browsers.get(request.url ?? '');
    if (!known) return response.writeHead(404).end();
    const words = await opened(sealed, known.browser, known.key).catch((error: Error) => String(error));
    if (typeof words === 'string') this.faults.push(words);
    else known.browser.shown.push(words);
    await this.onTaken();
    return response.writeHead(201, { location: `${this.url}/message/1` }).end();
  }

  private faultsOf({ headers, method }: IncomingMessage): string[] {
    const [, token = '', key = ''] = /^vapid t=(\S+), k=(\S+)$/.exec(headers.authorization ?? '') ?? [];
    if (!key) return ['authorization'];
    const [head = '', claims = '', signature = ''] = token.split('.');
    const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString() || '{}') as Record<
      string,
      unknown
    >;
    const point = Buffer.from(key, 'base64url');
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
    const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: x!, y: y! } });
    const by = { key: publicKey, dsaEncoding: 'ieee-p1363' as const };
    const left = Number(exp) - Date.now() / 1000;
    this.senders.add(`${key} ${String(sub)}`);
    const wishes: Record<string, boolean> = {
      method: method === 'POST',
      signature: verify('sha256', Buffer.from(`${head}.${claims}`), by, Buffer.from(signature, 'base64url')),
      audience: aud === this.url,
      expiry: left < 86_400,
      subject: /^(https:|mailto:.+@)/.test(String(sub)),
      encoding: headers['content-encoding'] === 'aes128gcm',
      ttl: /^\d+$/.test(String(headers['ttl'])),
      topic: /^[\w-]{1,32}$/.test(String(headers['topic'])),
      cookie: headers.cookie === undefined,
    };
    return Object.keys(wishes).filter((wish) => !wishes[wish]);
  }
}

// By the other of node's two cryptographies than the one that seals.
async function opened(sealed: Buffer, { p256dh, auth }: StandInBrowser, key: webcrypto.CryptoKey): Promise<Words> {
  const [salt, idLength] = [sealed.subarray(0, 16), sealed[20]!];
  const sender = sealed.subarray(21, 21 + idLength);
  const theirs = await subtle.importKey('raw', sender, curve, false, []);
  const shared = await subtle.deriveBits({ name: 'ECDH', public: theirs }, key, 256);
  const about = Buffer.concat([Buffer.from('WebPush: info\0'), Buffer.from(p256dh, 'base64url'), sender]);
  const secret = await stretched(shared, Buffer.from(auth, 'base64url'), about, 32);
  const contentKey = await stretched(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const iv = await stretched(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const aes = await subtle.importKey('raw', contentKey, 'AES-GCM', false, ['decrypt']);
  const record = Buffer.from(await subtle.decrypt({ name: 'AES-GCM', iv }, aes, sealed.subarray(21 + idLength)));
  return JSON.parse(record.subarray(0, record.lastIndexOf(2)).toString()) as Words;
}

async function stretched(secret: ArrayBuffer, salt: Uint8Array, info: Uint8Array, length: number) {
  const key = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  return subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, key, length * 8);
}
