import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { NotPublic, publicOnly } from '../web/public-internet.js';

/** Something sealed, on its way to the push service of a browser. */
export interface Parcel {
  endpoint: string;
  headers: Record<string, string>;
  body: Buffer;
}

interface Ways {
  /** For the whole of it, in milliseconds. */
  patience: number;
  lookup: LookupFunction;
  /** Origins that are believed as they stand, such as that of a stand-in. */
  trusted: readonly string[];
}

/** The browser is no longer to be reached at this address, and never will be. */
export class BrowserGone extends Error {}

/** It was not taken, and trying again would not help. */
export class ParcelRefused extends Error {}

/** It was not taken this time, or nobody knows: whichever, a second one like it replaces the first. */
export class NotTaken extends Error {
  constructor(
    message: string,
    readonly isBusy: boolean,
    /** How long they want to be left alone, in milliseconds. */
    readonly pause = 0,
  ) {
    super(message);
  }
}

/**
 * The push services of browser makers. An address that a browser named is a stranger’s wish: it is followed over TLS only, to
 * public addresses, and never on to where an answer points.
 */
export class PushServices {
  private readonly ways: Ways;

  constructor({ patience = 10_000, lookup = publicOnly(), trusted = [] }: Partial<Ways> = {}) {
    this.ways = { patience, lookup, trusted };
  }

  /** Whether an address may be followed at all. What its name leads to is looked at by each connection. */
  mayFollow(endpoint: string): boolean {
    if (!URL.canParse(endpoint)) return false;
    const { protocol, hostname, port, username, password, origin } = new URL(endpoint);
    if (username || password) return false;
    if (this.ways.trusted.includes(origin)) return true;
    // A number is no name, however it is written: URL has made 0x7f.1 into 127.0.0.1 by now.
    return protocol === 'https:' && !port && hostname.includes('.') && !isIP(hostname);
  }

  /** Hands something over. Fails with one of the errors above, whose messages may be kept: they name nobody. */
  async send({ endpoint, headers, body }: Parcel): Promise<void> {
    if (!this.mayFollow(endpoint)) throw new ParcelRefused('not a public address');
    const limit = AbortSignal.timeout(this.ways.patience);
    const response = await this.post(new URL(endpoint), headers, body, limit).catch((error: unknown) => {
      if (error instanceof NotPublic) throw new ParcelRefused('not a public address');
      throw new NotTaken(limit.aborted ? 'no answer in time' : 'no connection', false);
    });
    response.destroy();
    judge(response);
  }

  // A connection of its own, through no proxy that would look the name up for us.
  private post(url: URL, headers: Record<string, string>, body: Buffer, signal: AbortSignal): Promise<IncomingMessage> {
    const options: RequestOptions = { method: 'POST', headers, signal, agent: false };
    if (!this.ways.trusted.includes(url.origin)) options.lookup = this.ways.lookup;
    const { request } = url.protocol === 'https:' ? https : http;
    return new Promise((resolve, reject) => request(url, options, resolve).on('error', reject).end(body));
  }
}

function judge({ statusCode = 0, headers }: IncomingMessage) {
  if (statusCode >= 200 && statusCode < 300) return;
  const said = `answered ${statusCode}`;
  if (statusCode === 404 || statusCode === 410) throw new BrowserGone(said);
  if (statusCode === 429 || statusCode >= 500) throw new NotTaken(said, true, pauseIn(headers['retry-after']));
  throw new ParcelRefused(said);
}

/** `Retry-After`: seconds, or a moment. */
export function pauseIn(said: string | undefined, now = Date.now()): number {
  if (!said) return 0;
  const pause = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - now;
  return Number.isFinite(pause) && pause > 0 ? pause : 0;
}
