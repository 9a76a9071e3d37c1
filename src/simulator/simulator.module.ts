import { Global, Module } from '@nestjs/common';
import { Media } from '../attachments/media.js';
import { Carrier } from '../sending/carrier.js';
import { Network } from './network.js';
import { PhoneBook } from './phone-book.js';
import { Phones } from './phones.js';
import { PhonesController } from './phones.controller.js';
import { SimulatorCarrier } from './simulator-carrier.js';
import { SimulatorMedia } from './simulator-media.js';
import { TextingController } from './texting.controller.js';
import { Telling } from './telling.js';
import { Texting } from './texting.js';

/** The carrier of the embedded default. It is not there at all when Vonage is configured. */
@Global()
@Module({
  controllers: [PhonesController, TextingController],
  providers: [
    Phones,
    PhoneBook,
    Network,
    Telling,
    Texting,
    SimulatorCarrier,
    { provide: Carrier, useExisting: SimulatorCarrier },
    { provide: Media, useClass: SimulatorMedia },
  ],
  exports: [Carrier, Media],
})
export class SimulatorModule {}
