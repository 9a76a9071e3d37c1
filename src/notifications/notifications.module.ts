import { Global, Module } from '@nestjs/common';
import { Bundling } from './bundling.js';
import { Choices } from './choices.js';
import { ChoicesController } from './choices.controller.js';
import { OldNotifications } from './old-notifications.js';
import { Notices } from './notices.js';
import { NotificationsController } from './notifications.controller.js';
import { Notifier } from './notifier.js';

/** Who hears of what, in the app and by e-mail. */
@Global()
@Module({
  controllers: [NotificationsController, ChoicesController],
  providers: [Notifier, Notices, Choices, Bundling, OldNotifications],
  exports: [Notices, Bundling],
})
export class NotificationsModule {}
