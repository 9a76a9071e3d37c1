import { Controller, Get } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { seeOther } from '../web/responses.js';

/** The Settings menu begins with the first page that one may open. */
@Controller('settings')
export class SettingsController {
  @Get()
  @Can(['manage-settings', 'manage-users'])
  index(@CurrentMember() member: Member) {
    return seeOther(member.can('manage-settings') ? '/settings/general' : '/settings/users');
  }
}
