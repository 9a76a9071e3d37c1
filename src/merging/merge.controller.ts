import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ContactGrid } from '../contacts/contact-grid.js';
import { Contacts } from '../contacts/contacts.js';
import { type Typed, word } from '../contacts/typed.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { Duplicates } from './duplicates.js';
import { MergePreview, shownContact } from './merge-preview.js';
import { Merging } from './merging.js';

const mostMatches = 20;

/** Merges another contact into this one: whom, then field by field. */
@Controller('contacts/:id/merge')
@Can('edit-contacts')
export class MergeController {
  constructor(
    private readonly contacts: Contacts,
    private readonly grid: ContactGrid,
    private readonly duplicates: Duplicates,
    private readonly preview: MergePreview,
    private readonly merging: Merging,
  ) {}

  @Get()
  async choose(@Param('id', Identifier) id: number, @CurrentMember() member: Member, @Query('q') said?: string) {
    const contact = shownContact(await this.contacts.find(id, member));
    const q = word(said);
    const found = q ? (await this.grid.of({ q }, member)).rows : [];
    const matches = found.filter((row) => row.id !== id).slice(0, mostMatches);
    const suggestions = q ? [] : await this.duplicates.of(id, member);
    return page('merging/choose', { contact, q, matches, suggestions });
  }

  @Get(':other')
  async show(
    @Param('id', Identifier) id: number,
    @Param('other', Identifier) otherId: number,
    @CurrentMember() member: Member,
  ) {
    return page('merging/merge', { merge: await this.preview.of(id, otherId, {}, member) });
  }

  @Post(':other')
  async create(
    @Param('id', Identifier) id: number,
    @Param('other', Identifier) otherId: number,
    @CurrentMember() member: Member,
    @Body() typed: Typed = {},
  ) {
    try {
      await this.merging.merge(id, otherId, typed, member);
      return seeOther(`/contacts/${id}`);
    } catch (error) {
      const problems = refused(error);
      return unprocessable(
        page('merging/merge', { merge: await this.preview.of(id, otherId, typed, member) }),
        problems,
      );
    }
  }
}
