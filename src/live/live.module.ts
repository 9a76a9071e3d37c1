import { Global, Module } from '@nestjs/common';
import { Live } from './live.js';
import { LiveController } from './live.controller.js';
import { PresenceController } from './presence.controller.js';
import { Relay } from './relay.js';
import { SessionsAlive } from './sessions-alive.js';

@Global()
@Module({
  controllers: [LiveController, PresenceController],
  providers: [Live, Relay, SessionsAlive],
  exports: [Live],
})
export class LiveModule {}
