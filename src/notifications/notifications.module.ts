import { Global, Module } from '@nestjs/common';
import { PushWords } from '../push/push-words.js';
import { BrowsersController } from './browsers.controller.js';
import { Bundling } from './bundling.js';
import { Choices } from './choices.js';
import { ChoicesController } from './choices.controller.js';
import { OldNotifications } from './old-notifications.js';
import { NoticeWords } from './notice-words.js';
import { Notices } from './notices.js';
import { NotificationsController } from './notifications.controller.js';
import { Notifier } from './notifier.js';
import { Pushing } from './pushing.js';
import { Ringing } from './ringing.js';

/** Who hears of what, in the app, by e-mail and in the browser. */
@Global()
@Module({
  controllers: [NotificationsController, ChoicesController, BrowsersController],
  providers: [
    Notifier,
    Notices,
    Choices,
    Bundling,
    Pushing,
    Ringing,
    OldNotifications,
    { provide: PushWords, useClass: NoticeWords },
  ],
  exports: [Notices, Bundling, PushWords],
})
export class NotificationsModule {}
