import { Readable } from 'node:stream';
import { Controller, Get, Query, Res, StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { isoDayOf } from '../programs/days.js';
import { ContactsFile } from './contacts-file.js';
import type { Typed } from './typed.js';

/** What the list of contacts shows, as a file. */
@Controller('contacts/export.csv')
@Can('edit-contacts')
export class ContactsFileController {
  constructor(
    private readonly file: ContactsFile,
    private readonly clock: Clock,
  ) {}

  @Get()
  show(@Query() said: Typed, @CurrentMember() member: Member, @Res({ passthrough: true }) response: Response) {
    response.attachment(`contacts-${isoDayOf(this.clock.now(), member.timeZone)}.csv`);
    const parts = Readable.from(this.file.parts(said, member), { objectMode: false });
    return new StreamableFile(parts, { type: 'text/csv; charset=utf-8' });
  }
}
