import { Controller, Get, Query } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can, handling } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { markerIn } from '../web/marker.js';
import { page } from '../web/responses.js';
import { WishList } from './wish-list.js';

/** The queue of texts that read like a wish to opt out. */
@Controller('consent/wishes')
@Can(handling)
export class WishesController {
  constructor(private readonly wishes: WishList) {}

  @Get()
  async index(@CurrentMember() member: Member, @Query('after') after?: string) {
    return page('consent/wishes', await this.wishes.page(member, markerIn(after)));
  }
}
