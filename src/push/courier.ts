import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG } from '../config-token.js';
import type { Config } from '../config.js';
import { Clock } from '../programs/clock.js';
import { HandingOver } from '../programs/handing-over.js';
import { kindOfFailure } from '../programs/kind-of-failure.js';
import { pushesCarried } from '../web/metrics.js';
import { sealed } from './envelope.js';
import { freshFor } from './push.js';
import { PushKeys } from './push-keys.js';
import { type ClaimedPush, PushQueue } from './push-queue.js';
import { BrowserGone, NotTaken, ParcelRefused, PushServices } from './push-services.js';
import { PushWords, type Words } from './push-words.js';
import { Pushes } from './pushes.js';
import { authorization, subjectOf, type VapidKeys } from './vapid.js';

const atOnce = 8;
const longestSend = 15_000;
const second = 1000;
/** How long to wait after each try that was not taken; after the last one it has failed. */
const waits = [5 * second, 30 * second, 2 * 60 * second, 10 * 60 * second, 30 * 60 * second];

/** Carries pushes to the push services of browsers. The pushes table is the queue, so what was saved is sent. */
@Injectable()
export class Courier extends HandingOver {
  private readonly log = new Logger('Courier');
  private readonly subject: string;

  constructor(
    private readonly queue: PushQueue,
    private readonly pushes: Pushes,
    private readonly services: PushServices,
    private readonly words: PushWords,
    private readonly keys: PushKeys,
    private readonly clock: Clock,
    @Inject(CONFIG) { publicUrl, mailFrom }: Config,
  ) {
    super(longestSend);
    this.subject = subjectOf(publicUrl, mailFrom);
  }

  override onApplicationBootstrap() {
    this.pushes.posted.subscribe(() => this.nudge());
    super.onApplicationBootstrap();
  }

  override async round(): Promise<boolean> {
    const room = atOnce - this.countInHand;
    if (room <= 0) return false;
    const claimed = await this.queue.claim(room);
    for (const push of claimed) this.take(this.settle(push));
    return claimed.length > 0 && this.countInHand < atOnce;
  }

  // What could not be written down stays in the queue until its lease has run out, and is sent again: a browser that
  // still shows it knows it by its number, and does not ring for it a second time. Where it was closed meanwhile, it does.
  private async settle(push: ClaimedPush) {
    await this.deliver(push).catch((error: unknown) =>
      this.log.error(`Push ${push.id} could not be settled: ${kindOfFailure(error)}`),
    );
  }

  private async deliver(push: ClaimedPush): Promise<unknown> {
    const now = this.clock.now().getTime();
    // After a long pause of this process somebody else may have it by now.
    if (now + longestSend > push.leaseUntil.getTime()) return;
    const left = push.createdAt.getTime() + freshFor - now;
    const words = left > 0 ? await this.wordsOf(push) : null;
    if (!words) return this.queue.dropped(push);
    const keys = await this.keys.get();
    const outcome = await this.handOver(push, words, keys, left).then(
      () => null,
      (error: unknown) => error,
    );
    pushesCarried.inc({ outcome: outcome instanceof Error ? outcome.constructor.name : 'taken' });
    return this.record(push, outcome);
  }

  private async wordsOf({ id, notificationId, others }: ClaimedPush): Promise<Words | null> {
    return notificationId === null ? { ...testing, id } : this.words.of(notificationId, others);
  }

  private async handOver(push: ClaimedPush, words: Words, keys: VapidKeys, left: number): Promise<void> {
    const { endpoint } = push;
    const headers = {
      authorization: authorization(endpoint, keys, this.subject, this.clock.now()),
      'content-encoding': 'aes128gcm',
      'content-type': 'application/octet-stream',
      ttl: String(Math.ceil(left / second)),
      urgency: 'high',
      // Of several about the same, a push service keeps the last for a browser that is away.
      topic: words.tag,
      'user-agent': 'parley',
    };
    const body = sealed(JSON.stringify(words), push);
    await this.services.send({ endpoint, headers: { ...headers, 'content-length': String(body.length) }, body });
  }

  private record(push: ClaimedPush, outcome: unknown): Promise<unknown> {
    if (!outcome) return this.queue.sent(push);
    if (outcome instanceof BrowserGone) return this.queue.gone(push);
    if (outcome instanceof NotTaken) return this.later(push, outcome);
    if (outcome instanceof ParcelRefused) return this.fail(push, outcome.message);
    return this.fail(push, `our own fault: ${kindOfFailure(outcome)}`);
  }

  private later(push: ClaimedPush, { message, isBusy, pause }: NotTaken) {
    const trouble = isBusy ? 'busy' : 'unreachable';
    const ours = waits[push.attempts - 1];
    // A little later at random, so that what was turned away together does not come back together.
    const until = this.clock.now().getTime() + Math.max(pause, (ours ?? 0) * (1 + Math.random() / 4));
    if (ours === undefined || until > push.createdAt.getTime() + freshFor)
      return this.queue.failed(push, message, trouble);
    return this.queue.postpone(push, new Date(until), message, trouble);
  }

  private fail(push: ClaimedPush, reason: string) {
    this.log.warn(`Push ${push.id} was not taken: ${reason}`);
    return this.queue.failed(push, reason.slice(0, 100), 'refused');
  }
}

const testing: Omit<Words, 'id'> = {
  title: 'Notifications work',
  body: 'This is how Parley tells you of something.',
  url: '/notifications',
  tag: 'test',
};
