import { Global, Module } from '@nestjs/common';
import { Backlog } from './backlog.js';
import { DeliveriesController } from './deliveries.controller.js';
import { Door } from './door.js';
import { DoorJournal } from './door-journal.js';
import { OldWebhooks } from './old-webhooks.js';
import { InboundController } from './inbound.controller.js';
import { Intake } from './intake.js';
import { Journal } from './journal.js';
import { OwnNumbers } from './own-numbers.js';
import { Sorter } from './sorter.js';
import { StatusController } from './status.controller.js';

/** The webhooks. The simulator's telephones use them too. */
@Global()
@Module({
  controllers: [InboundController, StatusController, DeliveriesController],
  providers: [Door, DoorJournal, Intake, Sorter, Backlog, OldWebhooks, Journal, OwnNumbers],
  exports: [DoorJournal, Backlog],
})
export class VonageModule {}
