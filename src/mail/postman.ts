import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../programs/clock.js';
import { HandingOver } from '../programs/handing-over.js';
import { type ClaimedMail, MailQueue } from './mail-queue.js';
import { type Letter, Mailer, NotNow, Refused, Unconfirmed } from './mailer.js';
import { Post } from './post.js';

const atOnce = 4;
const longestSend = 40_000;
const second = 1000;
/** How long to wait after each try that certainly did not get through; after the last one it has failed. */
const waits = [15 * second, 60 * second, 5 * 60 * second, 15 * 60 * second, 45 * 60 * second];

/** Sends queued e-mails. The mails table is the queue, so what was saved is sent. */
@Injectable()
export class Postman extends HandingOver {
  private readonly log = new Logger('Postman');

  constructor(
    private readonly queue: MailQueue,
    private readonly mailer: Mailer,
    private readonly post: Post,
    private readonly clock: Clock,
  ) {
    super(longestSend, 5 * second);
  }

  override onApplicationBootstrap() {
    if (!this.mailer.delivers) return;
    this.post.posted.subscribe(() => this.nudge());
    super.onApplicationBootstrap();
  }

  override async round(): Promise<boolean> {
    if (!this.mailer.delivers) return false;
    await this.queue.expire();
    const room = atOnce - this.countInHand;
    if (room <= 0) return false;
    const claimed = await this.queue.claim(room);
    for (const mail of claimed) this.take(this.deliver(mail));
    return claimed.length > 0 && this.countInHand < atOnce;
  }

  private async deliver(mail: ClaimedMail) {
    const outcome = await this.handOver(mail);
    if (await this.writesDown(() => this.record(mail, outcome))) return;
    // It stays `sending` until its lease runs out, and then counts as unconfirmed.
    this.log.error(`What became of e-mail ${mail.id} could not be written down`);
  }

  private async handOver(mail: ClaimedMail): Promise<Error | null> {
    // After a long pause of this process somebody else may have counted the e-mail as lost already.
    const isLate = this.clock.now().getTime() + longestSend > mail.leaseUntil.getTime();
    if (isLate) return new NotNow('This server was too slow.');
    return this.mailer.send(letterOf(mail)).then(
      () => null,
      (error: unknown) => asKnown(error),
    );
  }

  private record(mail: ClaimedMail, outcome: Error | null): Promise<unknown> {
    if (!outcome) return this.queue.sent(mail);
    const reason = outcome.message.slice(0, 300);
    const pause = outcome instanceof NotNow ? waits[mail.attempts - 1] : undefined;
    if (pause === undefined) return this.fail(mail, reason);
    // A little later at random, so that what failed together does not come back together.
    const until = new Date(this.clock.now().getTime() + pause * (1 + Math.random() / 4));
    return this.queue.postpone(mail, until, reason);
  }

  private fail(mail: ClaimedMail, reason: string) {
    this.log.warn(`E-mail ${mail.id} could not be sent; Settings › E-mail says why`);
    return this.queue.failed(mail, reason);
  }
}

const letterOf = ({ id, toName, toAddress, subject, body, createdAt }: ClaimedMail): Letter => ({
  to: { name: toName, address: toAddress },
  subject,
  text: body,
  messageId: `parley-${id}-${createdAt.getTime()}`,
});

const asKnown = (error: unknown): Error =>
  error instanceof NotNow || error instanceof Refused || error instanceof Unconfirmed ? error : new Unconfirmed();
