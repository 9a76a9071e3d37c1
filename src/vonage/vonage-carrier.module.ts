import { Global, Module } from '@nestjs/common';
import { Media } from '../attachments/media.js';
import { CONFIG } from '../config-token.js';
import type { Config } from '../config.js';
import { Carrier } from '../sending/carrier.js';
import { VonageMedia } from './vonage-media.js';
import { VonageCarrier } from './vonage-carrier.js';

/** The carrier of a real program. */
@Global()
@Module({
  providers: [
    { provide: Carrier, useFactory: (config: Config) => new VonageCarrier(config.vonage!), inject: [CONFIG] },
    { provide: Media, useFactory: (config: Config) => new VonageMedia(config.vonage!), inject: [CONFIG] },
  ],
  exports: [Carrier, Media],
})
export class VonageCarrierModule {}
