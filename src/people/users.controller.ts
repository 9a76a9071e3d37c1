import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { CurrentMember } from './current-member.js';
import { Can } from './guards.js';
import { Invitations } from './invitations.js';
import type { Member } from './member.js';
import { Staff } from './staff.js';
import { type TypedUser, Users } from './users.js';
import { UsersList, type UsersQuery } from './users-list.js';

@Controller('settings/users')
@Can('manage-users')
export class UsersController {
  constructor(
    private readonly users: Users,
    private readonly list: UsersList,
    private readonly invitations: Invitations,
    private readonly staff: Staff,
  ) {}

  @Get()
  async index(@Query() query: Partial<UsersQuery>, @CurrentMember() member: Member) {
    const list = await this.list.of(query, member);
    const invitations = list.isPlain ? await this.invitations.openFor(member.programId) : [];
    return page('users/index', { list, invitations });
  }

  @Get(':id')
  async show(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Query('saved') saved?: string) {
    return page('users/show', { ...(await this.users.page(id, member)), isSaved: saved === '1' });
  }

  @Post(':id')
  async update(@Param('id', Identifier) id: number, @Body() place: TypedUser = {}, @CurrentMember() member: Member) {
    try {
      await this.users.edit(id, place, member);
      return seeOther((await this.staff.isOpenTo(member)) ? `/settings/users/${id}?saved=1` : '/');
    } catch (error) {
      const problems = refused(error);
      return unprocessable(page('users/show', await this.users.page(id, member, { place })), problems);
    }
  }

  @Post(':id/absence')
  async leave(@Param('id', Identifier) id: number, @Body() absence: TypedUser = {}, @CurrentMember() member: Member) {
    try {
      await this.users.leave(id, absence, member);
      return seeOther(`/settings/users/${id}?saved=1`);
    } catch (error) {
      const problems = refused(error);
      return unprocessable(page('users/show', await this.users.page(id, member, { absence })), problems);
    }
  }
}
