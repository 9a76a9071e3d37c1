import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { detailsFrom, formFor, type Typed } from './contact-form.js';
import { ContactGrid, type GridQuery } from './contact-grid.js';
import { ContactRecord } from './contact-record.js';
import { Contacts } from './contacts.js';

@Controller('contacts')
export class ContactsController {
  constructor(
    private readonly contacts: Contacts,
    private readonly grid: ContactGrid,
    private readonly record: ContactRecord,
  ) {}

  @Get()
  async index(@Query() query: GridQuery, @CurrentMember() member: Member) {
    return page('contacts/index', { grid: await this.grid.of(query, member), mayEdit: member.can('edit-contacts') });
  }

  @Get('new')
  @Can('edit-contacts')
  async new(@CurrentMember() member: Member) {
    return page('contacts/form', { form: formFor(null, await this.contacts.types(member), member.country, null) });
  }

  @Post()
  @Can('edit-contacts')
  async create(@Body() typed: Typed = {}, @CurrentMember() member: Member) {
    const types = await this.contacts.types(member);
    try {
      const contact = await this.contacts.add(detailsFrom(typed, types, member.country), member);
      return seeOther(`/contacts/${contact.id}`);
    } catch (error) {
      return unprocessable(
        page('contacts/form', { form: formFor(null, types, member.country, typed) }),
        refused(error),
      );
    }
  }

  @Get(':id')
  async show(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return page('contacts/show', await this.record.of(await this.contacts.find(id, member), member));
  }

  @Get(':id/edit')
  @Can('edit-contacts')
  async edit(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    const contact = await this.contacts.find(id, member);
    return page('contacts/form', { form: formFor(contact, await this.contacts.types(member), member.country, null) });
  }

  @Post(':id')
  @Can('edit-contacts')
  async update(@Param('id', Identifier) id: number, @Body() typed: Typed = {}, @CurrentMember() member: Member) {
    const types = await this.contacts.types(member);
    try {
      await this.contacts.change(id, member, (contact, now) =>
        contact.describe(detailsFrom(typed, types, member.country), now),
      );
      return seeOther(`/contacts/${id}`);
    } catch (error) {
      const problems = refused(error);
      const contact = await this.contacts.find(id, member);
      return unprocessable(page('contacts/form', { form: formFor(contact, types, member.country, typed) }), problems);
    }
  }
}
