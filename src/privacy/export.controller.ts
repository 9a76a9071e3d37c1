import { Readable } from 'node:stream';
import { Controller, ForbiddenException, Get, Param, Res, StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { Contacts } from '../contacts/contacts.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Identifier } from '../web/identifier.js';
import { RecordFiles } from './record-files.js';

/** Everything known about a contact, to be handed out. It is whole or not at all, so it takes View All Conversations too. */
@Controller('contacts/:id')
@Can('edit-contacts')
export class ExportController {
  constructor(
    private readonly contacts: Contacts,
    private readonly files: RecordFiles,
  ) {}

  @Get('export')
  async page(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    const parts = await this.files.page(await this.contact(id, member), member);
    return new StreamableFile(Readable.from(parts, { objectMode: false }), { type: 'text/html; charset=utf-8' });
  }

  @Get('export.json')
  async json(
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
    @Res({ passthrough: true }) response: Response,
  ) {
    const contact = await this.contact(id, member);
    response.attachment(`${contact.name.replace(/[^\p{L}\p{N} ._-]/gu, '_')}.json`);
    const parts = await this.files.json(contact, member);
    return new StreamableFile(Readable.from(parts, { objectMode: false }), { type: 'application/json' });
  }

  private contact(id: number, member: Member) {
    if (!member.seesAll) throw new ForbiddenException();
    return this.contacts.find(id, member);
  }
}
