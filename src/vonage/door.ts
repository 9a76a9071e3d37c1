import { HttpException, Inject, Injectable, Logger } from '@nestjs/common';
import type { Request } from 'express';
import { CONFIG } from '../config-token.js';
import type { Config } from '../config.js';
import { Clock } from '../programs/clock.js';
import { webhooksTaken } from '../web/metrics.js';
import { DoorJournal } from './door-journal.js';
import { type Doubt, verify } from './signature.js';
import type { WebhookKind } from './webhook.js';

/** Checks who brings a webhook. Nobody learns why they were turned away; the journal does. */
@Injectable()
export class Door {
  private readonly log = new Logger('Door');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly journal: DoorJournal,
    private readonly clock: Clock,
  ) {}

  /** The body of a genuine webhook, byte for byte. Anybody else is turned away, with a note in the journal. */
  async admit(kind: WebhookKind, request: Request): Promise<Buffer> {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const { signatureSecrets: secrets, vonageApiKey: apiKey, vonage } = this.config;
    const expected = { secrets, apiKey, applicationId: vonage?.applicationId ?? null };
    const verdict = verify(request.get('authorization'), body, expected, this.clock.now());
    webhooksTaken.inc({ kind, outcome: verdict.isGenuine ? 'genuine' : 'refused' });
    if (!verdict.isGenuine) return this.turnAway(kind, verdict.doubt, body, request);
    if (verdict.rehashed) this.log.warn('A webhook matched its token only after its JSON was written anew');
    return body;
  }

  private async turnAway(kind: WebhookKind, reason: Doubt, body: Buffer, request: Request): Promise<never> {
    // An unsigned one may be a fault of the provider's, who then delivers it again with its signature.
    const status = reason === 'no-token' ? 503 : 401;
    await this.journal
      .write({ kind, reason, status, bytes: body.length, body, address: request.ip ?? '' })
      .catch(() => this.log.error(`A refused webhook (${reason}) could not be written down`));
    throw new HttpException('', status);
  }
}
