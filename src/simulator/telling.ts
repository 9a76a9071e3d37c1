import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config-token.js';
import type { Config } from '../config.js';
import { Clock } from '../programs/clock.js';
import { sign } from '../vonage/signature.js';
import { OwnAddress } from '../web/own-address.js';
import { addressOf, sampleNamed } from './samples.js';
import type { PhoneText } from './phone-text.js';

const patience = 10_000;

/** Tells this server what happened to a text, exactly as Vonage would: a signed webhook over HTTP. */
@Injectable()
export class Telling {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly address: OwnAddress,
    private readonly clock: Clock,
  ) {}

  /** What the server answered; 0 when it didn't. */
  async tell(text: PhoneText): Promise<number> {
    const kind = text.direction === 'from-phone' ? 'inbound' : 'status';
    const body = JSON.stringify(kind === 'inbound' ? inbound(text) : receipt(text));
    const claims = { api_key: this.config.vonageApiKey ?? 'simulator' };
    const token = sign(body, this.config.signatureSecrets[0]!, claims, this.clock.now());
    const answer = await fetch(`${this.address.base}/webhooks/vonage/${kind}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(patience),
    }).catch(() => null);
    await answer?.arrayBuffer().catch(() => null);
    return answer?.status ?? 0;
  }
}

const digits = (number: string) => number.replace('+', '');
const seconds = (moment: Date) => `${moment.toISOString().slice(0, 19)}Z`;

const inbound = (text: PhoneText) => ({
  ...(text.sample ? picture(text) : { channel: 'sms', message_type: 'text', text: text.body }),
  ...between(text),
});

function picture({ sample, body }: PhoneText) {
  const { file } = sampleNamed(sample)!;
  const image = { url: addressOf(sampleNamed(sample)!), name: file, ...(body && { caption: body }) };
  return { channel: 'mms', message_type: 'image', image };
}

const between = ({ providerId, phone, programNumber, at }: PhoneText) => ({
  message_uuid: providerId,
  to: digits(programNumber),
  from: digits(phone),
  timestamp: seconds(at),
});

// The same step always tells the same, however often: its time is that of the text.
const receipt = ({ providerId, phone, programNumber, clientRef, at, state }: PhoneText) => ({
  channel: 'sms',
  message_uuid: providerId,
  to: digits(phone),
  from: digits(programNumber),
  timestamp: seconds(at),
  client_ref: clientRef,
  status: { accepted: 'submitted', arrived: 'delivered', lost: 'rejected' }[state as 'accepted' | 'arrived' | 'lost'],
  ...(state === 'lost' ? { error: { title: '1180', detail: 'Absent Subscriber - Temporary' } } : {}),
});
