import { Controller, Delete, Get, Param } from '@nestjs/common';
import { Contacts } from '../contacts/contacts.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { shownContact } from './merge-preview.js';
import { UndoPreview } from './undo-preview.js';
import { Unmerging } from './unmerging.js';

/** Undoes a merge, after saying what goes back and what stays. */
@Controller('contacts/:id/merges/:merge')
@Can('edit-contacts')
export class UndoingController {
  constructor(
    private readonly contacts: Contacts,
    private readonly preview: UndoPreview,
    private readonly unmerging: Unmerging,
  ) {}

  @Get()
  async show(
    @Param('id', Identifier) id: number,
    @Param('merge', Identifier) mergeId: number,
    @CurrentMember() member: Member,
  ) {
    const contact = shownContact(await this.contacts.find(id, member));
    return page('merging/undo', { contact, merge: await this.preview.of(mergeId, id, member) });
  }

  @Delete()
  async destroy(
    @Param('id', Identifier) id: number,
    @Param('merge', Identifier) mergeId: number,
    @CurrentMember() member: Member,
  ) {
    try {
      return seeOther(`/contacts/${await this.unmerging.undo(mergeId, id, member)}`);
    } catch (error) {
      const problems = refused(error);
      const contact = shownContact(await this.contacts.find(id, member));
      const merge = await this.preview.of(mergeId, id, member);
      return unprocessable(page('merging/undo', { contact, merge }), problems);
    }
  }
}
