import { randomUUID } from 'node:crypto';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { AppModule } from '../../src/app.module.js';
import { type Config, readConfig } from '../../src/config.js';
import { configure } from '../../src/configure.js';
import { connect } from '../../src/database/data-sources.js';
import { Database } from '../../src/database/database.js';
import { Clock } from '../../src/programs/clock.js';
import { PushServices } from '../../src/push/push-services.js';
import { Carrier, type OutgoingText } from '../../src/sending/carrier.js';
import { Outbox } from '../../src/sending/outbox.js';
import { OwnAddress } from '../../src/web/own-address.js';
import { sign } from '../../src/vonage/signature.js';
import { assemble, type Cast, ourNumber } from './cast.js';
import { Client } from './client.js';
import { freshDatabase, type TestDatabase } from './database.js';

/** A carrier that only remembers what it was given. */
export class Remembering extends Carrier {
  readonly sent: OutgoingText[] = [];

  override async send(text: OutgoingText): Promise<string> {
    this.sent.push(text);
    return randomUUID();
  }

  to(number: string) {
    return this.sent.filter((text) => text.to === number).map((text) => text.body);
  }
}

interface Wishes {
  /** Who carries texts; 'simulator' leaves that to the telephones in the browser. */
  carrier?: Carrier | 'simulator';
  clock?: Clock;
  env?: Record<string, string>;
  /** Who takes pushes, in place of the push services of browser makers. */
  push?: PushServices;
  /** The way to the database: an address in place of its own, as through a line that can be cut. */
  through?: (url: string) => Promise<string>;
  /** The database server to be on, in place of the one that all tests are on. */
  server?: string | undefined;
  /** A second process of the same installation: the same database, the same people. */
  beside?: Parley;
}

/** A running Parley with the cast in it, on a database of its own, at a port of its own. */
export class Parley {
  readonly carrier: Carrier;
  private readonly clients = new Map<string, Promise<Client>>();

  private constructor(
    readonly app: NestExpressApplication,
    readonly cast: Cast,
    readonly config: Config,
    private readonly own: TestDatabase,
    readonly url: string,
  ) {
    this.carrier = app.get(Carrier);
  }

  static async start({
    carrier = new Remembering(),
    clock = new Clock(),
    env = {},
    push,
    through,
    server,
    beside,
  }: Wishes = {}): Promise<Parley> {
    const own = beside ? { url: beside.own.url, drop: async () => {} } : await freshDatabase(server);
    const config = readConfig({
      DATABASE_URL: (await through?.(own.url)) ?? own.url,
      SESSION_SECRET: 'x'.repeat(40),
      LOG_LEVEL: process.env['TEST_LOG'] ?? 'silent',
      DEMO: '0',
      VONAGE_REQUESTS_PER_SECOND: '100000',
      ...env,
    });
    const sources = await connect(config.databaseUrl);
    const cast = beside?.cast ?? (await assemble(new Database(sources)));
    const plan = Test.createTestingModule({ imports: [AppModule.with(config, sources)] })
      .overrideProvider(Clock)
      .useValue(clock);
    if (carrier !== 'simulator') plan.overrideProvider(Carrier).useValue(carrier);
    if (push) plan.overrideProvider(PushServices).useValue(push);
    const module = await plan.compile();
    const app = configure(module.createNestApplication<NestExpressApplication>({ bodyParser: false, logger: false }));
    await app.listen(0, '127.0.0.1');
    app.get(OwnAddress).of(app.getHttpServer());
    return new Parley(app, cast, config, own, await app.getUrl());
  }

  get database() {
    return this.app.get(Database);
  }

  /** Somebody of the cast, signed in: `avery`, `jordan`, `dana`, `sam`, `riley`, `olive`. */
  as(name: keyof Omit<Cast, 'program' | 'other' | 'maya' | 'leo'>): Promise<Client> {
    const known = this.clients.get(name) ?? new Client(this.url).signIn(this.cast[name].email);
    this.clients.set(name, known);
    return known;
  }

  /** The same person in another browser. */
  again(name: keyof Omit<Cast, 'program' | 'other' | 'maya' | 'leo'>): Promise<Client> {
    return new Client(this.url).signIn(this.cast[name].email);
  }

  stranger() {
    return new Client(this.url);
  }

  /** A genuine inbound webhook: somebody texts us. Returns the status of the answer. */
  async text(from: string, body: string, own: Record<string, unknown> = {}): Promise<number> {
    const { status } = await this.webhook('inbound', inbound(from, body, own));
    return status;
  }

  async webhook(kind: 'inbound' | 'status', payload: object | string, claims: object = {}) {
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
    const token = sign(body, this.config.signatureSecrets[0]!, claims, new Date());
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
    return fetch(`${this.url}/webhooks/vonage/${kind}`, { method: 'POST', body, headers });
  }

  /** Waits until everything queued was handed to the carrier. */
  flush() {
    return this.app.get(Outbox).flush();
  }

  /** The id of the only conversation with a number. */
  async conversationWith(number: string): Promise<number> {
    const rows = await this.rows<{ id: number }>('SELECT id FROM conversations WHERE number = ?', [number]);
    if (rows.length !== 1) throw new Error(`There are ${rows.length} conversations with ${number}`);
    return rows[0]!.id;
  }

  rows<Row>(sql: string, values: unknown[] = []) {
    return this.database.query<Row>(sql, values);
  }

  write(sql: string, values: unknown[] = []) {
    return this.database.transaction(() => this.database.run(sql, values));
  }

  async close() {
    await this.app.close();
    await this.own.drop();
  }
}

/** What Vonage posts when somebody texts us. */
export const inbound = (from: string, body: string, own: Record<string, unknown> = {}) => ({
  channel: 'sms',
  message_type: 'text',
  message_uuid: randomUUID(),
  from: from.replace('+', ''),
  to: ourNumber.replace('+', ''),
  timestamp: new Date().toISOString(),
  text: body,
  ...own,
});
