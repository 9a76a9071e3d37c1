import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../database/database.js';
import { Attachment } from './attachment.js';
import { AttachmentContent } from './attachment-content.js';
import { attachmentReason } from './attachment-reasons.js';
import { titles } from './attachment-words.js';
import type { Message } from './message.js';

/** What comes and goes with texts. */
@Injectable()
export class Attachments {
  constructor(private readonly database: Database) {}

  /** Saves those of a text that has just been saved, inside the transaction under way. */
  async addTo({ id: messageId, programId, attachments = [] }: Message): Promise<void> {
    for (const [position, attachment] of attachments.entries()) {
      Object.assign(attachment, { messageId, programId, position });
      attachment.id = await this.database.insert(Attachment, attachment);
      await this.keep(attachment);
    }
  }

  /** Saves what has become of one, inside the transaction under way. */
  async save(attachment: Attachment): Promise<void> {
    const { id, bytes, ...columns } = attachment;
    if (bytes) await this.keep(attachment);
    await this.database.update(Attachment, id, columns);
  }

  /** The bytes of one; null when they are not here. */
  async bytesOf(id: number): Promise<Buffer | null> {
    const [row] = await this.database.query<{ bytes: Buffer }>(
      'SELECT bytes FROM attachment_contents WHERE attachment_id = ?',
      [id],
    );
    return row?.bytes ?? null;
  }

  /** The picture that a text of ours takes along, anew, for sending it again. */
  async again(messageId: number, now: Date): Promise<Attachment | null> {
    const attachment = await this.database.manager.findOneBy(Attachment, { messageId });
    const bytes = attachment && (await this.bytesOf(attachment.id));
    return bytes && Attachment.ours(bytes, attachment.name, now);
  }

  /** Those of several texts as they are shown, by the id of their text, in one query. */
  async of(messageIds: number[]): Promise<Map<number, ShownAttachment[]>> {
    if (!messageIds.length) return new Map();
    const found = await this.database.manager.find(Attachment, {
      where: { messageId: In(messageIds) },
      order: { messageId: 'ASC', position: 'ASC' },
    });
    const shown = found.map((attachment) => [attachment.messageId, shownAs(attachment)] as const);
    return new Map(
      [...Map.groupBy(shown, ([messageId]) => messageId)].map(([id, some]) => [id, some.map(([, each]) => each)]),
    );
  }

  private async keep({ id: attachmentId, bytes }: Attachment): Promise<void> {
    if (bytes) await this.database.insertOnce(AttachmentContent, { attachmentId, bytes });
  }
}

export type ShownAttachment = ReturnType<typeof shownAs>;

/** An attachment as templates show it. */
export function shownAs(attachment: Attachment) {
  const { id, kind, name, state, size, width, height, isPicture, attempts } = attachment;
  const { reason, mayHelp } = attachmentReason(attachment.reason);
  const isMissing = state === 'refused' || state === 'failed';
  return {
    id,
    kind,
    url: `/attachments/${id}`,
    what: titles[kind],
    name: name || titles[kind],
    alt: name ? `${titles[kind]} “${name}”` : titles[kind],
    isStored: state === 'stored',
    isPicture,
    width,
    height,
    size: size === null ? '' : sizeInWords(size),
    isWaiting: state === 'waiting',
    waits: attempts > 0 && attachment.reason !== null ? reason : null,
    because: isMissing ? reason : null,
    retryUrl: isMissing && mayHelp ? `/attachments/${id}/fetching` : null,
  };
}

const sizeInWords = (bytes: number) =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
