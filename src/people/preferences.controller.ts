import { Body, Controller, Get, Headers, Post, Req } from '@nestjs/common';
import { Database } from '../database/database.js';
import { idIn } from '../web/identifier.js';
import { seeOther } from '../web/responses.js';
import { backTo, within } from '../web/within.js';
import { CurrentMember, type SignedInRequest } from './current-member.js';
import type { Member } from './member.js';
import { Members } from './members.js';
import { Pages } from './pages.js';
import { User } from './user.js';

/** What each user sets for themself, and which of their programs they look at. */
@Controller()
export class PreferencesController {
  constructor(
    private readonly database: Database,
    private readonly members: Members,
    private readonly pages: Pages,
  ) {}

  @Get()
  home() {
    return seeOther('/conversations');
  }

  @Post('preferences')
  async update(
    @CurrentMember() member: Member,
    @Body('enterSends') enterSends?: string,
    @Headers('referer') from?: string,
  ) {
    await this.database.transaction(() =>
      this.database.manager.update(User, member.userId, { enterSends: Boolean(enterSends) }),
    );
    return seeOther(backTo(from, (path) => this.pages.has(path, member)));
  }

  @Post('program')
  async switch(@Req() request: SignedInRequest, @Body('program') program?: string, @Body('next') next?: string) {
    const chosen = await this.members.find(request.member.userId, idIn(program));
    if (!chosen) return seeOther('/conversations');
    request.session.programId = chosen.programId;
    // By itself it would be saved after the answer has left, and the browser may be back before that.
    await new Promise<void>((resolve, reject) => request.session.save((error) => (error ? reject(error) : resolve())));
    return seeOther(within(next));
  }
}
