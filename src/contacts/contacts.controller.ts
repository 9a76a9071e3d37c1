import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Submissions } from '../people/submissions.js';
import { refused } from '../refusal.js';
import { upTo } from '../web/digits.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import type { Contact } from './contact.js';
import { ContactForms, wantsFields } from './contact-forms.js';
import { ContactGrid } from './contact-grid.js';
import { ContactRecord } from './contact-record.js';
import { Contacts } from './contacts.js';
import { selectionIn, Selections } from './selection.js';
import type { Typed } from './typed.js';

const mostCounted = 10_000;

@Controller('contacts')
export class ContactsController {
  constructor(
    private readonly contacts: Contacts,
    private readonly grid: ContactGrid,
    private readonly selections: Selections,
    private readonly record: ContactRecord,
    private readonly forms: ContactForms,
    private readonly submissions: Submissions,
  ) {}

  @Get()
  async index(@Query() query: Typed, @CurrentMember() member: Member) {
    const { added, problems, ...grid } = await this.grid.of(query, member);
    if (added) return seeOther(added);
    const answer = page('contacts/index', {
      grid,
      mayEdit: member.can('edit-contacts'),
      isErased: query['erased'] === '1',
    });
    return problems ? unprocessable(answer, problems) : answer;
  }

  /** How many contacts a view shows; that many or more, from ten thousand on. */
  @Get('count')
  async count(@Query() query: Typed, @CurrentMember() member: Member) {
    const count = await this.selections.count(selectionIn({ ...query, matching: '1' }), member, mostCounted + 1);
    return { count: upTo(mostCounted, count) };
  }

  @Get('new')
  @Can('edit-contacts')
  async new(@CurrentMember() member: Member) {
    return this.form(null, null, member);
  }

  @Post()
  @Can('edit-contacts')
  async create(@CurrentMember() member: Member, @Body() typed: Typed = {}) {
    if (wantsFields(typed)) return this.form(null, typed, member);
    try {
      const add = async () => this.contacts.add(await this.forms.details(typed, null, member), member);
      return seeOther(await this.submissions.once(typed, member, add, ({ id }) => `/contacts/${id}`));
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.form(null, typed, member), problems);
    }
  }

  @Get(':id')
  async show(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return page('contacts/show', await this.record.summary(await this.contacts.find(id, member), member));
  }

  @Get(':id/edit')
  @Can('edit-contacts')
  async edit(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return this.form(await this.contacts.find(id, member), null, member);
  }

  @Post(':id')
  @Can('edit-contacts')
  async update(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body() typed: Typed = {}) {
    if (wantsFields(typed)) return this.form(await this.contacts.find(id, member), typed, member);
    try {
      await this.contacts.revise(id, member, (contact) => this.forms.details(typed, contact, member));
      return seeOther(`/contacts/${id}`);
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.form(await this.contacts.find(id, member), typed, member), problems);
    }
  }

  private async form(contact: Contact | null, typed: Typed | null, member: Member) {
    return page('contacts/form', { form: await this.forms.of(contact, typed, member) });
  }
}
