import { Global, Module } from '@nestjs/common';
import { AttachmentsController } from './attachments.controller.js';
import { Fetching } from './fetching.js';
import { MediaController } from './media.controller.js';
import { MediaLinks } from './media-links.js';
import { SeenAttachments } from './seen-attachments.js';

/** What comes and goes with texts: fetched from whatever `Media` there is, shown, and handed out to the provider. */
@Global()
@Module({
  controllers: [AttachmentsController, MediaController],
  providers: [Fetching, SeenAttachments, MediaLinks],
  exports: [Fetching, MediaLinks],
})
export class AttachmentsModule {}
