import { Body, Controller, Delete, Get, Param, Post as Posted } from '@nestjs/common';
import { Post } from '../mail/post.js';
import { refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { CurrentMember } from './current-member.js';
import { Can } from './guards.js';
import type { TypedInvitation } from './invitation-form.js';
import { Invitations } from './invitations.js';
import type { Member } from './member.js';
import { Roles } from './roles.js';
import { Submissions } from './submissions.js';
import { UsersList } from './users-list.js';

/** Invites people, from the page of users. */
@Controller('settings/users/invitations')
@Can('manage-users')
export class UsersInvitationsController {
  constructor(
    private readonly invitations: Invitations,
    private readonly roles: Roles,
    private readonly list: UsersList,
    private readonly post: Post,
    private readonly submissions: Submissions,
  ) {}

  @Get('new')
  new(@CurrentMember() member: Member) {
    return this.form({}, member);
  }

  @Posted()
  async create(@Body() typed: TypedInvitation = {}, @CurrentMember() member: Member) {
    try {
      const invite = () => this.invitations.invite(typed, member);
      return seeOther(await this.submissions.once(typed, member, invite, () => '/settings/users'));
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.form(typed, member), problems);
    }
  }

  @Posted(':id/again')
  again(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body() typed: object = {}) {
    const again = () => this.invitations.again(id, member);
    return this.orSayWhyNot(
      this.submissions.once(typed, member, again, () => '/settings/users'),
      member,
    );
  }

  @Delete(':id')
  destroy(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return this.orSayWhyNot(this.invitations.withdraw(id, member), member);
  }

  private async form({ email, name, role }: TypedInvitation, member: Member) {
    const typed = { email: said(email), name: said(name) };
    const { delivers } = this.post;
    return page('users/invite', { typed, delivers, roles: await this.roles.options(said(role), member) });
  }

  private async orSayWhyNot(work: Promise<unknown>, member: Member) {
    try {
      await work;
      return seeOther('/settings/users');
    } catch (error) {
      const [sentence] = Object.values(refused(error));
      const list = await this.list.of({}, member);
      const invitations = await this.invitations.openFor(member.programId);
      return unprocessable(page('users/index', { list, invitations }), { invitations: sentence! });
    }
  }
}

const said = (value: unknown) => (typeof value === 'string' ? value : '');
