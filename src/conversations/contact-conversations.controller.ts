import { Controller, Get, Param } from '@nestjs/common';
import { ContactRecord } from '../contacts/contact-record.js';
import { Contacts } from '../contacts/contacts.js';
import { CurrentMember } from '../people/current-member.js';
import type { Member } from '../people/member.js';
import { Identifier } from '../web/identifier.js';
import { page } from '../web/responses.js';
import { Inbox } from './inbox.js';

/** The Conversations tab of a contact's record. */
@Controller('contacts/:id/conversations')
export class ContactConversationsController {
  constructor(
    private readonly contacts: Contacts,
    private readonly record: ContactRecord,
    private readonly inbox: Inbox,
  ) {}

  @Get()
  async index(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    const record = await this.record.of(await this.contacts.find(id, member), member, 'conversations');
    return page('contacts/conversations', { ...record, rows: await this.inbox.ofContact(id, member) });
  }
}
