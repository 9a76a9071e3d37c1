import { Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { CurrentMember } from '../people/current-member.js';
import { Can, handling } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Identifier } from '../web/identifier.js';
import { seeOther } from '../web/responses.js';
import { fileAnswer } from './file-answer.js';
import { SeenAttachments } from './seen-attachments.js';

/** What came with texts, for those who may see the text. */
@Controller('attachments/:id')
export class AttachmentsController {
  constructor(private readonly seen: SeenAttachments) {}

  @Get()
  async show(
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { attachment, bytes } = await this.seen.read(id, member);
    // It never changes; an hour is little enough for somebody who may no longer see it.
    response.setHeader('Cache-Control', 'private, max-age=3600');
    return fileAnswer(attachment, bytes, response);
  }

  @Post('fetching')
  @Can([...handling, 'edit-contacts'])
  async fetch(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return seeOther(await this.seen.fetchAgain(id, member));
  }
}
