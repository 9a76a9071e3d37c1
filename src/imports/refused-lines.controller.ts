import { Readable } from 'node:stream';
import { Controller, Get, Param, Res, StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Identifier } from '../web/identifier.js';
import { Imports } from './imports.js';
import { RefusedFile } from './refused-file.js';

/** The lines that were refused, as a file for a spreadsheet. */
@Controller('contacts/imports/:id/refused.csv')
@Can('edit-contacts')
export class RefusedLinesController {
  constructor(
    private readonly imports: Imports,
    private readonly file: RefusedFile,
  ) {}

  @Get()
  async show(
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
    @Res({ passthrough: true }) response: Response,
  ) {
    const found = await this.imports.find(id, member);
    const name = found.fileName.replace(/\.\w{1,5}$/, '').replace(/[^\p{L}\p{N} ._-]/gu, '_');
    response.attachment(`${name} - refused.csv`);
    const parts = Readable.from(this.file.parts(found), { objectMode: false });
    return new StreamableFile(parts, { type: 'text/csv; charset=utf-8' });
  }
}
