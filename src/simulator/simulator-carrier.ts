import { Injectable } from '@nestjs/common';
import { MediaLinks } from '../attachments/media-links.js';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Carrier, type OutgoingText } from '../sending/carrier.js';
import { PhoneText } from './phone-text.js';
import { Network } from './network.js';

/** Carries texts to the telephones in the browser. */
@Injectable()
export class SimulatorCarrier extends Carrier {
  constructor(
    private readonly database: Database,
    private readonly network: Network,
    private readonly links: MediaLinks,
    private readonly clock: Clock,
  ) {
    super();
  }

  async send({ to, from, body, clientRef, pictureUrl }: OutgoingText): Promise<string> {
    const at = this.clock.now();
    const text = PhoneText.of({
      phone: to,
      programNumber: from,
      direction: 'to-phone',
      body,
      attachmentId: pictureUrl ? this.links.read(pictureUrl.split('/').at(-1)!) : null,
      clientRef,
      state: 'accepted',
      at,
    });
    await this.database.transaction(() => this.database.manager.insert(PhoneText, { ...text }));
    this.network.nudge();
    return text.providerId;
  }
}
