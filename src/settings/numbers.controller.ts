import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { nationalForm } from '../programs/phone.js';
import { ProgramNumber } from '../programs/program-number.js';
import { Submissions } from '../people/submissions.js';
import { refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import type { Typed } from './general-form.js';
import { detailsFrom, numberForm, numberFrom } from './numbers-form.js';
import { Numbers } from './numbers.js';

const list = '/settings/numbers';

/** The numbers from which a program texts. */
@Controller('settings/numbers')
@Can('manage-settings')
export class NumbersController {
  constructor(
    private readonly numbers: Numbers,
    private readonly submissions: Submissions,
  ) {}

  @Get()
  async index(@CurrentMember() member: Member) {
    return page('settings/numbers', {
      numbers: (await this.numbers.of(member)).map((number) => ({ ...number, ...shown(number, member) })),
    });
  }

  @Get('new')
  new() {
    return page('settings/number', { number: null, form: numberForm(fresh, null) });
  }

  @Post()
  async create(@CurrentMember() member: Member, @Body() typed: Typed = {}) {
    try {
      const add = () => this.numbers.add(numberFrom(typed, member.country), member);
      return seeOther(await this.submissions.once(typed, member, add, () => list));
    } catch (error) {
      return unprocessable(page('settings/number', { number: null, form: numberForm(fresh, typed) }), refused(error));
    }
  }

  @Get(':id')
  async edit(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return this.form(id, member, null);
  }

  @Post(':id')
  async update(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body() typed: Typed = {}) {
    try {
      await this.numbers.find(id, member);
      await this.numbers.describe(id, member, detailsFrom(typed));
      return seeOther(list);
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.form(id, member, typed), problems);
    }
  }

  @Post(':id/default')
  async makeDefault(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    await this.numbers.makeDefault(id, member);
    return seeOther(list);
  }

  @Delete(':id')
  async remove(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    try {
      await this.numbers.remove(id, member);
      return seeOther(list);
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.form(id, member, null), problems);
    }
  }

  private async form(id: number, member: Member, typed: Typed | null) {
    const number = await this.numbers.find(id, member);
    const mayRemove = !number.isDefault && !(await this.numbers.useOf(number));
    return page('settings/number', {
      number: { ...number, ...shown(number, member), mayRemove },
      form: numberForm(number, typed),
    });
  }
}

const fresh = ProgramNumber.of(0, '', '', false);

const shown = (number: ProgramNumber, { country }: Member) => ({
  url: `${list}/${number.id}`,
  national: nationalForm(number.number, country),
  isAnsweredByCarrier: number.optOutAnswers === 'carrier',
});
