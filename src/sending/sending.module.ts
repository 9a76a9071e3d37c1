import { Global, Module } from '@nestjs/common';
import { Deliveries } from './deliveries.js';
import { Gate } from './gate.js';
import { Lanes } from './lanes.js';
import { Outbox } from './outbox.js';
import { Paces } from './paces.js';
import { Queue } from './queue.js';
import { Recording } from './recording.js';
import { ResendController } from './resend.controller.js';
import { Resends } from './resends.js';
import { Settling } from './settling.js';

/** Sends through whatever `Carrier` there is. */
@Global()
@Module({
  controllers: [ResendController],
  providers: [Outbox, Recording, Queue, Lanes, Paces, Gate, Deliveries, Settling, Resends],
  exports: [Outbox, Deliveries],
})
export class SendingModule {}
