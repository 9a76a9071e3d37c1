import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { type Typed, word } from '../contacts/typed.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { seeOther, unprocessable } from '../web/responses.js';
import type { Import } from './import.js';
import { ImportPages } from './import-pages.js';
import { ImportRounds } from './import-rounds.js';
import { Imports } from './imports.js';
import { MappingForms } from './mapping-forms.js';

/** What leads from a file to contacts: what its columns are, trying it, carrying it out, or not. */
@Controller('contacts/imports/:id')
@Can('edit-contacts')
export class ImportStepsController {
  constructor(
    private readonly imports: Imports,
    private readonly forms: MappingForms,
    private readonly pages: ImportPages,
    private readonly rounds: ImportRounds,
  ) {}

  @Get('mapping')
  async mapping(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return this.forms.page(await this.imports.find(id, member), null, member);
  }

  @Post('mapping')
  async map(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body() typed: Typed = {}) {
    const found = await this.imports.find(id, member);
    if (word(typed['step']) === 'fields') return this.forms.page(found, typed, member);
    try {
      const mapping = await this.forms.mapping(found, typed, member);
      await this.imports.change(id, member, (held, now) => held.map(mapping, now));
      this.rounds.nudge();
      return seeOther(found.url);
    } catch (error) {
      return unprocessable(await this.forms.page(found, typed, member), refused(error));
    }
  }

  @Post('run')
  run(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return this.change(id, member, (held, now) => held.begin(member.userId, now));
  }

  @Post('cancellation')
  cancel(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return this.change(id, member, (held, now) => held.cancel(now));
  }

  private async change(id: number, member: Member, verb: (held: Import, now: Date) => void) {
    const { url } = await this.imports.find(id, member);
    try {
      await this.imports.change(id, member, verb);
      this.rounds.nudge();
      return seeOther(url);
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.pages.of(await this.imports.find(id, member), {}, member), problems);
    }
  }
}
