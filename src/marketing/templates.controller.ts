import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can, handling } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Submissions } from '../people/submissions.js';
import { refused } from '../refusal.js';
import { Identifier, idIn } from '../web/identifier.js';
import { seeOther, unprocessable } from '../web/responses.js';
import type { Scope } from './template.js';
import { TemplatesPage, type TypedTemplate, urlOf, wordsIn } from './templates-page.js';
import { Templates } from './templates.js';

const detailsIn = ({ name, body }: TypedTemplate) => ({ name: wordsIn(name) ?? '', body: wordsIn(body) ?? '' });

/** The same pages for the templates of a program and for one's own. */
abstract class TemplatesPages {
  protected abstract readonly scope: Scope;

  constructor(
    private readonly templates: Templates,
    private readonly pages: TemplatesPage,
    private readonly submissions: Submissions,
  ) {}

  @Get()
  index(@CurrentMember() member: Member, @Query('q') q?: unknown) {
    return this.pages.index(this.scope, member, q);
  }

  @Get('new')
  blank(@CurrentMember() member: Member) {
    return this.pages.form(this.scope, member, null);
  }

  @Post()
  async create(@CurrentMember() member: Member, @Body() typed: TypedTemplate = {}) {
    try {
      const add = () => this.templates.add(this.scope, detailsIn(typed), member);
      return seeOther(await this.submissions.once(typed, member, add, () => urlOf[this.scope]));
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.pages.form(this.scope, member, null, typed), problems);
    }
  }

  /** The form again with what was typed, as an example contact would get it. Nothing is saved. */
  @Post('preview')
  async preview(@CurrentMember() member: Member, @Body() typed: TypedTemplate = {}) {
    const id = idIn(typed['id']);
    const template = id ? await this.templates.find(id, this.scope, member) : null;
    return this.pages.form(this.scope, member, template, typed);
  }

  @Get(':id')
  async show(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return this.pages.form(this.scope, member, await this.templates.find(id, this.scope, member));
  }

  @Post(':id')
  async update(
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
    @Body() typed: TypedTemplate = {},
  ) {
    try {
      await this.templates.change(id, this.scope, detailsIn(typed), idIn(typed['version']), member);
      return seeOther(urlOf[this.scope]);
    } catch (error) {
      const problems = refused(error);
      const template = await this.templates.find(id, this.scope, member);
      return unprocessable(await this.pages.form(this.scope, member, template, typed), problems);
    }
  }

  @Post(':id/copy')
  async copy(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body() typed: TypedTemplate = {}) {
    try {
      const copy = () => this.templates.copy(id, this.scope, member);
      return seeOther(await this.submissions.once(typed, member, copy, (made) => `${urlOf[this.scope]}/${made.id}`));
    } catch (error) {
      return unprocessable(await this.pages.index(this.scope, member), refused(error));
    }
  }

  @Delete(':id')
  async remove(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    await this.templates.remove(id, this.scope, member);
    return seeOther(urlOf[this.scope]);
  }
}

/** Settings › Marketing › Templates: those that everybody shares. */
@Controller('settings/templates')
@Can('manage-settings')
export class SharedTemplatesController extends TemplatesPages {
  protected override readonly scope = 'shared';

  constructor(templates: Templates, pages: TemplatesPage, submissions: Submissions) {
    super(templates, pages, submissions);
  }
}

/** One's own, for everybody who writes texts. */
@Controller('account/templates')
@Can([...handling, 'send-quick-messages', 'manage-campaigns'])
export class OwnTemplatesController extends TemplatesPages {
  protected override readonly scope = 'own';

  constructor(templates: Templates, pages: TemplatesPage, submissions: Submissions) {
    super(templates, pages, submissions);
  }
}
