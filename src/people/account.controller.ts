import { Body, Controller, Delete, Get, Headers, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { refused } from '../refusal.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { backTo } from '../web/within.js';
import { Accounts, type TypedAccount } from './accounts.js';
import { CurrentMember } from './current-member.js';
import type { Member } from './member.js';
import { Pages } from './pages.js';
import { beginSession } from './sessions.js';

/** Everybody's own page. */
@Controller('account')
export class AccountController {
  constructor(
    private readonly accounts: Accounts,
    private readonly pages: Pages,
  ) {}

  @Get()
  show(@CurrentMember() member: Member, @Query('saved') saved?: unknown) {
    return this.page(member, {}, typeof saved === 'string' ? saved : '');
  }

  @Post()
  async rename(@CurrentMember() member: Member, @Body() { name }: TypedAccount = {}) {
    return this.saved('name', member, { name }, () => this.accounts.rename(member, name));
  }

  @Post('password')
  async changePassword(@CurrentMember() member: Member, @Req() request: Request, @Body() typed: TypedAccount = {}) {
    return this.saved('password', member, {}, async () => {
      await this.accounts.changePassword(member, typed, request.ip ?? '');
      await beginSession(request, member.userId, member.programId);
    });
  }

  @Post('absence')
  async leave(@CurrentMember() member: Member, @Body() absence: TypedAccount = {}) {
    return this.saved('absence', member, { absence }, () => this.accounts.leave(member, absence));
  }

  @Delete('absence')
  async comeBack(@CurrentMember() member: Member, @Headers('referer') from?: string) {
    await this.accounts.comeBack(member);
    return seeOther(backTo(from, (path) => this.pages.has(path, member)));
  }

  private async saved(
    what: string,
    member: Member,
    typed: { name?: unknown; absence?: TypedAccount },
    work: () => Promise<void>,
  ) {
    try {
      await work();
      return seeOther(`/account?saved=${what}`);
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.page(member, typed), problems);
    }
  }

  private async page(member: Member, typed: { name?: unknown; absence?: TypedAccount }, saved = '') {
    return page('people/account', {
      account: await this.accounts.page(member, typed),
      saved: confirmations[saved] ?? '',
    });
  }
}

const confirmations: Record<string, string> = {
  name: 'Your name is saved.',
  password: 'Your password is changed. You are signed out everywhere else.',
  absence: 'Saved.',
};
