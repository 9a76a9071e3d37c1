import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { Database } from '../database/database.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Program } from '../programs/program.js';
import { refused } from '../refusal.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { generalForm, generalFrom, type Typed } from './general-form.js';

/** The program's name, its country and its time zone. */
@Controller('settings/general')
@Can('manage-settings')
export class GeneralController {
  constructor(private readonly database: Database) {}

  @Get()
  show(@CurrentMember() member: Member, @Query('saved') saved?: string) {
    return page('settings/general', { form: generalForm(of(member), null), isSaved: saved === '1' });
  }

  @Post()
  async update(@CurrentMember() member: Member, @Body() typed: Typed = {}) {
    try {
      const details = generalFrom(typed);
      await this.database.transaction(() =>
        this.database.manager.update(Program, { id: member.programId }, { ...details }),
      );
      return seeOther('/settings/general?saved=1');
    } catch (error) {
      const again = page('settings/general', { form: generalForm(of(member), typed), isSaved: false });
      return unprocessable(again, refused(error));
    }
  }
}

const of = ({ programName, country, timeZone }: Member) => ({ name: programName, country, timeZone });
