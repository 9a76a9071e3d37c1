import { setTimeout as wait } from 'node:timers/promises';
import { Body, Controller, Get, Header, Param, Post as Posted, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Post } from '../mail/post.js';
import { refused } from '../refusal.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { Public } from './guards.js';
import { PasswordResets } from './password-resets.js';
import { tokenStays } from './tokens.js';

// Longer than a link takes to write, so that the answer for an address that nobody has comes no sooner.
const evenly = 100;

/** For people who forgot their password. */
@Controller()
@Public(true)
export class ForgottenController {
  constructor(
    private readonly resets: PasswordResets,
    private readonly post: Post,
  ) {}

  @Get('forgotten')
  new(@Query('asked') asked?: unknown) {
    return asked ? page('people/forgotten-asked', { delivers: this.post.delivers }) : this.form('');
  }

  @Posted('forgotten')
  async ask(@Req() request: Request, @Body('email') said?: unknown) {
    const email = typeof said === 'string' ? said.trim().slice(0, 190) : '';
    const answered = wait(evenly);
    try {
      await this.resets.ask(email, request.ip ?? '');
      await answered;
      return seeOther('/forgotten?asked=1');
    } catch (error) {
      return unprocessable(this.form(email), refused(error));
    }
  }

  @Get('passwords/:token')
  @Header('Referrer-Policy', tokenStays)
  edit(@Param('token') token: string) {
    return this.choice(token);
  }

  @Posted('passwords/:token')
  @Header('Referrer-Policy', tokenStays)
  async update(@Param('token') token: string, @Req() request: Request, @Body('password') password?: unknown) {
    try {
      await this.resets.use(token, password, request.ip ?? '');
      return seeOther('/login?changed=password');
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.choice(token), problems);
    }
  }

  private form(email: string) {
    return page('people/forgotten', { email });
  }

  private async choice(token: string) {
    const { email } = await this.resets.userOf(token);
    return page('people/new-password', { email });
  }
}
