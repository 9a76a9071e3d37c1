import { Body, Controller, Delete, Param, Post } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Identifier } from '../web/identifier.js';
import { seeOther } from '../web/responses.js';
import type { SenderState } from './conversation.js';
import { StaffConsent } from './staff-consent.js';
import { placeOf } from './unknown-senders.js';

const goingOn = (from: unknown, state: SenderState | null) =>
  seeOther(from === 'queue' ? '/consent/wishes' : placeOf[state ?? 'waiting']);

/** Decides on a wish to opt out of somebody whom nobody knows: the law does not ask whose number it is. */
@Controller('unknown-senders/:id')
@Can('edit-contacts')
export class UnknownSenderConsentController {
  constructor(private readonly consent: StaffConsent) {}

  @Post('opt-out')
  async create(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body('from') from?: string) {
    return goingOn(from, await this.consent.optOutUnknown(id, member));
  }

  /** Not an opt-out. */
  @Delete('wish')
  async dismiss(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body('from') from?: string) {
    return goingOn(from, await this.consent.dismissUnknown(id, member));
  }
}
