import { Body, Controller, Param, Post } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { refused } from '../refusal.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { Phones } from './phones.js';
import { Texting, type Typed } from './texting.js';

/** What is done with a telephone: texting back, and switching it off. */
@Controller('phones/:number')
@Can('view-all-conversations')
export class TextingController {
  constructor(
    private readonly phones: Phones,
    private readonly texting: Texting,
  ) {}

  @Post('texts')
  async text(@Param('number') number: string, @CurrentMember() member: Member, @Body() typed: Typed = {}) {
    try {
      await this.texting.send(number, typed, member);
      return seeOther(`/phones/${number}`);
    } catch (error) {
      const problems = refused(error);
      const screen = await this.phones.screen(number, member, typed.to);
      return unprocessable(page('simulator/show', { ...screen, body: String(typed.body ?? '') }), problems);
    }
  }

  @Post('power')
  async power(@Param('number') number: string, @Body('off') off?: string) {
    await this.texting.switch(number, off === '1' ? 'off' : 'on');
    return seeOther(`/phones/${number}`);
  }
}
