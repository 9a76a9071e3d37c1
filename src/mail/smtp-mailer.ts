import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Config } from '../config.js';
import { oneLine } from './mail.js';
import { type Letter, Mailer, NotNow, Refused, Unconfirmed } from './mailer.js';

const longest = 30_000;

interface Failure extends Error {
  code?: string;
  command?: string;
  response?: string;
  responseCode?: number;
}

/** Hands e-mails to the server of SMTP_URL, on a connection of their own each. */
export class SmtpMailer extends Mailer {
  readonly delivers = true;
  private readonly from: { name: string; address: string };
  private readonly server: URL;
  private readonly credentials: { user: string; pass: string } | null;

  constructor({ smtpUrl, mailFrom, publicUrl }: Pick<Config, 'smtpUrl' | 'mailFrom' | 'publicUrl'>) {
    super();
    this.server = new URL(smtpUrl!);
    const { username, password } = this.server;
    // Read here, where a fault stops the start: in the midst of a connection it would stop everything.
    this.credentials = username ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) } : null;
    this.from = sender(mailFrom ?? addressIn(this.credentials?.user) ?? `parley@${hostOf(publicUrl)}`);
  }

  async send(letter: Letter): Promise<void> {
    const message = await this.written(letter);
    const connection = new SMTPConnection(this.way());
    const body = new Handover(message);
    try {
      await within(longest, this.deliver(connection, body, letter.to.address));
      connection.quit();
    } catch (error) {
      connection.close();
      throw meaningOf(error as Failure, body.hasBegun);
    }
  }

  private written({ to, subject, text, messageId }: Letter): Promise<Buffer> {
    const { from } = this;
    const domain = from.address.split('@')[1];
    return new MailComposer({
      from,
      to,
      subject,
      text,
      messageId: `<${messageId}@${domain}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    })
      .compile()
      .build();
  }

  private way() {
    const secure = this.server.protocol === 'smtps:';
    const host = this.server.hostname.replace(/^\[|\]$/g, '');
    return {
      host,
      port: Number(this.server.port) || (secure ? 465 : 587),
      secure,
      // A password is not shown to whoever listens, unless the server is on this machine.
      requireTLS: this.credentials !== null && !/^(localhost$|127\.|::1$)/.test(host),
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
      dnsTimeout: 10_000,
      socketCloseTimeout: 1000,
    };
  }

  private deliver(connection: SMTPConnection, body: Readable, to: string): Promise<void> {
    return new Promise((resolve, reject) => {
      connection.on('error', reject);
      connection.on('end', () => reject(new Error('The connection ended')));
      const hand = () =>
        connection.send({ from: this.from.address, to: [to] }, body, (error) => (error ? reject(error) : resolve()));
      connection.connect((error) => {
        if (error) return reject(error);
        if (!this.credentials) return hand();
        connection.login(this.credentials, (refusal) => (refusal ? reject(refusal) : hand()));
      });
    });
  }
}

/** The e-mail as it is handed over: read only once the server has said that it takes it. */
class Handover extends Readable {
  hasBegun = false;

  constructor(private readonly message: Buffer) {
    super();
  }

  override _read() {
    this.hasBegun = true;
    this.push(this.message);
    this.push(null);
  }
}

const ofThisMail = /^(MAIL FROM|RCPT TO|DATA)$/;

// Nothing of the letter has left before the server took the first byte of it; after that only its answer tells.
function meaningOf({ code, command = '', response, responseCode = 0, message }: Failure, hasBegun: boolean): Error {
  const said = oneLine(response ?? '', 250);
  if (hasBegun && !responseCode) return new Unconfirmed();
  if (ofThisMail.test(command) && responseCode >= 500) return new Refused(`The mail server refused it: ${said}`);
  if (code === 'EENVELOPE' && !responseCode) return new Refused('E-mail can’t be sent to this address.');
  if (code === 'EAUTH') return new NotNow(`The mail server does not take the user and password of SMTP_URL: ${said}`);
  return new NotNow(
    responseCode ? `The mail server said: ${said}` : `The mail server can’t be reached: ${oneLine(message, 250)}`,
  );
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('It took too long')), milliseconds);
  });
  return Promise.race([work, tooLong]).finally(() => clearTimeout(timer));
}

function sender(written: string) {
  const [, name, address] = /^(.*)<(.+)>$/.exec(written) ?? [];
  return { name: oneLine(name ?? 'Parley', 100), address: (address ?? written).trim() };
}

const addressIn = (user = '') => (/^[^\s<>"@]+@[^\s<>"@]+$/.test(user) ? user : null);

const hostOf = (publicUrl: string | null) => (publicUrl ? new URL(publicUrl).hostname : 'localhost');
