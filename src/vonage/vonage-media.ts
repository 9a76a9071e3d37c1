import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { Media, MediaRefused, MediaUnavailable, mostBytes } from '../attachments/media.js';
import type { VonageSettings } from '../config.js';
import { NotPublic, publicOnly } from '../web/public-internet.js';
import { applicationToken } from './application-token.js';
import { MediaHosts, type Reach } from './media-hosts.js';

interface Limits {
  /** For the whole of it, in milliseconds. */
  patience: number;
  lookup: LookupFunction;
}

/**
 * Fetches from the provider's servers. An address out of a webhook is a stranger's wish: it is followed only to hosts of the
 * provider's, over TLS, to public addresses, and never on to where an answer points.
 */
export class VonageMedia extends Media {
  private readonly hosts: MediaHosts;
  private readonly limits: Limits;

  constructor(
    private readonly account: VonageSettings,
    { patience = 20_000, lookup = publicOnly() }: Partial<Limits> = {},
  ) {
    super();
    this.hosts = new MediaHosts(account.mediaHosts);
    this.limits = { patience, lookup };
  }

  async fetch(url: string): Promise<Buffer> {
    const reach = this.hosts.reach(url);
    if (!reach) throw new MediaRefused('host');
    const limit = AbortSignal.timeout(this.limits.patience);
    try {
      return await whole(await this.ask(reach, limit));
    } catch (error) {
      throw limit.aborted ? new MediaUnavailable('slow') : understood(error);
    }
  }

  private ask({ url, how }: Reach, signal: AbortSignal): Promise<IncomingMessage> {
    const headers = {
      accept: '*/*',
      'accept-encoding': 'identity',
      authorization: `Bearer ${applicationToken(this.account, new Date())}`,
      'user-agent': 'parley',
    };
    // A connection of its own, through no proxy that would look the name up for us.
    const options: RequestOptions = { headers, signal, agent: false };
    if (how === 'publicly') options.lookup = this.limits.lookup;
    const { request } = url.protocol === 'https:' ? https : http;
    return new Promise((resolve, reject) => request(url, options, resolve).on('error', reject).end());
  }
}

// Read as it comes, so that who sends without end is cut off.
async function whole(response: IncomingMessage): Promise<Buffer> {
  try {
    mustBeThere(response);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > mostBytes) throw new MediaRefused('too-large');
      chunks.push(chunk);
    }
    // A line that was cut ends like a file that is complete, but for this.
    if (!response.complete) throw new MediaUnavailable('unreachable');
    if (!size) throw new MediaUnavailable('empty');
    return Buffer.concat(chunks, size);
  } finally {
    response.destroy();
  }
}

function mustBeThere({ statusCode = 0, headers }: IncomingMessage) {
  if (statusCode >= 300 && statusCode < 400) throw new MediaRefused('redirect');
  if (statusCode === 401 || statusCode === 403) throw new MediaUnavailable('credentials');
  if (statusCode === 404 || statusCode === 410) throw new MediaUnavailable('gone');
  if (statusCode !== 200 || headers['content-encoding']) throw new MediaUnavailable('provider');
  if (Number(headers['content-length'] ?? 0) > mostBytes) throw new MediaRefused('too-large');
}

function understood(error: unknown): MediaRefused | MediaUnavailable {
  if (error instanceof NotPublic) return new MediaRefused('address');
  return error instanceof MediaRefused || error instanceof MediaUnavailable
    ? error
    : new MediaUnavailable('unreachable');
}
