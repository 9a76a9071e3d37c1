import { Injectable } from '@nestjs/common';
import { type AttachmentKind, titles } from '../conversations/attachment-words.js';
import { Attachments } from '../conversations/attachments.js';
import { asDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Entry } from './record-sections.js';
import type { OwnThread } from './thread-texts.js';
import { walk } from './walk.js';

/** Pictures and other files that came and went with texts, for an export. */
@Injectable()
export class RecordAttachments {
  constructor(
    private readonly database: Database,
    private readonly attachments: Attachments,
  ) {}

  /** With what is in them, for programs; or, of pictures, with where a page finds them. */
  async *of(threads: OwnThread[], isWhole: boolean): AsyncGenerator<Entry> {
    for (const { id } of threads)
      for await (const { attachment, isPicture, ...entry } of this.inThread(id)) {
        if (isWhole) yield { ...entry, base64: await this.bytes(Number(attachment)) };
        else yield { ...entry, picture: isPicture ? `/attachments/${Number(attachment)}` : null };
      }
  }

  private inThread(conversation: number) {
    return walk<Row>(
      this.database,
      `SELECT file.id, file.kind, file.name, file.state, file.content_type, file.size, message.at
       FROM messages message JOIN attachments file ON file.message_id = message.id
       WHERE message.conversation_id = ? AND file.id > ? ORDER BY file.id`,
      [conversation],
      ({ id, kind, name, state, content_type: type, size, at }) => ({
        ...{ at: asDate(at), conversation, attachment: id, sort: titles[kind], name, type, size, state },
        isPicture: kind === 'image' && state === 'stored',
      }),
    );
  }

  private async bytes(id: number): Promise<string | null> {
    return (await this.attachments.bytesOf(id))?.toString('base64') ?? null;
  }
}

interface Row {
  id: number;
  kind: AttachmentKind;
  name: string;
  state: string;
  content_type: string | null;
  size: number | null;
  at: string | Date;
}
