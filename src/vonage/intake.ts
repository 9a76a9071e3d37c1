import { Injectable, Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { fieldsIn, idOf, textOf } from './fields.js';
import { OwnNumbers } from './own-numbers.js';
import { statusIn } from './receipt.js';
import { Sorter } from './sorter.js';
import { Webhook, type WebhookKind } from './webhook.js';

// What a column of MySQL holds. A genuine webhook has a few hundred bytes.
const longestBody = 60_000;
const firstRetry = 5_000;

/** Keeps every genuine webhook before it is answered, and takes it once, however often it is delivered. */
@Injectable()
export class Intake {
  private readonly log = new Logger('Intake');

  constructor(
    private readonly database: Database,
    private readonly sorter: Sorter,
    private readonly numbers: OwnNumbers,
    private readonly clock: Clock,
  ) {}

  /** Once this has returned nothing is lost; when it throws, the provider must deliver again. */
  async take(kind: WebhookKind, raw: Buffer): Promise<void> {
    const webhook = await this.read(kind, raw);
    try {
      await this.database.transaction(() => this.takeOnce(webhook));
    } catch (error) {
      await this.keep(webhook, error);
    }
  }

  private async takeOnce(webhook: Webhook) {
    if (!(await this.database.insertOnce(Webhook, { ...webhook }))) return;
    webhook.settle(await this.sorter.sort(webhook));
    if (webhook.state === 'orphan') webhook.dueAt = new Date(this.clock.now().getTime() + 1000);
    if (webhook.state === 'done') return;
    const { dedupeKey, state, problem, dueAt } = webhook;
    await this.database.manager.update(Webhook, { dedupeKey }, { state, problem, dueAt });
  }

  // Something of ours broke, and everything that it did is undone: keep what came, and try again later.
  private async keep(webhook: Webhook, error: unknown) {
    const problem = kindOf(error);
    this.log.error(`A webhook could not be taken yet: ${problem}`);
    webhook.settle({ state: 'failed', problem, dueAt: new Date(this.clock.now().getTime() + firstRetry) });
    await this.database.transaction(() => this.database.insertOnce(Webhook, { ...webhook }));
  }

  private async read(kind: WebhookKind, raw: Buffer): Promise<Webhook> {
    const body = raw.subarray(0, longestBody).toString('utf8').replaceAll('\0', '');
    return Object.assign(new Webhook(), {
      programId: await this.numbers.programNamedIn(kind, body),
      kind,
      dedupeKey: keyOf(kind, body, raw),
      body,
      state: 'done' as const,
      problem: null,
      attempts: 0,
      dueAt: null,
      receivedAt: this.clock.now(),
    });
  }
}

/** What makes two deliveries the same. Without an id it is the very bytes. */
function keyOf(kind: WebhookKind, body: string, raw: Buffer): string {
  const fields = fieldsIn(body) ?? {};
  const id = idOf(fields['message_uuid']);
  const bytes = `${kind}:bytes:${createHash('sha256').update(raw).digest('hex')}`;
  if (!id) return bytes;
  if (kind === 'inbound') return `inbound:${id}`;
  const [status, timestamp] = [statusIn(fields), textOf(fields['timestamp'])];
  return /^[a-z]{1,16}$/.test(status) && timestamp && timestamp.length <= 60
    ? `status:${id}:${status}:${timestamp}`
    : bytes;
}

/** What went wrong and where, without its message or the values of a query: they may be the texts of applicants. */
export function kindOf(error: unknown): string {
  const { name, code, driverError, stack } = error as Partial<Error> & {
    code?: string;
    driverError?: { code?: string };
  };
  const place = /^\s+at .*?([\w.-]+:\d+):\d+\)?$/m.exec(stack ?? '')?.[1];
  return [name ?? 'Error', driverError?.code ?? code, place && `at ${place}`].filter(Boolean).join(' ');
}
