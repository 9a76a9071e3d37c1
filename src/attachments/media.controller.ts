import { Controller, Get, NotFoundException, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Attachment } from '../conversations/attachment.js';
import { Attachments } from '../conversations/attachments.js';
import { Database } from '../database/database.js';
import { Public } from '../people/guards.js';
import { fileAnswer } from './file-answer.js';
import { MediaLinks } from './media-links.js';

/** Where the provider fetches the pictures that go out. Whoever has the address has the picture, for a day. */
@Controller('media')
export class MediaController {
  constructor(
    private readonly database: Database,
    private readonly attachments: Attachments,
    private readonly links: MediaLinks,
  ) {}

  @Get(':token')
  @Public(true)
  async show(@Param('token') token: string, @Res({ passthrough: true }) response: Response) {
    const id = this.links.read(token);
    const attachment = id && (await this.database.manager.findOneBy(Attachment, { id }));
    const bytes = attachment && attachment.isPicture && (await this.attachments.bytesOf(attachment.id));
    if (!bytes) throw new NotFoundException();
    response.setHeader('Cache-Control', 'private, no-store');
    return fileAnswer(attachment, bytes, response);
  }
}
