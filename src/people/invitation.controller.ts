import { Body, Controller, Get, Header, Param, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { refused } from '../refusal.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { Acceptance, type TypedAcceptance } from './acceptance.js';
import { Public } from './guards.js';
import { beginSession, mustKeepCookies } from './sessions.js';
import { tokenStays } from './tokens.js';

/** The page to which the link of an invitation leads. */
@Controller('invitations/:token')
@Public(true)
export class InvitationController {
  constructor(private readonly acceptance: Acceptance) {}

  @Get()
  @Header('Referrer-Policy', tokenStays)
  async show(@Param('token') token: string) {
    return this.form(token);
  }

  @Post()
  @Header('Referrer-Policy', tokenStays)
  async accept(@Param('token') token: string, @Req() request: Request, @Body() typed: TypedAcceptance = {}) {
    try {
      mustKeepCookies(request);
      const { userId, programId } = await this.acceptance.accept(token, typed, request.ip ?? '');
      await beginSession(request, userId, programId);
      return seeOther('/conversations');
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.form(token, typed), problems);
    }
  }

  private async form(token: string, typed?: TypedAcceptance) {
    const offer = await this.acceptance.offer(token);
    const { name } = typed ?? offer;
    return page('people/invitation', { offer, name: typeof name === 'string' ? name : '', timeZone: offer.timeZone });
  }
}
