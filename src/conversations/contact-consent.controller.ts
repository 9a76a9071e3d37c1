import { Readable } from 'node:stream';
import { Body, Controller, Get, Param, Post, Query, Res, StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { LedgerFile } from '../consent/ledger-file.js';
import type { Contact } from '../contacts/contact.js';
import { ContactRecord } from '../contacts/contact-record.js';
import { Contacts } from '../contacts/contacts.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Refusal, refused } from '../refusal.js';
import { Identifier, idIn } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { ContactConsent } from './contact-consent.js';
import { type Agreement, StaffConsent } from './staff-consent.js';

interface Typed extends Agreement {
  number?: unknown;
  change?: unknown;
}

/** The Consent tab of a contact's record. */
@Controller('contacts/:id')
export class ContactConsentController {
  constructor(
    private readonly contacts: Contacts,
    private readonly record: ContactRecord,
    private readonly consent: ContactConsent,
    private readonly staffConsent: StaffConsent,
    private readonly file: LedgerFile,
  ) {}

  @Get('consent')
  async show(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Query('before') before?: string) {
    return this.page(await this.contacts.find(id, member), member, idIn(before));
  }

  @Post('consent')
  @Can('edit-contacts')
  async update(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body() typed: Typed = {}) {
    const contact = await this.contacts.find(id, member);
    try {
      const number = String(typed.number ?? '');
      if (!contact.has(number)) throw new Refusal('The contact no longer has this number.');
      if (typed.change !== 'opt-out' && typed.change !== 'opt-in') throw new Refusal('Choose what to do.');
      await this.staffConsent.set(typed.change, number, typed, member);
      return seeOther(`/contacts/${id}/consent`);
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.page(contact, member, 0, typed), problems);
    }
  }

  @Get('consent.csv')
  @Can('edit-contacts')
  async download(
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
    @Res({ passthrough: true }) response: Response,
  ) {
    const contact = await this.contacts.find(id, member);
    response.attachment(`consent-${id}.csv`);
    const numbers = contact.phoneNumbers.map(({ number }) => number);
    const parts = Readable.from(this.file.ofNumbers(member.programId, numbers), { objectMode: false });
    return new StreamableFile(parts, { type: 'text/csv; charset=utf-8' });
  }

  private async page(contact: Contact, member: Member, before: number, typed: Typed = {}) {
    const record = await this.record.of(contact, member, 'consent');
    const ledger = await this.consent.of(contact, member, before);
    const again = {
      number: String(typed.number ?? ''),
      reason: String(typed.reason ?? ''),
      isAgreed: typed.agreed === '1',
    };
    return page('contacts/consent', { ...record, ...ledger, typed: again });
  }
}
