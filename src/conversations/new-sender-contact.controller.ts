import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ContactForms, wantsFields } from '../contacts/contact-forms.js';
import type { Typed } from '../contacts/typed.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Submissions } from '../people/submissions.js';
import { refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { afterLinking } from './after-linking.js';
import { Linking } from './linking.js';
import { UnknownSenders } from './unknown-senders.js';

/** A new contact made from the text of an unknown sender. */
@Controller('unknown-senders/:id/contact')
@Can('edit-contacts')
export class NewSenderContactController {
  constructor(
    private readonly senders: UnknownSenders,
    private readonly forms: ContactForms,
    private readonly linking: Linking,
    private readonly submissions: Submissions,
  ) {}

  @Get()
  async new(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    const sender = await this.senders.find(id, member);
    return page('contacts/form', { form: await this.form(id, member, { numbers: [sender.number] }) });
  }

  @Post()
  async create(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body() typed: Typed = {}) {
    if (wantsFields(typed)) return this.again(id, member, typed);
    try {
      const make = () => this.made(id, member, typed);
      return seeOther(await this.submissions.once(typed, member, make, (opened) => afterLinking(opened, member)));
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.again(id, member, typed), problems);
    }
  }

  private async made(id: number, member: Member, typed: Typed) {
    await this.senders.find(id, member);
    const details = await this.forms.details(typed, null, member);
    return this.linking.create(id, details, member);
  }

  private async again(id: number, member: Member, typed: Typed) {
    await this.senders.find(id, member);
    return page('contacts/form', { form: await this.form(id, member, typed) });
  }

  private async form(id: number, member: Member, typed: Typed) {
    const form = await this.forms.of(null, typed, member);
    return {
      ...form,
      action: `/unknown-senders/${id}/contact`,
      heading: 'New contact from a text',
      cancelUrl: '/unknown-senders',
    };
  }
}
