import { Controller, Get, Param, Query } from '@nestjs/common';
import { ContactRecord } from '../contacts/contact-record.js';
import { Contacts } from '../contacts/contacts.js';
import { CurrentMember } from '../people/current-member.js';
import type { Member } from '../people/member.js';
import { Identifier } from '../web/identifier.js';
import { markerIn } from '../web/marker.js';
import { page } from '../web/responses.js';
import { ContactMessages } from './contact-messages.js';

/** The Messages tab of a contact's record. */
@Controller('contacts/:id/messages')
export class ContactMessagesController {
  constructor(
    private readonly contacts: Contacts,
    private readonly record: ContactRecord,
    private readonly messages: ContactMessages,
  ) {}

  @Get()
  async index(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Query('before') before?: string) {
    const record = await this.record.of(await this.contacts.find(id, member), member, 'messages');
    return page('contacts/messages', { ...record, ...(await this.messages.page(id, member, markerIn(before))) });
  }
}
