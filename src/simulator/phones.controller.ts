import { Controller, Get, Param, Query } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Refusal } from '../refusal.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { PhoneBook } from './phone-book.js';
import { Phones } from './phones.js';

/** The telephones of the simulator, to try everything without a provider. */
@Controller('phones')
@Can('view-all-conversations')
export class PhonesController {
  constructor(
    private readonly phones: Phones,
    private readonly book: PhoneBook,
  ) {}

  @Get()
  async index(@CurrentMember() member: Member, @Query('q') q?: unknown) {
    return page('simulator/index', { ...(await this.book.of(member, q)), typed: '' });
  }

  @Get('open')
  async open(@CurrentMember() member: Member, @Query('number') number?: unknown) {
    const found = await this.phones.find(number, member);
    if (!(found instanceof Refusal)) return seeOther(`/phones/${found}`);
    const again = { ...(await this.book.of(member, '')), typed: String(number ?? '') };
    return unprocessable(page('simulator/index', again), { number: found.message });
  }

  @Get(':number')
  async show(@Param('number') number: string, @CurrentMember() member: Member) {
    return page('simulator/show', { ...(await this.phones.screen(number, member)), body: '' });
  }
}
