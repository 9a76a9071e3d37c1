import { Injectable, Logger } from '@nestjs/common';
import { setTimeout as wait } from 'node:timers/promises';
import { MediaLinks } from '../attachments/media-links.js';
import { withoutWords } from '../conversations/attachment-words.js';
import { Happenings } from '../events/happenings.js';
import { Clock } from '../programs/clock.js';
import { HandingOver } from '../programs/handing-over.js';
import { kindOfFailure } from '../programs/kind-of-failure.js';
import { AccountTrouble, Carrier, type OutgoingText, TryLater, Unconfirmed } from './carrier.js';
import { sendSeconds, textsSent } from '../web/metrics.js';
import type { Claimed } from './claimed.js';
import { Gate, type Stop } from './gate.js';
import { Queue } from './queue.js';
import { type Outcome, Settling } from './settling.js';

const atOnce = 30;
/** So many of them are kept for replies. */
const forReplies = 6;
const atATime = 10;
/** Fewer texts to many are not worth a look into the queue, which costs as much as a text. */
const worthALook = 6;
/** Texts at a fast rate leave a few together: waking for each would be busy work. */
const shortestRest = 20;
const longestSend = 12_000;
const pauseInTrouble = 60_000;
const afterTooSlow = 1000;

/** Sends queued messages. The messages table is the queue, so a reply is never saved without being sent. */
@Injectable()
export class Outbox extends HandingOver {
  private readonly log = new Logger('Outbox');
  private bulkInHand = 0;
  private alarm: ReturnType<typeof setTimeout> | undefined;
  private pausedUntil = 0;
  private trouble: AccountTrouble | null = null;
  private lookedForLost = 0;
  private turn: Promise<unknown> = Promise.resolve();
  private asking: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly queue: Queue,
    private readonly gate: Gate,
    private readonly carrier: Carrier,
    private readonly settling: Settling,
    private readonly links: MediaLinks,
    private readonly clock: Clock,
    private readonly happenings: Happenings,
  ) {
    super(longestSend);
  }

  override onApplicationBootstrap() {
    this.happenings.told.subscribe(({ kind }) => kind === 'queued' && this.nudge());
    void this.prepare();
    super.onApplicationBootstrap();
  }

  override stop() {
    clearTimeout(this.alarm);
    return super.stop();
  }

  private get now() {
    return this.clock.now().getTime();
  }

  private get isPaused() {
    return this.now < this.pausedUntil;
  }

  // While the provider refuses our account, one text at a time finds out whether it still does.
  private get room() {
    return this.isPaused ? 0 : (this.trouble ? 1 : atOnce) - this.countInHand;
  }

  private get bulkRoom() {
    const room = atOnce - forReplies - this.bulkInHand;
    return room < worthALook ? 0 : room;
  }

  // One after the other: who waits for all that is due must not overlook what another round is about to take.
  override round(): Promise<boolean> {
    const next = this.turn.then(() => this.takeWhatIsDue());
    this.turn = next.catch(() => undefined);
    return next;
  }

  private async takeWhatIsDue(): Promise<boolean> {
    await this.lookForLost();
    const { room } = this;
    if (room <= 0) return false;
    const { claimed, found, opensAt } = await this.queue.claim(Math.min(room, atATime), Math.min(room, this.bulkRoom));
    for (const text of claimed) this.begin(text);
    this.wakeAt(opensAt);
    return found > 0 && this.room > 0;
  }

  // What is due and waits for its rate is looked at again exactly when it may leave.
  private wakeAt(moment: Date | null) {
    clearTimeout(this.alarm);
    if (!moment) return;
    const rest = Math.max(shortestRest, moment.getTime() - this.now);
    this.alarm = setTimeout(() => this.nudge(), rest).unref();
  }

  private async lookForLost() {
    if (Math.abs(this.now - this.lookedForLost) < 1000) return;
    this.lookedForLost = this.now;
    await this.queue.expire();
  }

  private begin(text: Claimed) {
    const place = text.isBulk ? 1 : 0;
    this.bulkInHand += place;
    this.take(this.send(text).finally(() => (this.bulkInHand -= place)));
  }

  private async send(text: Claimed) {
    const outcome = await this.handOver(text);
    if (await this.writesDown(() => this.record(text, outcome))) return;
    // It stays `sending` until its lease runs out, and a receipt settles it.
    this.log.error(`What became of message ${text.id} could not be written down`);
  }

  private async handOver(text: Claimed): Promise<Outcome> {
    // Nothing has left.
    if (!(await this.prepare())) return new TryLater('unreachable');
    const stop = await this.ask(text);
    if (stop) return stop;
    // Taken out before the provider refused another one.
    if (this.isPaused && this.trouble) return this.trouble;
    // After a long pause of this process somebody else may have counted the text as lost already.
    if (this.now + longestSend > text.leaseUntil.getTime()) return this.tooSlow();
    const measured = sendSeconds.startTimer();
    const outcome = await this.answer(text);
    measured();
    textsSent.inc({ outcome: typeof outcome === 'string' ? 'submitted' : outcome.constructor.name });
    return outcome;
  }

  // Whether the carrier is ready.
  private prepare(): Promise<boolean> {
    return this.carrier.ready().then(
      () => true,
      (error: unknown) => (this.log.error(`The carrier can’t get ready: ${kindOfFailure(error)}`), false),
    );
  }

  // Once more: since it was taken out, its receiver may have opted out. One after the other, so that texts leave in order.
  private ask(text: Claimed): Promise<Stop | null> {
    const stop = this.asking.then(() => this.gate.stops(text)).catch(() => this.tooSlow());
    this.asking = stop;
    return stop;
  }

  private answer(text: Claimed): Promise<string | Error> {
    const limit = new AbortController();
    const tooLong = wait(longestSend, new Unconfirmed('The provider did not answer in time.'), {
      signal: limit.signal,
      ref: false,
    });
    const sending = this.carrier.send(this.outgoing(text)).catch(asError);
    return Promise.race([sending, tooLong]).finally(() => limit.abort());
  }

  // Ours, not the provider’s: nothing needs to slow down for it, and the text is not to blame.
  private tooSlow(): Stop {
    return { failure: { code: 'too-slow' }, until: new Date(this.now + afterTooSlow) };
  }

  private outgoing({ to, from, body, clientRef, pictureId }: Claimed): OutgoingText {
    if (pictureId === null) return { to, from, body, clientRef };
    return { to, from, body: withoutWords(body, ['image']), clientRef, pictureUrl: this.links.of(pictureId) };
  }

  private record(text: Claimed, outcome: Outcome): Promise<void> {
    if (outcome instanceof AccountTrouble) this.pause(outcome);
    else if (typeof outcome === 'string' || outcome instanceof Error) this.trouble = null;
    return this.settling.settle(text, outcome);
  }

  private pause(trouble: AccountTrouble) {
    if (!this.isPaused) this.log.error(`Sending is paused, because the provider refuses our account: ${trouble.code}`);
    this.trouble = trouble;
    this.pausedUntil = this.now + pauseInTrouble;
  }
}

const asError = (error: unknown) => (error instanceof Error ? error : new Unconfirmed());
