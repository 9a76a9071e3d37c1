import { Injectable } from '@nestjs/common';
import { Arrivals } from '../conversations/arrivals.js';
import { Message } from '../conversations/message.js';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { ProgramNumber } from '../programs/program-number.js';
import { Deliveries } from '../sending/deliveries.js';
import { type Fields, fieldsIn } from './fields.js';
import { inboundText } from './inbound-text.js';
import { type Receipt, receiptIn } from './receipt.js';
import type { Outcome, Webhook } from './webhook.js';

const done: Outcome = { state: 'done' };
const misfit = (problem: string): Outcome => ({ state: 'misfit', problem });

/** Understands a webhook and hands it to whom it concerns. Part of the caller's transaction. */
@Injectable()
export class Sorter {
  constructor(
    private readonly database: Database,
    private readonly arrivals: Arrivals,
    private readonly deliveries: Deliveries,
    private readonly clock: Clock,
  ) {}

  async sort({ kind, body }: Pick<Webhook, 'kind' | 'body'>): Promise<Outcome> {
    const fields = fieldsIn(body);
    if (!fields) return misfit('It is not a JSON object.');
    return kind === 'inbound' ? this.text(fields) : this.receipt(fields);
  }

  private async text(fields: Fields): Promise<Outcome> {
    const text = inboundText(fields, this.clock.now());
    if (typeof text === 'string') return misfit(text);
    if (await this.isThere(text.providerId)) return done;
    return (await this.arrivals.take(text)) === 'taken' ? done : misfit(`No program has the number ${text.to}.`);
  }

  private async isThere(providerId: string): Promise<boolean> {
    const rows = await this.database.query('SELECT 1 AS there FROM messages WHERE provider_id = ?', [providerId]);
    return rows.length > 0;
  }

  private async receipt(fields: Fields): Promise<Outcome> {
    const receipt = receiptIn(fields);
    if (typeof receipt === 'string') return misfit(receipt);
    const { providerId, status, failure } = receipt;
    if (!status) return done;
    const message = await this.textOf(receipt);
    if (!message) return { state: 'orphan', problem: 'It is the receipt of a text that Parley does not know.' };
    if (message.providerId && message.providerId !== providerId)
      return misfit('Its client_ref belongs to another text.');
    if (await this.isForeign(receipt, message)) return misfit('It names a text of another program.');
    await this.deliveries.report(message.id, { status, providerId, ...(failure ? { failure } : {}) });
    return done;
  }

  // By our own reference first: the receipt may be here before the provider has told us its id.
  private async textOf({ clientRef, providerId }: Receipt): Promise<Message | null> {
    const { manager } = this.database;
    const known = clientRef && (await manager.findOneBy(Message, { clientRef }));
    return known || (await manager.findOneBy(Message, { providerId, direction: 'outbound' }));
  }

  private async isForeign({ from }: Receipt, { programId }: Message): Promise<boolean> {
    const own = from && (await this.database.manager.findOneBy(ProgramNumber, { number: from }));
    return own ? own.programId !== programId : false;
  }
}
