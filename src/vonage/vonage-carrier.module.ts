import { Global, Module } from '@nestjs/common';
import { CONFIG } from '../config-token.js';
import type { Config } from '../config.js';
import { Carrier } from '../sending/carrier.js';
import { VonageCarrier } from './vonage-carrier.js';

/** The carrier of a real program. */
@Global()
@Module({
  providers: [
    { provide: Carrier, useFactory: (config: Config) => new VonageCarrier(config.vonage!), inject: [CONFIG] },
  ],
  exports: [Carrier],
})
export class VonageCarrierModule {}
