import { Injectable, NotFoundException } from '@nestjs/common';
import { OptOuts } from '../consent/opt-outs.js';
import { withoutWords } from '../conversations/attachment-words.js';
import { Attachments } from '../conversations/attachments.js';
import { Conversations } from '../conversations/conversations.js';
import { Message } from '../conversations/message.js';
import { failures } from '../conversations/message-status.js';
import { Database } from '../database/database.js';
import { isDuplicate } from '../database/duplicate.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Refusal } from '../refusal.js';

/** Sends a text again that did not arrive, when somebody decides so. */
@Injectable()
export class Resends {
  constructor(
    private readonly database: Database,
    private readonly conversations: Conversations,
    private readonly attachments: Attachments,
    private readonly optOuts: OptOuts,
    private readonly clock: Clock,
  ) {}

  /** Queues the same words anew, once for each failed text, however many people press the button; its conversation's id. */
  async make(messageId: number, by: Member): Promise<number> {
    const { programId } = by;
    const message = await this.database.manager.findOneBy(Message, { id: messageId, programId, direction: 'outbound' });
    if (!message) throw new NotFoundException();
    const queue = () => this.queue(messageId, message.conversationId, by);
    // The unique key on `resend_of_id` knows who was second: their work is done.
    await queue().catch((error: unknown) => (isDuplicate(error) ? undefined : Promise.reject(error as Error)));
    return message.conversationId;
  }

  private queue(messageId: number, conversationId: number, by: Member) {
    return this.conversations.change(conversationId, by, async (conversation) => {
      const message = await this.database.manager.findOneByOrFail(Message, { id: messageId });
      if (await this.database.manager.existsBy(Message, { resendOfId: messageId })) return;
      if (!failures.includes(message.status))
        throw new Refusal('This text doesn’t need to be sent again: it went out after all.');
      if (await this.optOuts.hold(conversation.programId, conversation.number))
        throw new Refusal('This number has opted out of texts, so nothing was sent.');
      const now = this.clock.now();
      const picture = await this.attachments.again(messageId, now);
      const words = picture ? withoutWords(message.body, ['image']) : message.body;
      conversation.reply(words, by, now, { resendOfId: messageId }, picture);
    });
  }
}
