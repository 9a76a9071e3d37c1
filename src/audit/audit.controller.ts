import { Controller, Get, Query } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { idIn } from '../web/identifier.js';
import { page } from '../web/responses.js';
import { Audit } from './audit.js';

/** Settings › Organization › Audit. */
@Controller('settings/audit')
@Can('manage-settings')
export class AuditController {
  constructor(private readonly audit: Audit) {}

  @Get()
  async index(@CurrentMember() member: Member, @Query('before') before?: string) {
    return page('audit/index', await this.audit.page(member, idIn(before)));
  }
}
