import { Body, Controller, Delete, Param, Post } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Identifier } from '../web/identifier.js';
import { seeOther } from '../web/responses.js';
import { StaffConsent } from './staff-consent.js';

const goingOn = (from: unknown) => seeOther(from === 'queue' ? '/consent/wishes' : '/unknown-senders');

/** Decides on a wish to opt out of somebody whom nobody knows: the law does not ask whose number it is. */
@Controller('unknown-senders/:id')
@Can('edit-contacts')
export class UnknownSenderConsentController {
  constructor(private readonly consent: StaffConsent) {}

  @Post('opt-out')
  async create(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body('from') from?: string) {
    await this.consent.optOutUnknown(id, member);
    return goingOn(from);
  }

  /** Not an opt-out. */
  @Delete('wish')
  async dismiss(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body('from') from?: string) {
    await this.consent.dismissUnknown(id, member);
    return goingOn(from);
  }
}
