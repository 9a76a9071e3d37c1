import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ContactGrid } from '../contacts/contact-grid.js';
import type { Typed } from '../contacts/typed.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Submissions } from '../people/submissions.js';
import { refused } from '../refusal.js';
import { Identifier, idIn } from '../web/identifier.js';
import { markerIn } from '../web/marker.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { afterLinking } from './after-linking.js';
import { Linking } from './linking.js';
import { UnknownSenders } from './unknown-senders.js';

@Controller('unknown-senders')
@Can('edit-contacts')
export class UnknownSendersController {
  constructor(
    private readonly senders: UnknownSenders,
    private readonly grid: ContactGrid,
    private readonly linking: Linking,
    private readonly submissions: Submissions,
  ) {}

  @Get()
  async index(@CurrentMember() member: Member, @Query('after') after?: string) {
    return page('unknown-senders/index', await this.senders.page('waiting', member, markerIn(after)));
  }

  @Get('spam')
  async spam(@CurrentMember() member: Member, @Query('after') after?: string) {
    return page('unknown-senders/index', await this.senders.page('spam', member, markerIn(after)));
  }

  @Get('blocked')
  async blocked(@CurrentMember() member: Member, @Query('after') after?: string) {
    return page('unknown-senders/index', await this.senders.page('blocked', member, markerIn(after)));
  }

  @Get(':id/link')
  async choose(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Query('q') q = '') {
    return page('unknown-senders/link', await this.choice(id, member, q));
  }

  @Post(':id/link')
  async link(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body() typed: Typed = {}) {
    try {
      const link = () => this.linking.link(id, idIn(typed['contact']), member);
      return seeOther(await this.submissions.once(typed, member, link, (opened) => afterLinking(opened, member)));
    } catch (error) {
      const problems = refused(error);
      return unprocessable(page('unknown-senders/link', await this.choice(id, member, '')), problems);
    }
  }

  private async choice(id: number, member: Member, q: string) {
    const sender = await this.senders.find(id, member);
    const matches = String(q).trim() ? (await this.grid.of({ q: String(q) }, member)).rows.slice(0, 20) : [];
    return { sender, q: String(q), matches };
  }
}
