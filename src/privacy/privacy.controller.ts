import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ContactRecord } from '../contacts/contact-record.js';
import { Contacts } from '../contacts/contacts.js';
import { line } from '../contacts/typed.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { Holds } from './holds.js';

/** The Privacy tab of a contact's record: take everything away, hold, erase. */
@Controller('contacts/:id')
@Can('edit-contacts')
export class PrivacyController {
  constructor(
    private readonly contacts: Contacts,
    private readonly record: ContactRecord,
    private readonly holds: Holds,
  ) {}

  @Get('privacy')
  show(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return this.page(id, member);
  }

  @Post('hold')
  async hold(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body('reason') said?: unknown) {
    const reason = line(said);
    try {
      await this.holds.place(await this.contacts.find(id, member), reason, member);
      return seeOther(`/contacts/${id}/privacy`);
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.page(id, member, reason), problems);
    }
  }

  @Delete('hold')
  async release(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    await this.holds.end(await this.contacts.find(id, member), member);
    return seeOther(`/contacts/${id}/privacy`);
  }

  private async page(id: number, member: Member, reason = '') {
    const contact = await this.contacts.find(id, member);
    const [record, hold, objection] = await Promise.all([
      this.record.of(contact, member, 'privacy'),
      this.holds.of(id),
      this.holds.against(contact),
    ]);
    return page('privacy/show', { ...record, hold, objection, reason, mayExport: member.seesAll });
  }
}
