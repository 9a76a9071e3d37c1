import { Global, Module } from '@nestjs/common';
import { Browsers } from './browsers.js';
import { Courier } from './courier.js';
import { OldPushes } from './old-pushes.js';
import { PushKeys } from './push-keys.js';
import { PushQueue } from './push-queue.js';
import { PushServices } from './push-services.js';
import { Pushes } from './pushes.js';

/** What browsers show while Parley is closed there: whoever has something to show writes a push. */
@Global()
@Module({
  providers: [
    Browsers,
    Courier,
    OldPushes,
    PushKeys,
    PushQueue,
    Pushes,
    { provide: PushServices, useFactory: () => new PushServices() },
  ],
  exports: [Browsers, Courier, Pushes],
})
export class PushModule {}
