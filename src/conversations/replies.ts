import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config-token.js';
import type { Config } from '../config.js';
import { OptOuts } from '../consent/opt-outs.js';
import { isDuplicate } from '../database/duplicate.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Refusal } from '../refusal.js';
import { Attachment } from './attachment.js';
import { Conversations } from './conversations.js';
import { Drafts } from './drafts.js';
import { tokenOf } from '../people/form-token.js';
import { pictureFrom, type Uploaded } from './picture-upload.js';

/** What somebody sends from the field under a conversation. */
export interface Written {
  body: string;
  token: unknown;
  file: Uploaded;
}

/** Answers that people write. */
@Injectable()
export class Replies {
  constructor(
    private readonly conversations: Conversations,
    private readonly optOuts: OptOuts,
    private readonly drafts: Drafts,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'vonage' | 'publicUrl'>,
  ) {}

  /** Queues an answer. The same form sent twice finds its token there already: the work is done. */
  async send(id: number, { body, token, file }: Written, by: Member): Promise<void> {
    const picture = this.pictureOf(file);
    const formToken = tokenOf(token, `${body}${picture ? digest(picture) : ''}`, by);
    try {
      await this.conversations.change(id, by, async (conversation) => {
        conversation.reply(body, by, this.clock.now(), { formToken }, picture);
        if (await this.optOuts.hold(conversation.programId, conversation.number))
          throw new Refusal('This number has opted out of texts, so nothing was sent.', 'body');
        await this.drafts.forget(id, by);
      });
    } catch (error) {
      if (!formToken || !isDuplicate(error)) throw error;
    }
  }

  // The provider fetches the picture from us, so that it must know where we are.
  private pictureOf(file: Uploaded): Attachment | null {
    const picture = pictureFrom(file, this.clock.now());
    if (picture && this.config.vonage && !this.config.publicUrl)
      throw new Refusal('No picture can be sent before PUBLIC_URL is set. Tell your Administrator.', 'picture');
    return picture;
  }
}

const digest = ({ bytes }: Attachment) => createHash('sha256').update(bytes!).digest('base64url');
