import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Submissions } from '../people/submissions.js';
import { refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { seeOther, unprocessable } from '../web/responses.js';
import { ContactTypePage, typesUrl } from './contact-type-page.js';
import { typeFrom } from './contact-type.js';
import { ContactTypes } from './contact-types.js';
import type { Typed } from './typed.js';

const urlOf = ({ id }: { id: number }) => `${typesUrl}/${id}`;

/** Settings › Contacts › Contact Types. */
@Controller('settings/contact-types')
@Can('manage-settings')
export class ContactTypesController {
  constructor(
    private readonly types: ContactTypes,
    private readonly pages: ContactTypePage,
    private readonly submissions: Submissions,
  ) {}

  @Get()
  index(@CurrentMember() member: Member) {
    return this.pages.index(member);
  }

  @Post()
  async create(@CurrentMember() member: Member, @Body() typed: Typed = {}) {
    try {
      return seeOther(await this.submissions.once(typed, member, () => this.types.add(typeFrom(typed), member), urlOf));
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.pages.index(member, typed), problems);
    }
  }

  @Get(':id')
  async show(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return this.pages.show(await this.types.find(id, member), member);
  }

  @Post(':id')
  async update(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body() typed: Typed = {}) {
    try {
      await this.types.describe(id, typeFrom(typed), member);
      return seeOther(`${typesUrl}/${id}`);
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.pages.show(await this.types.find(id, member), member, typed), problems);
    }
  }

  @Delete(':id')
  async destroy(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    try {
      await this.types.remove(id, member);
      return seeOther(typesUrl);
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.pages.show(await this.types.find(id, member), member), problems);
    }
  }

  @Post(':id/copy')
  async copy(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body() typed: Typed = {}) {
    try {
      return seeOther(await this.submissions.once(typed, member, () => this.types.copy(id, member), urlOf));
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.pages.index(member), problems);
    }
  }

  @Post(':id/position')
  async move(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body('to') to?: unknown) {
    await this.types.move(id, to, member);
    return seeOther(typesUrl);
  }
}
