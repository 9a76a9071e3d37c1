import { createPublicKey, generateKeyPairSync, randomUUID, verify as verifySignature } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { sign } from '../../src/vonage/signature.js';

/** A text that the stand-in was asked to send. */
export interface Asked {
  /** Its message_uuid, when it was accepted (whether or not we were told). */
  id: string | null;
  to: string;
  from: string;
  text: string;
  /** Where the picture is that goes with it. */
  picture?: string;
  clientRef: string;
  at: number;
}

/** What the stand-in does with a request. */
export type Behaviour =
  | { does: 'accept'; after?: number; status?: 200 | 202 }
  | { does: 'refuse'; status: number; body?: unknown; headers?: Record<string, string>; after?: number }
  /** Accepts, and never says so. */
  | { does: 'hang' }
  /** Accepts, then the line goes dead. */
  | { does: 'cut after accepting' }
  /** The line goes dead before anything is accepted. */
  | { does: 'cut before accepting' }
  /** Accepts, and answers what nobody can use. */
  | { does: 'mumble'; body: string; type?: string }
  /** Accepts, and stops in the middle of its answer. */
  | { does: 'stop midway' };

export interface Receipt {
  status: string;
  error?: { title: string | number; detail?: string };
  timestamp?: string;
  /** Left out, as an old account might. */
  withoutClientRef?: boolean;
}

export const signatureSecret = 'the signature secret of the stand-in account';
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Plays Vonage over real HTTP on loopback: takes texts as told, and calls our webhooks, signed. */
export class StandInVonage {
  readonly applicationId = randomUUID();
  readonly privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' });
  readonly apiKey = 'abcd1234';
  /** Every request that asked for a text, accepted or not. */
  readonly asked: Asked[] = [];
  /** What authorised them. */
  readonly tokens = new Set<string | undefined>();
  /** What is wrong with the requests that came. */
  readonly faults: string[] = [];
  /** What to do next, in order; when empty, `usually`. */
  readonly next: Behaviour[] = [];
  usually: Behaviour = { does: 'accept' };
  /** Called for every accepted text, for example to send a receipt before the answer. */
  onAccepted: (asked: Asked) => unknown = () => undefined;

  /** Called for every request, before anything is done with it. */
  onAsked: () => unknown = () => undefined;

  /** What is fetched from here, by its path: how each is answered. */
  readonly media = new Map<string, (response: ServerResponse) => unknown>();

  private readonly sockets = new Set<Socket>();
  private constructor(private readonly server: Server) {}

  static async start(port = 0): Promise<StandInVonage> {
    const server = createServer((request, response) => void standIn.answer(request, response));
    const standIn = new StandInVonage(server);
    server.on('connection', (socket: Socket) => {
      standIn.sockets.add(socket);
      socket.on('close', () => standIn.sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return standIn;
  }

  get url() {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What really went out to telephones. */
  get sent() {
    return this.asked.filter(({ id }) => id !== null);
  }

  async stop() {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** The environment that points a server of ours here. */
  environment(): Record<string, string> {
    return {
      VONAGE_APPLICATION_ID: this.applicationId,
      VONAGE_PRIVATE_KEY: this.privateKey.toString(),
      VONAGE_SIGNATURE_SECRET: signatureSecret,
      VONAGE_API_KEY: this.apiKey,
      VONAGE_API_HOST: this.url,
    };
  }

  /** A text from a telephone, as the webhook carries it. */
  text(from: string, to: string, text: string, own: object = {}) {
    return {
      channel: 'sms',
      message_type: 'text',
      message_uuid: randomUUID(),
      to: to.replace('+', ''),
      from: from.replace('+', ''),
      timestamp: `${new Date().toISOString().slice(0, 19)}Z`,
      text,
      sms: { num_messages: '1', keyword: text.split(/\s/)[0]?.toUpperCase() },
      usage: { currency: 'EUR', price: '0.0050' },
      ...own,
    };
  }

  /** A picture from a telephone, as the webhook carries it. */
  picture(from: string, to: string, path: string, own: object = {}) {
    const image = { url: path.startsWith('/') ? this.url + path : path, name: 'image.png', ...own };
    return { ...this.text(from, to, ''), channel: 'mms', message_type: 'image', text: undefined, image };
  }

  /** The receipt for a text, as the webhook carries it. */
  receipt(asked: Pick<Asked, 'id' | 'to' | 'from' | 'clientRef'>, { withoutClientRef, ...news }: Receipt) {
    return {
      channel: 'sms',
      message_uuid: asked.id,
      to: asked.to,
      from: asked.from,
      timestamp: `${new Date().toISOString().slice(0, 19)}Z`,
      ...(withoutClientRef ? {} : { client_ref: asked.clientRef }),
      ...news,
    };
  }

  /** The header that goes with a body. */
  signed(body: string | Buffer, claims: object = {}, secret = signatureSecret, now = new Date()): string {
    const ours = { api_key: this.apiKey, application_id: this.applicationId };
    return `Bearer ${sign(body, secret, { ...ours, ...claims }, now)}`;
  }

  /** Delivers a webhook to a server of ours; the status it answered, 0 when the line was cut. */
  async deliver(
    base: string,
    kind: 'inbound' | 'status',
    payload: object | string,
    headers: object = {},
  ): Promise<number> {
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
    const answer = await fetch(`${base}/webhooks/vonage/${kind}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', authorization: this.signed(body), ...headers },
    }).catch(() => null);
    await answer?.arrayBuffer().catch(() => undefined);
    return answer?.status ?? 0;
  }

  /** Delivers again and again, as Vonage does on 429, 5xx and silence; what was answered each time. */
  async insist(base: string, kind: 'inbound' | 'status', payload: object, every = 200, tries = 50): Promise<number[]> {
    const answers: number[] = [];
    while (answers.length < tries) {
      const status = await this.deliver(base, kind, payload);
      answers.push(status);
      if (status !== 0 && status !== 429 && status < 500) break;
      await wait(every);
    }
    return answers;
  }

  private async answer(request: IncomingMessage, response: ServerResponse) {
    this.onAsked();
    const behaviour = this.next.shift() ?? this.usually;
    if (behaviour.does === 'cut before accepting') return void request.socket.destroy();
    if (request.method === 'GET') return this.hand(request, response);
    const body = await text(request).catch(() => '');
    const asked = this.read(request, body);
    if (!asked) return problem(response, 404, { title: 'Not found' });
    this.asked.push(asked);
    if (behaviour.does !== 'refuse') {
      asked.id = randomUUID();
      await this.onAccepted(asked);
    }
    await this.act(behaviour, asked, response);
  }

  // Media is for whoever has a token of the application.
  private hand(request: IncomingMessage, response: ServerResponse) {
    this.faults.push(...this.wrongToken(request.headers.authorization));
    const answer = this.media.get(request.url!);
    if (answer) answer(response);
    else problem(response, 404, { title: 'Not found' });
  }

  private async act(behaviour: Behaviour, { id }: Asked, response: ServerResponse) {
    const accepted = JSON.stringify({ message_uuid: id });
    if ('after' in behaviour && behaviour.after) await wait(behaviour.after);
    if (behaviour.does === 'accept') {
      response.writeHead(behaviour.status ?? 202, { 'content-type': 'application/json' }).end(accepted);
    } else if (behaviour.does === 'refuse') {
      problem(response, behaviour.status, behaviour.body ?? problems[behaviour.status], behaviour.headers);
    } else if (behaviour.does === 'cut after accepting') {
      response.socket?.destroy();
    } else if (behaviour.does === 'mumble') {
      response.writeHead(202, { 'content-type': behaviour.type ?? 'application/json' }).end(behaviour.body);
    } else if (behaviour.does === 'stop midway') {
      response
        .writeHead(202, { 'content-type': 'application/json', 'content-length': '54' })
        .write(accepted.slice(0, 20));
    }
  }

  private read(request: IncomingMessage, body: string): Asked | null {
    if (request.method !== 'POST' || request.url !== '/v1/messages') {
      this.faults.push(`${request.method} ${request.url}`);
      return null;
    }
    const { image, ...fields } = JSON.parse(body) as Record<string, string> & { image?: Record<string, string> };
    if (image) return this.readPicture(request, fields, image);
    this.tokens.add(request.headers.authorization);
    this.faults.push(...this.wrongToken(request.headers.authorization), ...wrongFields(fields));
    const { to = '', from = '', text: said = '', client_ref: clientRef = '' } = fields;
    return { id: null, to, from, text: said, clientRef, at: Date.now() };
  }

  private readPicture(request: IncomingMessage, fields: Record<string, string>, image: Record<string, string>): Asked {
    const wrong = fields['channel'] !== 'mms' || fields['message_type'] !== 'image' ? ['a wrong channel'] : [];
    this.faults.push(...this.wrongToken(request.headers.authorization), ...wrong);
    const { to = '', from = '', client_ref: clientRef = '' } = fields;
    return { id: null, to, from, text: image['caption'] ?? '', picture: image['url'] ?? '', clientRef, at: Date.now() };
  }

  private wrongToken(authorization = ''): string[] {
    const [head = '', payload = '', signature = ''] = authorization.replace('Bearer ', '').split('.');
    const header = json(head);
    const claims = json(payload);
    const isSigned = verifySignature(
      'RSA-SHA256',
      Buffer.from(`${head}.${payload}`),
      createPublicKey(keys.privateKey.export({ type: 'pkcs8', format: 'pem' })),
      Buffer.from(signature, 'base64url'),
    );
    if (header['alg'] !== 'RS256' || !isSigned) return ['a token that is not signed with our key'];
    if (claims['application_id'] !== this.applicationId) return ['a token of another application'];
    return Number(claims['exp']) * 1000 < Date.now() ? ['an expired token'] : [];
  }
}

const problems: Record<number, object> = {
  401: { title: 'Unauthorized', detail: 'You did not provide correct credentials.' },
  402: { title: 'Payment Required', detail: 'Low balance' },
  422: {
    type: 'https://developer.vonage.com/api-errors/messages#1150',
    title: 'Invalid params',
    detail: 'The value of one or more parameters is invalid.',
    invalid_parameters: [{ name: 'to', reason: 'is not a phone number.' }],
  },
  429: { title: 'Rate Limit Hit', detail: 'Please wait, then retry your request' },
  500: { title: 'Internal error', detail: 'There was an error processing your request in the Platform.' },
};

function wrongFields(fields: Record<string, string>): string[] {
  const wrong = ['to', 'from']
    .filter((name) => !/^\d{7,15}$/.test(fields[name] ?? ''))
    .map((name) => `a wrong ${name}`);
  if (fields['channel'] !== 'sms' || fields['message_type'] !== 'text') wrong.push('a wrong channel');
  if (!fields['text'] || fields['text'].length > 1000) wrong.push('a text too long or empty');
  if (!fields['client_ref'] || fields['client_ref'].length > 100) wrong.push('a wrong client_ref');
  return wrong;
}

const problem = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) =>
  void response
    .writeHead(status, { 'content-type': 'application/problem+json', ...headers })
    .end(typeof body === 'string' ? body : JSON.stringify(body ?? { title: 'Error' }));

const json = (part: string) => {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
};

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
