import { Injectable, NotFoundException } from '@nestjs/common';
import { Attachment } from '../conversations/attachment.js';
import { Attachments } from '../conversations/attachments.js';
import { seenBy } from '../conversations/sight.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Fetching } from './fetching.js';

/** Attachments as far as somebody may see the text that they came with. */
@Injectable()
export class SeenAttachments {
  constructor(
    private readonly database: Database,
    private readonly attachments: Attachments,
    private readonly fetching: Fetching,
    private readonly clock: Clock,
  ) {}

  /** One, or 404: of a conversation that they see, or of an unknown sender, for those who handle these. */
  async find(id: number, member: Member) {
    const { sql, values } = seenBy(member);
    const unknown = 'conversation.contact_id IS NULL AND conversation.program_id = ?';
    const sight = member.can('edit-contacts') ? `((${sql}) OR (${unknown}))` : sql;
    const [place] = await this.database.query<{ conversation_id: number; contact_id: number | null }>(
      `SELECT message.conversation_id, conversation.contact_id FROM attachments attachment
       JOIN messages message ON message.id = attachment.message_id
       JOIN conversations conversation ON conversation.id = message.conversation_id
       WHERE attachment.id = ? AND ${sight}`,
      [id, ...values, ...(member.can('edit-contacts') ? [member.programId] : [])],
    );
    if (!place) throw new NotFoundException();
    const attachment = await this.database.manager.findOneByOrFail(Attachment, { id });
    const isUnknown = place.contact_id === null;
    return { attachment, url: isUnknown ? '/unknown-senders' : `/conversations/${place.conversation_id}` };
  }

  /** With its bytes, or 404. */
  async read(id: number, member: Member): Promise<{ attachment: Attachment; bytes: Buffer }> {
    const { attachment } = await this.find(id, member);
    const bytes = await this.attachments.bytesOf(id);
    if (!bytes) throw new NotFoundException();
    return { attachment, bytes };
  }

  /** Has one fetched again that could not be had. Returns where it is to be seen. */
  async fetchAgain(id: number, member: Member): Promise<string> {
    const { url } = await this.find(id, member);
    await this.database.transaction(async () => {
      const attachment = (await this.database.hold(Attachment, id))!;
      if (attachment.url === null) return;
      attachment.tryAgain(this.clock.now());
      await this.attachments.save(attachment);
    });
    this.fetching.nudge();
    return url;
  }
}
