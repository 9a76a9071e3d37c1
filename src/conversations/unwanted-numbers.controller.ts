import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { several } from '../contacts/typed.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Refusal, refused } from '../refusal.js';
import { Identifier, idIn } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import type { SenderState } from './conversation.js';
import { placeOf, UnknownSenders } from './unknown-senders.js';
import { UnwantedNumbers } from './unwanted-numbers.js';

interface Chosen {
  ids?: unknown;
}

/** Puts unknown senders aside, and brings them back. */
@Controller('unknown-senders')
@Can('edit-contacts')
export class UnwantedNumbersController {
  constructor(
    private readonly senders: UnknownSenders,
    private readonly unwanted: UnwantedNumbers,
  ) {}

  @Post('spam')
  async spam(@CurrentMember() member: Member, @Body() { ids }: Chosen = {}) {
    try {
      await this.unwanted.putAside('spam', chosen(ids), member);
    } catch (error) {
      return this.again('waiting', member, error);
    }
    return seeOther(placeOf.waiting);
  }

  @Delete('spam')
  async notSpam(@CurrentMember() member: Member, @Body() { ids }: Chosen = {}) {
    try {
      await this.unwanted.bringBack('spam', chosen(ids), member);
    } catch (error) {
      return this.again('spam', member, error);
    }
    return seeOther(placeOf.spam);
  }

  @Get(':id/block')
  async ask(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return page('unknown-senders/block', { sender: await this.senders.find(id, member), reason: '' });
  }

  @Post(':id/block')
  async block(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Body('reason') typed?: unknown) {
    const reason = typeof typed === 'string' ? typed : '';
    try {
      await this.unwanted.putAside('blocked', [id], member, reason);
    } catch (error) {
      const again = { sender: await this.senders.find(id, member), reason };
      return unprocessable(page('unknown-senders/block', again), refused(error));
    }
    return seeOther(placeOf.blocked);
  }

  @Delete(':id/block')
  async unblock(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    await this.unwanted.bringBack('blocked', [id], member);
    return seeOther(placeOf.blocked);
  }

  private async again(state: SenderState, member: Member, error: unknown) {
    return unprocessable(page('unknown-senders/index', await this.senders.page(state, member, null)), refused(error));
  }
}

const mostAtOnce = 100;

function chosen(said: unknown): number[] {
  const ids = several(said).slice(0, mostAtOnce).map(idIn).filter(Boolean);
  if (!ids.length) throw new Refusal('Select a sender first.', 'ids');
  return ids;
}
