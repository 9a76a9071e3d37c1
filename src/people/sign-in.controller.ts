import { Body, Controller, Get, Inject, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import type { Authenticator } from 'passport';
import { CONFIG } from '../config-token.js';
import type { Config } from '../config.js';
import { refused } from '../refusal.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { within } from '../web/within.js';
import { CurrentMember } from './current-member.js';
import { demoAccounts } from './demo-accounts.js';
import { Public } from './guards.js';
import type { Member } from './member.js';
import { Members } from './members.js';
import { mustKeepCookies } from './sessions.js';
import { PASSPORT } from './passport-token.js';

interface Credentials {
  email?: string;
  password?: string;
  next?: string;
}

@Controller()
export class SignInController {
  constructor(
    @Inject(PASSPORT) private readonly passport: Authenticator,
    @Inject(CONFIG) private readonly config: Config,
    private readonly members: Members,
  ) {}

  @Get('login')
  @Public(true)
  async new(
    @CurrentMember() member: Member | undefined,
    @Query('next') next?: string,
    @Query('changed') changed?: string,
  ) {
    return member ? seeOther('/conversations') : this.form({ next }, changed === 'password');
  }

  @Post('login')
  @Public(true)
  async create(@Req() request: Request, @Body() credentials: Credentials = {}) {
    const outcome = await this.authenticate(request);
    if (typeof outcome === 'string') return unprocessable(await this.form(credentials), { form: outcome });
    try {
      mustKeepCookies(request);
    } catch (error) {
      return unprocessable(await this.form(credentials), refused(error));
    }
    await new Promise<void>((resolve, reject) =>
      request.logIn(outcome, (error) => (error ? reject(error) : resolve())),
    );
    return seeOther(within(credentials.next));
  }

  @Post('logout')
  @Public(true)
  async destroy(@Req() request: Request) {
    await new Promise<void>((resolve, reject) =>
      request.session.destroy((error) => (error ? reject(error) : resolve())),
    );
    return seeOther('/login');
  }

  private async form({ email = '', next = '' }: Credentials, hasNewPassword = false) {
    const hasProgram = await this.members.exist();
    const accounts = await this.members.inDemo();
    return page('people/sign-in', {
      email: String(email),
      next: within(next),
      demoAccounts: accounts && this.config.demo !== 'no' ? demoAccounts : null,
      hasProgram,
      hasNewPassword,
    });
  }

  // Who it is, or why not.
  private authenticate(request: Request) {
    return new Promise<Express.User | string>((resolve, reject) => {
      const decided = (error: unknown, user: Express.User | false, info?: { message: string }) =>
        error ? reject(error) : resolve(user || messageOf(info));
      this.passport.authenticate('local', decided)(request, request.res, reject);
    });
  }
}

const messageOf = (info?: { message: string }) =>
  !info || info.message === 'Missing credentials' ? 'Enter your e-mail address and your password.' : info.message;
