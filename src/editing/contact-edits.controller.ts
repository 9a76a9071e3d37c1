import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { type Typed, word } from '../contacts/typed.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { refused } from '../refusal.js';
import { idIn, Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import type { ContactEdit } from './contact-edit.js';
import { ContactEdits } from './contact-edits.js';
import { EditForms } from './edit-forms.js';
import { EditPages } from './edit-pages.js';
import { EditRounds } from './edit-rounds.js';
import { EditsList } from './edits-list.js';

/** Changes many contacts the same way: said, looked at, carried out. */
@Controller('contacts/edits')
@Can('edit-contacts')
export class ContactEditsController {
  constructor(
    private readonly edits: ContactEdits,
    private readonly forms: EditForms,
    private readonly pages: EditPages,
    private readonly list: EditsList,
    private readonly rounds: EditRounds,
  ) {}

  @Get()
  async index(@CurrentMember() member: Member, @Query('before') before?: unknown) {
    return page('editing/index', { list: await this.list.of(member, idIn(before)) });
  }

  @Get('new')
  new(@CurrentMember() member: Member, @Query() query: Typed) {
    return this.forms.page(query, member);
  }

  @Post()
  async create(@CurrentMember() member: Member, @Body() typed: Typed = {}) {
    if (word(typed['step']) === 'fields') return this.forms.page(typed, member);
    try {
      return seeOther((await this.edits.draft(await this.forms.wish(typed, member), member)).url);
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.forms.page(typed, member), problems);
    }
  }

  @Get(':id')
  async show(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Query() query: Typed) {
    return this.pages.of(await this.edits.find(id, member), query, member);
  }

  @Post(':id/run')
  run(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return this.change(id, member, (held, now) => held.begin(member.userId, now));
  }

  @Post(':id/cancellation')
  cancel(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return this.change(id, member, (held, now) => held.cancel(now));
  }

  private async change(id: number, member: Member, verb: (held: ContactEdit, now: Date) => void) {
    const { url } = await this.edits.find(id, member);
    try {
      await this.edits.change(id, member, verb);
      this.rounds.nudge();
      return seeOther(url);
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.pages.of(await this.edits.find(id, member), {}, member), problems);
    }
  }
}
