import { Global, Module } from '@nestjs/common';
import { CONFIG } from '../config-token.js';
import type { Config } from '../config.js';
import { MailQueue } from './mail-queue.js';
import { Mailer, NoMailer } from './mailer.js';
import { OldMails } from './old-mails.js';
import { Post } from './post.js';
import { Postman } from './postman.js';
import { SmtpMailer } from './smtp-mailer.js';

/** E-mail: whoever has something to say posts it. */
@Global()
@Module({
  providers: [
    Post,
    Postman,
    MailQueue,
    OldMails,
    {
      provide: Mailer,
      useFactory: (config: Config) => (config.smtpUrl ? new SmtpMailer(config) : new NoMailer()),
      inject: [CONFIG],
    },
  ],
  exports: [Post, Postman, OldMails],
})
export class MailModule {}
