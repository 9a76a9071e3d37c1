import { Body, Controller, Delete, Param, Post } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import type { Member } from '../people/member.js';
import { SavedViews } from '../people/saved-views.js';
import { refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { ContactGrid, viewIn } from './contact-grid.js';

/** Views of the contacts that a user gave a name. */
@Controller('contacts/views')
export class ContactViewsController {
  constructor(
    private readonly views: SavedViews,
    private readonly grid: ContactGrid,
  ) {}

  @Post()
  async create(@CurrentMember() member: Member, @Body('name') typed?: string, @Body('query') said?: string) {
    const viewName = String(typed ?? '');
    const query = await this.grid.queryOf(viewIn(said), member);
    try {
      await this.views.save(member, 'contacts', viewName, query);
      return seeOther(`/contacts?${query}`);
    } catch (error) {
      const grid = await this.grid.of(viewIn(query), member);
      const again = page('contacts/index', { grid, viewName, mayEdit: member.can('edit-contacts') });
      return unprocessable(again, refused(error));
    }
  }

  @Delete(':id')
  async destroy(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    await this.views.remove(member, 'contacts', id);
    return seeOther('/contacts');
  }
}
