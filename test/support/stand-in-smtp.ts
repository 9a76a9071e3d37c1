import { createServer, type Server, type Socket } from 'node:net';

/** What the stand-in does with the next e-mail. The usual is to take it. */
export type Does =
  | { refuses: string; at: 'greeting' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'end' }
  | { cuts: 'before the letter' | 'after the letter' }
  | { stays: 'silent' };

export interface Received {
  from: string;
  to: string;
  /** The lines of the head, unfolded. */
  head: string[];
  text: string;
}

/** A mail server of our own, on real TCP. */
export class StandInSmtp {
  readonly received: Received[] = [];
  /** Letters that came in whole, whatever was answered. */
  heard = 0;
  next: Does[] = [];
  /** Called once a letter is taken, before it says so. */
  onAccepted: () => unknown = () => undefined;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<StandInSmtp> {
    const server = createServer();
    const standIn = new StandInSmtp(server);
    server.on('connection', (socket) => standIn.serve(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return standIn;
  }

  get url() {
    return `smtp://127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  to(address: string): Received[] {
    return this.received.filter((mail) => mail.to === address);
  }

  async stop() {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: Socket) {
    const does = this.next.shift();
    const says = (line: string) => socket.write(`${line}\r\n`);
    const refuses = (at: string) => (does && 'refuses' in does && does.at === at ? does.refuses : null);
    const letter = { from: '', to: '', lines: null as string[] | null };
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket)).on('error', () => undefined);
    if (does && 'stays' in does) return;
    says(refuses('greeting') ?? '220 stand-in');
    let rest = '';
    socket.on('data', (data) => {
      const lines = (rest + data.toString('utf8')).split('\r\n');
      rest = lines.pop()!;
      for (const line of lines) hears(line);
    });

    const hears = (line: string) => {
      if (letter.lines) return line === '.' ? void ends() : void letter.lines.push(line.replace(/^\./, ''));
      const [verb = ''] = line.toUpperCase().split(/[ :]/);
      if (verb === 'EHLO') return says('250 stand-in');
      if (verb === 'QUIT') return void socket.end('221 bye\r\n');
      if (verb === 'AUTH') return says(refuses('AUTH') ?? '235 welcome');
      if (verb === 'MAIL') letter.from = addressIn(line);
      if (verb === 'RCPT') letter.to = addressIn(line);
      if (verb === 'DATA' && does && 'cuts' in does && does.cuts === 'before the letter') return socket.destroy();
      const refusal = refuses(verb);
      if (refusal) return says(refusal);
      if (verb === 'DATA') letter.lines = [];
      return says(verb === 'DATA' ? '354 go on' : '250 fine');
    };

    const ends = async () => {
      this.heard += 1;
      const { from, to, lines } = letter;
      letter.lines = null;
      if (does && 'cuts' in does) return socket.destroy();
      const refusal = refuses('end');
      if (refusal) return says(refusal);
      this.received.push({ from, to, ...read(lines!) });
      await this.onAccepted();
      return says('250 taken');
    };
  }
}

const addressIn = (line: string) => /<(.*?)>/.exec(line)?.[1] ?? '';

function read(lines: string[]): { head: string[]; text: string } {
  const [head = '', ...body] = lines.join('\n').split('\n\n');
  const unfolded = head.replace(/\n[ \t]+/g, ' ').split('\n');
  const written = body.join('\n\n');
  const encoding = unfolded.find((line) => /^content-transfer-encoding:/i.test(line)) ?? '';
  if (/base64/i.test(encoding)) return { head: unfolded, text: Buffer.from(written, 'base64').toString('utf8') };
  return { head: unfolded, text: /quoted-printable/i.test(encoding) ? unquoted(written) : written };
}

const unquoted = (text: string) =>
  Buffer.from(
    text.replace(/=\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');
