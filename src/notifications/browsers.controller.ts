import { Body, Controller, Delete, Headers, Param, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { CurrentMember } from '../people/current-member.js';
import type { Member } from '../people/member.js';
import { Browsers } from '../push/browsers.js';
import { Pushes } from '../push/pushes.js';
import type { TypedSubscription } from '../push/subscription.js';
import { refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { noContent, page, seeOther, unprocessable } from '../web/responses.js';
import { Choices } from './choices.js';

/** The browsers that show one’s notifications. */
@Controller('account/notifications')
export class BrowsersController {
  constructor(
    private readonly browsers: Browsers,
    private readonly pushes: Pushes,
    private readonly choices: Choices,
  ) {}

  @Post('browsers')
  async create(
    @CurrentMember() member: Member,
    @Req() { sessionID: sessionId }: Request,
    @Headers('user-agent') userAgent = '',
    @Body() typed: TypedSubscription = {},
  ) {
    try {
      await this.browsers.add({ member, sessionId, userAgent }, typed);
      return seeOther('/account/notifications?saved=browser');
    } catch (error) {
      const problems = refused(error);
      return unprocessable(page('notifications/choices', await this.choices.page(member, sessionId)), problems);
    }
  }

  @Post('browsers/renewal')
  async renew(
    @CurrentMember() member: Member,
    @Req() { sessionID: sessionId }: Request,
    @Headers('user-agent') userAgent = '',
    @Body() { former, ...typed }: TypedSubscription & { former?: unknown } = {},
  ) {
    await this.browsers.renew({ member, sessionId, userAgent }, typed, former);
    return noContent();
  }

  @Delete('browsers/:id')
  async destroy(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    await this.browsers.remove(id, member);
    return seeOther('/account/notifications?saved=off');
  }

  @Post('test')
  async test(@CurrentMember() { userId }: Member) {
    const reached = await this.pushes.test(userId);
    return seeOther(`/account/notifications${reached ? '?saved=test' : ''}`);
  }
}
