import { Body, Controller, Get, Param, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { word, type Typed } from '../contacts/typed.js';
import { tokenOf } from '../people/form-token.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Refusal, refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { seeOther, unprocessable } from '../web/responses.js';
import { ImportPages } from './import-pages.js';
import { Imports } from './imports.js';
import { ImportsList } from './imports-list.js';
import { OneUpload, type UploadRequest } from './one-upload.js';
import { Uploading } from './uploading.js';

/** Contacts › Upload: a file is taken, and then has a page that leads on. */
@Controller('contacts/imports')
@Can('edit-contacts')
export class ImportsController {
  constructor(
    private readonly imports: Imports,
    private readonly list: ImportsList,
    private readonly uploading: Uploading,
    private readonly pages: ImportPages,
  ) {}

  @Get()
  index(@CurrentMember() member: Member, @Query() query: Typed) {
    return this.list.page(query, member);
  }

  @Post()
  @UseInterceptors(OneUpload)
  async create(@CurrentMember() member: Member, @Req() request: UploadRequest, @Body() typed: Typed = {}) {
    try {
      const { file, uploadProblem } = request;
      if (uploadProblem) throw new Refusal(uploadProblem, 'file');
      if (!file) throw new Refusal('Choose a file.', 'file');
      const token = tokenOf(word(typed['token']), `${file.originalname}:${file.size}`, member);
      const made = await this.uploading.take(file.path, file.originalname, token, member);
      return seeOther(made.url);
    } catch (error) {
      return unprocessable(await this.list.page({}, member), refused(error));
    }
  }

  @Get(':id')
  async show(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Query() query: Typed) {
    return this.pages.of(await this.imports.find(id, member), query, member);
  }
}
