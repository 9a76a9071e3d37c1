import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther } from '../web/responses.js';
import { Journal, type Place } from './journal.js';

/** What the provider brought and Parley did not take. */
@Controller('settings/deliveries')
@Can('manage-settings')
export class DeliveriesController {
  constructor(private readonly journal: Journal) {}

  @Get()
  async index(@CurrentMember() member: Member, @Query() query: Record<string, unknown>) {
    return page('deliveries/index', await this.journal.page(member, placeIn(query)));
  }

  @Post(':id/retry')
  async retry(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    await this.journal.retry(id, member);
    return seeOther('/settings/deliveries');
  }
}

const placeIn = (query: Record<string, unknown>): Place => ({ ...at('refusals', query), ...at('misfits', query) });

const at = (name: keyof Place, query: Record<string, unknown>) =>
  /^\d{1,10}$/.test(String(query[name] ?? '')) ? { [name]: Number(query[name]) } : {};
