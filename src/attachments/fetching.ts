import { Injectable, Logger } from '@nestjs/common';
import { Attachment } from '../conversations/attachment.js';
import { Attachments } from '../conversations/attachments.js';
import { Conversation } from '../conversations/conversation.js';
import { Conversations } from '../conversations/conversations.js';
import { asDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { kindOfFailure } from '../programs/kind-of-failure.js';
import { Recurring } from '../programs/recurring.js';
import { Media, MediaRefused, MediaUnavailable } from './media.js';

const lease = 60_000;
const atOnce = 4;

/** What a try brought: the bytes, or why there are none. */
type Outcome = Buffer | MediaRefused | MediaUnavailable;

/**
 * Fetches what came with texts, once the texts are saved. A row that is waiting is the promise to do so: it is claimed by
 * putting off its time, so that of several processes one has it, and if that one dies another takes it up.
 */
@Injectable()
export class Fetching extends Recurring {
  private readonly log = new Logger('Fetching');

  constructor(
    private readonly database: Database,
    private readonly conversations: Conversations,
    private readonly attachments: Attachments,
    private readonly media: Media,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Fetches some of what is due; whether there may be more. */
  override async round(): Promise<boolean> {
    const due = await this.database.query<{ id: number; due_at: string | Date }>(
      `SELECT id, due_at FROM attachments WHERE state = 'waiting' AND due_at <= ? ORDER BY due_at LIMIT ${atOnce}`,
      [this.clock.now()],
    );
    await Promise.all(due.map(({ id, due_at: dueAt }) => this.attend(id, asDate(dueAt))));
    return due.length === atOnce;
  }

  private async attend(id: number, dueAt: Date) {
    const url = await this.claim(id, dueAt);
    if (url === null) return;
    const outcome = await this.media.fetch(url).catch((error: unknown) => this.understood(id, error));
    await this.database.patiently(() => this.database.transaction(() => this.settle(id, outcome)));
  }

  private claim(id: number, dueAt: Date): Promise<string | null> {
    return this.database.transaction(async () => {
      const until = new Date(this.clock.now().getTime() + lease);
      const claimed = await this.database.run(
        `UPDATE attachments SET due_at = ?, attempts = attempts + 1 WHERE id = ? AND state = 'waiting' AND due_at = ?`,
        [until, id, dueAt],
      );
      if (claimed !== 1) return null;
      const [row] = await this.database.query<{ url: string }>('SELECT url FROM attachments WHERE id = ?', [id]);
      return row?.url ?? null;
    });
  }

  private understood(id: number, error: unknown): MediaRefused | MediaUnavailable {
    if (error instanceof MediaRefused || error instanceof MediaUnavailable) return error;
    this.log.error(`Attachment ${id} could not be fetched: ${kindOfFailure(error)}`);
    return new MediaUnavailable('provider');
  }

  // The conversation first: everybody locks in this order. Both may be gone by now.
  private async settle(id: number, outcome: Outcome) {
    const [place] = await this.database.query<{ conversation_id: number }>(
      `SELECT message.conversation_id FROM attachments attachment JOIN messages message ON message.id = attachment.message_id
       WHERE attachment.id = ?`,
      [id],
    );
    const conversation = place && (await this.database.hold(Conversation, place.conversation_id));
    const attachment = await this.database.hold(Attachment, id);
    if (!conversation || attachment?.state !== 'waiting') return;
    this.take(attachment, outcome);
    await this.attachments.save(attachment);
    conversation.record('attachment', this.clock.now());
    await this.conversations.save(conversation);
  }

  private take(attachment: Attachment, outcome: Outcome) {
    if (Buffer.isBuffer(outcome)) attachment.store(outcome);
    else if (outcome instanceof MediaRefused) attachment.refuse(outcome.reason);
    else attachment.postpone(outcome.reason, this.clock.now());
  }
}
