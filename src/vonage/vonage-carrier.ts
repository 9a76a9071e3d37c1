import type { Messages } from '@vonage/messages';
import { Misconfigured, type VonageSettings } from '../config.js';
import { AccountTrouble, Carrier, NotAccepted, type OutgoingText, Unconfirmed } from '../sending/carrier.js';
import { explained } from './provider-answers.js';

/** Sends through Vonage's Messages API. */
export class VonageCarrier extends Carrier {
  private client?: Promise<Connection>;

  constructor(
    private readonly account: Pick<VonageSettings, 'applicationId' | 'privateKey' | 'apiHost'>,
    private readonly timeout = 10_000,
  ) {
    super();
    // The package would print the private key, its tokens and the texts.
    if (/(^|[\s,])(\*|vonage)/.test(process.env['DEBUG'] ?? ''))
      throw new Misconfigured(['DEBUG must not include vonage: it would print secrets and texts into the log.']);
  }

  /** The package is loaded, and there is a token. */
  override async ready(): Promise<void> {
    const { token } = await this.connected();
    await token.header();
  }

  async send(text: OutgoingText): Promise<string> {
    const { messages, token } = await this.connected();
    const answer = await messages
      .send(message(text) as Parameters<Messages['send']>[0])
      .catch(async (error: unknown) => {
        const why = aboutPicture(await explained(error), text);
        if (why instanceof AccountTrouble) token.forget();
        throw why;
      });
    if (!isUuid(answer?.messageUUID)) throw new Unconfirmed('The provider answered without an id for the text.');
    return answer.messageUUID.toLowerCase();
  }

  // Whoever uses the simulator never needs the package.
  private connected(): Promise<Connection> {
    // What failed once may work the next time.
    return (this.client ??= this.connect().catch((error: unknown) => {
      this.client = undefined;
      throw error;
    }));
  }

  private async connect(): Promise<Connection> {
    const { Messages } = await import('@vonage/messages');
    const { applicationId, privateKey, apiHost } = this.account;
    const messages = new Messages(
      { applicationId, privateKey },
      { apiHost: apiHost.replace(/\/+$/, ''), timeout: this.timeout, appendUserAgent: 'parley' },
    );
    // What stands behind `fetch` is loaded by its first use, which may take as long as all the rest; this one goes nowhere.
    await fetch('data:,');
    return { messages, token: new Token((messages as unknown as { auth: Signing }).auth) };
  }
}

interface Connection {
  messages: Messages;
  token: Token;
}

interface Signing {
  createBearerHeader(): Promise<string>;
}

/** A token is good for fifteen minutes. To sign one for each text would cost more than all else that the text needs. */
const signedFor = 5 * 60_000;

/** What the package signs with each text, kept for many. */
class Token {
  private known: { header: Promise<string>; at: number } | null = null;
  private readonly sign: () => Promise<string>;

  constructor(auth: Signing) {
    this.sign = auth.createBearerHeader;
    auth.createBearerHeader = () => this.header();
  }

  header(): Promise<string> {
    const now = Date.now();
    if (!this.known || Math.abs(now - this.known.at) > signedFor) this.known = { header: this.sign(), at: now };
    return this.known.header;
  }

  forget() {
    this.known = null;
  }
}

// A picture is fetched by the provider itself, and the text goes under it.
function message({ to, from, body, clientRef, pictureUrl }: OutgoingText) {
  const ends = { to: digits(to), from: digits(from), clientRef };
  if (!pictureUrl) return { messageType: 'text', channel: 'sms', text: body, ...ends };
  return { messageType: 'image', channel: 'mms', image: { url: pictureUrl, ...(body && { caption: body }) }, ...ends };
}

// A number that sends texts may still not send pictures.
const aboutPicture = (why: Error, { pictureUrl }: OutgoingText) =>
  pictureUrl && why instanceof NotAccepted && why.code !== 'bad-number'
    ? new NotAccepted(why.code === 'bad-sender' ? 'no-pictures' : 'picture-not-accepted', why.detail)
    : why;

// Vonage takes E.164 without the plus sign.
const digits = (number: string) => number.replace(/\D/g, '');

const isUuid = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
