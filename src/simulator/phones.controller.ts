import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { refused } from '../refusal.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { PhoneBook } from './phone-book.js';
import { Phones } from './phones.js';
import { Texting } from './texting.js';

/** The telephones of the simulator, to try everything without a provider. */
@Controller('phones')
@Can('view-all-conversations')
export class PhonesController {
  constructor(
    private readonly phones: Phones,
    private readonly book: PhoneBook,
    private readonly texting: Texting,
  ) {}

  @Get()
  index(@CurrentMember() member: Member, @Query('q') q?: string) {
    return this.list(member, { q: said(q) });
  }

  @Get('open')
  async open(@CurrentMember() member: Member, @Query('number') number?: string) {
    const found = await this.phones.find(said(number), member);
    if (found) return seeOther(`/phones/${found}`);
    const sentence = said(number) ? `“${said(number)}” is not a phone number. Example: (202) 555-0142` : 'Enter a phone number.';
    return unprocessable(await this.list(member, { typed: said(number) }), { number: sentence });
  }

  @Get(':number')
  async show(@Param('number') number: string, @CurrentMember() member: Member) {
    return page('simulator/show', { ...(await this.phones.screen(number, member)), body: '' });
  }

  @Post(':number/texts')
  async text(@Param('number') number: string, @CurrentMember() member: Member, @Body() typed: { body?: unknown; to?: unknown } = {}) {
    try {
      await this.texting.send(number, typed, member);
      return seeOther(`/phones/${number}`);
    } catch (error) {
      const problems = refused(error);
      const screen = await this.phones.screen(number, member, said(typed.to));
      return unprocessable(page('simulator/show', { ...screen, body: said(typed.body) }), problems);
    }
  }

  @Post(':number/power')
  async power(@Param('number') number: string, @Body('off') off?: string) {
    await this.texting.switch(number, off === '1' ? 'off' : 'on');
    return seeOther(`/phones/${number}`);
  }

  private async list(member: Member, { q = '', typed = '' }: { q?: string; typed?: string }) {
    return page('simulator/index', { phones: await this.book.of(member, q), q, typed });
  }
}

const said = (value: unknown) => (typeof value === 'string' ? value : '');
