import { Injectable } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import { ConsentChange } from '../consent/consent-change.js';
import { OptOuts } from '../consent/opt-outs.js';
import { Conversation } from '../conversations/conversation.js';
import { Conversations } from '../conversations/conversations.js';
import { type Failure, Message } from '../conversations/message.js';
import { failures, type MessageStatus } from '../conversations/message-status.js';
import { Threads } from '../conversations/threads.js';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';

/** What became of a text, as the provider or the outbox tells it. */
export interface News {
  status: MessageStatus;
  failure?: Failure;
  providerId?: string;
}

/** The provider says so when somebody has opted out with the carrier, past us. */
const optedOutAtCarrier = '1240';

/** Takes news of texts that left, and lets their conversations know. */
@Injectable()
export class Deliveries {
  constructor(
    private readonly database: Database,
    private readonly conversations: Conversations,
    private readonly threads: Threads,
    private readonly optOuts: OptOuts,
    private readonly clock: Clock,
  ) {}

  /** What the outbox or a receipt says of a text. States only move forward, so old news changes nothing. */
  report(messageId: number, news: News): Promise<void> {
    return this.change(messageId, async (message, conversation) => {
      const isIdNew = await this.learnId(message, news.providerId);
      const isNews = message.progress(news.status, this.clock.now(), news.failure);
      if (isNews && news.failure?.code === optedOutAtCarrier) await this.optOut(message, conversation);
      if (isNews) return 'told';
      return isIdNew ? 'untold' : 'unchanged';
    });
  }

  /** Back into the queue, because it certainly did not leave; unless there has been news of it in the meantime. */
  postpone(messageId: number, until: Date, failure: Failure, counts = true): Promise<void> {
    return this.change(messageId, (message) => {
      if (message.status !== 'sending') return 'unchanged';
      const wasToldBefore = message.errorCode === failure.code;
      message.postpone(until, failure);
      if (!counts) message.attempts = Math.max(0, message.attempts - 1);
      return wasToldBefore ? 'untold' : 'told';
    });
  }

  /** Nobody knows whether it left: its lease ran out. */
  lost(messageId: number): Promise<void> {
    return this.change(messageId, (message) => {
      const now = this.clock.now();
      const isLost = message.status === 'sending' && message.leaseUntil !== null && message.leaseUntil < now;
      return isLost && message.progress('unconfirmed', now, { code: 'unconfirmed' }) ? 'told' : 'unchanged';
    });
  }

  private change(messageId: number, verb: (message: Message, conversation: Conversation) => Change | Promise<Change>) {
    return this.database.transaction(async () => {
      const conversation = await this.conversationOf(messageId);
      const message = conversation && (await this.database.hold(Message, messageId));
      // Erased in the meantime.
      if (!message) return;
      const change = await verb(message, conversation);
      if (change !== 'unchanged') await this.save(message, conversation, change === 'told');
    });
  }

  // The conversation first, then the message: everybody locks them in this order. One that became part of another while
  // this waited for it is there no more, and its texts are in the other.
  private async conversationOf(messageId: number): Promise<Conversation | null> {
    const [known] = await this.database.query<{ conversation_id: number }>(
      'SELECT conversation_id FROM messages WHERE id = ?',
      [messageId],
    );
    if (!known) return null;
    const conversation = await this.database.hold(Conversation, known.conversation_id);
    return conversation ?? this.conversationOf(messageId);
  }

  private async save(message: Message, conversation: Conversation, isTold: boolean) {
    const { id, status, providerId, attempts, dueAt, leaseUntil, errorCode, errorDetail, submittedAt, settledAt } =
      message;
    const columns = { status, providerId, attempts, dueAt, leaseUntil, errorCode, errorDetail, submittedAt, settledAt };
    await this.database.update(Message, id, columns);
    if (!isTold) return;
    conversation.hasFailed = await this.newestHasFailed(conversation.id);
    conversation.record('delivery', this.clock.now());
    conversation.made.events.at(-1)!.messageId = id;
    await this.conversations.save(conversation);
  }

  private async newestHasFailed(conversationId: number): Promise<boolean> {
    const [newest] = await this.database.query<{ status: MessageStatus }>(
      `SELECT status FROM messages WHERE conversation_id = ? AND direction = 'outbound' ORDER BY at DESC, id DESC LIMIT 1`,
      [conversationId],
    );
    return newest !== undefined && failures.includes(newest.status);
  }

  // An id that another text has already is of no use: the provider must have mixed something up.
  private async learnId(message: Message, providerId: string | undefined): Promise<boolean> {
    if (!providerId || message.providerId) return false;
    const others = await this.database.query('SELECT 1 AS one FROM messages WHERE provider_id = ?', [providerId]);
    if (others.length) return false;
    message.providerId = providerId;
    return true;
  }

  private async optOut(message: Message, conversation: Conversation) {
    const { programId, number } = conversation;
    const since = message.submittedAt ?? message.createdAt;
    // They may have texted START since the text left. What a file says that they agreed to was before it.
    const theirs = { programId, number, change: 'opt-in' as const, source: In(['keyword', 'staff']) };
    if (await this.database.manager.existsBy(ConsentChange, { ...theirs, at: MoreThan(since) })) return;
    const at = this.clock.now();
    const reason = 'The carrier says that this number has opted out.';
    const { providerId, conversationId } = message;
    const change = { programId, number, source: 'carrier' as const, providerId, conversationId, reason, at };
    // The carrier knew of it when it refused the text, whenever we hear of that.
    if (!(await this.optOuts.add({ ...change, saidAt: since }))) return;
    conversation.record('opted-out', at, null, { reason });
    await this.threads.tellOthers(conversation, 'opted-out', { reason }, at);
  }
}

/** Whether something is to be saved, and whether open pages are to hear of it. */
type Change = 'told' | 'untold' | 'unchanged';
