import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { refused } from '../refusal.js';
import { idIn, Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { CurrentMember } from './current-member.js';
import { Can } from './guards.js';
import type { Member } from './member.js';
import { roleFormFor, type TypedRole } from './role-form.js';
import { Roles } from './roles.js';
import { RolesPage } from './roles-page.js';
import { Staff } from './staff.js';
import { Submissions } from './submissions.js';

@Controller('settings/roles')
@Can('manage-users')
export class RolesController {
  constructor(
    private readonly roles: Roles,
    private readonly pages: RolesPage,
    private readonly staff: Staff,
    private readonly submissions: Submissions,
  ) {}

  @Get()
  async index(@CurrentMember() member: Member) {
    return page('roles/index', await this.pages.of(member));
  }

  @Get('new')
  async new(@Query('from') from: unknown, @CurrentMember() member: Member) {
    const copied = from === undefined ? undefined : await this.roles.find(idIn(from), member);
    return page('roles/new', { form: roleFormFor(null, member, copied ? { copied } : {}) });
  }

  @Post()
  async create(@Body() typed: TypedRole = {}, @CurrentMember() member: Member) {
    try {
      const add = () => this.roles.add(typed, member);
      return seeOther(await this.submissions.once(typed, member, add, () => '/settings/roles'));
    } catch (error) {
      return unprocessable(page('roles/new', { form: roleFormFor(null, member, { typed }) }), refused(error));
    }
  }

  @Get(':id')
  async show(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return this.page(id, member);
  }

  @Post(':id')
  async update(@Param('id', Identifier) id: number, @Body() typed: TypedRole = {}, @CurrentMember() member: Member) {
    try {
      await this.roles.edit(id, typed, member);
      return seeOther((await this.staff.isOpenTo(member)) ? '/settings/roles' : '/');
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.page(id, member, typed), problems);
    }
  }

  @Delete(':id')
  async destroy(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    try {
      await this.roles.remove(id, member);
      return seeOther('/settings/roles');
    } catch (error) {
      const { form } = refused(error);
      return unprocessable(await this.page(id, member), { remove: form! });
    }
  }

  private async page(id: number, member: Member, typed?: TypedRole) {
    const role = await this.roles.find(id, member);
    const form = roleFormFor(role, member, typed ? { typed } : {});
    return page('roles/show', { role: await this.pages.one(role, member), form });
  }
}
