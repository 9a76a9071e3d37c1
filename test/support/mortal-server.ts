import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { root } from '../../src/root.js';

const program = join(root, 'dist/src/main.js');

/** The compiled server as a process of its own, to be killed and started again. */
export class MortalServer {
  private child: ChildProcess | null = null;
  private said = '';
  kills = 0;

  private constructor(
    private readonly env: Record<string, string>,
    private readonly port: number,
  ) {}

  static async on(databaseUrl: string, env: Record<string, string>): Promise<MortalServer> {
    if (!existsSync(program)) throw new Error('There is no compiled server: run “npm run build” first.');
    const port = await freePort();
    const settings = {
      PATH: process.env['PATH'] ?? '',
      DATABASE_URL: databaseUrl,
      SESSION_SECRET: 'x'.repeat(40),
      DEMO: '0',
      VONAGE_REQUESTS_PER_SECOND: '100000',
      HOST: '127.0.0.1',
      PORT: String(port),
      LOG_LEVEL: 'error',
      // A start reads what an earlier one compiled.
      NODE_COMPILE_CACHE: join(tmpdir(), 'parley-compiled'),
    };
    return new MortalServer({ ...settings, ...env }, port);
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Everything that it has said so far. */
  get output() {
    return this.said;
  }

  get isAlive() {
    return this.child !== null;
  }

  /** Starts it, and waits until it answers. */
  async live() {
    const child = spawn(process.execPath, [program], { env: this.env, cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => (this.said += text.toString()));
    child.once('exit', () => {
      if (this.child === child) this.child = null;
    });
    this.child = child;
    for (let tries = 0; tries < 1500; tries++) {
      if (
        await fetch(`${this.url}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        return;
      if (!this.child) break;
      await wait(20);
    }
    throw new Error(`The server did not start:\n${this.said.slice(-2000)}`);
  }

  /** `kill -9`, at once. */
  kill() {
    if (!this.child) return;
    this.kills += 1;
    this.child.kill('SIGKILL');
    this.child = null;
  }

  /** A graceful stop. */
  async stop() {
    const { child } = this;
    if (!child) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await Promise.race([gone, wait(15_000, undefined, { ref: false }).then(() => child.kill('SIGKILL'))]);
  }
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
