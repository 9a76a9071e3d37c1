import { Controller, Get, Param, Query } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import type { Member } from '../people/member.js';
import { Identifier, idIn } from '../web/identifier.js';
import { page } from '../web/responses.js';
import { ContactHistory } from './contact-history.js';
import { ContactRecord } from './contact-record.js';
import { Contacts } from './contacts.js';

/** The History tab of a contact's record. */
@Controller('contacts/:id/history')
export class ContactHistoryController {
  constructor(
    private readonly contacts: Contacts,
    private readonly record: ContactRecord,
    private readonly history: ContactHistory,
  ) {}

  @Get()
  async index(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Query('before') before?: string) {
    const record = await this.record.of(await this.contacts.find(id, member), member, 'history');
    const { lines, older, knowsBeginning } = await this.history.page(id, idIn(before));
    const olderUrl = older ? `/contacts/${id}/history?before=${older}` : null;
    return page('contacts/history', { ...record, lines, olderUrl, isBeginning: !older && !knowsBeginning });
  }
}
