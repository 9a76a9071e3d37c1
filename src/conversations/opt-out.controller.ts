import { Body, Controller, Delete, Param, Post } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can, handling } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { ConversationPage, type Typed } from './conversation-page.js';
import { Conversations } from './conversations.js';
import { type Agreement, StaffConsent } from './staff-consent.js';

/** Where a form goes on: to the conversation, or to the queue that it was sent from. */
const goingOn = (id: number, from: unknown) => seeOther(from === 'queue' ? '/consent/wishes' : `/conversations/${id}`);

@Controller('conversations/:id')
export class OptOutController {
  constructor(
    private readonly consent: StaffConsent,
    private readonly conversations: Conversations,
    private readonly pages: ConversationPage,
  ) {}

  @Post('opt-out')
  @Can([...handling, 'edit-contacts'])
  async create(
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
    @Body() typed: { reason?: string; from?: string } = {},
  ) {
    try {
      await this.consent.optOut(id, typed.reason, member);
      return goingOn(id, typed.from);
    } catch (error) {
      return this.again(id, member, { optOutReason: String(typed.reason ?? '') }, error, 'optOutReason');
    }
  }

  @Delete('opt-out')
  @Can('edit-contacts')
  async destroy(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body() typed: Agreement = {}) {
    try {
      await this.consent.optIn(id, typed, member);
      return seeOther(`/conversations/${id}`);
    } catch (error) {
      const again = { agreement: String(typed.reason ?? ''), agreed: typed.agreed === '1' };
      return this.again(id, member, again, error, 'reason');
    }
  }

  /** Not an opt-out. */
  @Delete('wish')
  @Can(handling)
  async dismiss(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body('from') from?: string) {
    await this.consent.dismiss(id, member);
    return goingOn(id, from);
  }

  private async again(id: number, member: Member, typed: Typed, error: unknown, field: string) {
    const { reason, ...problems } = refused(error);
    const shown = await this.pages.of(await this.conversations.find(id, member), member, null, typed);
    return unprocessable(page('conversations/show', shown), reason ? { ...problems, [field]: reason } : problems);
  }
}
