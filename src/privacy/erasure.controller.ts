import { Body, Controller, Get, NotFoundException, Param, Post } from '@nestjs/common';
import { Audit } from '../audit/audit.js';
import { Contacts } from '../contacts/contacts.js';
import { word } from '../contacts/typed.js';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Refusal, refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { Erasure } from './erasure.js';
import { Extent } from './extent.js';
import { Holds } from './holds.js';

const confirmation = 'ERASE';

/** Erasing a contact, after a look at what goes. */
@Controller('contacts/:id/erasure')
@Can('edit-contacts')
export class ErasureController {
  constructor(
    private readonly contacts: Contacts,
    private readonly extent: Extent,
    private readonly erasure: Erasure,
    private readonly holds: Holds,
    private readonly audit: Audit,
  ) {}

  @Get()
  show(@Param('id', Identifier) id: number, @CurrentMember() member: Member) {
    return this.page(id, member);
  }

  @Post()
  async create(
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
    @Body('confirmation') said?: unknown,
  ) {
    try {
      if (word(said).toUpperCase() !== confirmation)
        throw new Refusal(`Type ${confirmation} to erase the contact.`, 'confirmation');
      if (!(await this.erasure.erase(id, member.programId, member))) await this.mustBeErased(id, member);
      return seeOther('/contacts?erased=1');
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.page(id, member, word(said)), problems);
    }
  }

  // Pressed twice: the second click finds that it is done.
  private async mustBeErased(id: number, member: Member) {
    if (!(await this.audit.knows('contact-erased', id, member))) throw new NotFoundException();
  }

  private async page(id: number, member: Member, said = '') {
    const contact = await this.contacts.find(id, member);
    const [extent, objection] = await Promise.all([
      this.extent.of(contact, member.country),
      this.holds.against(contact),
    ]);
    const { name } = contact;
    return page('privacy/erasure', {
      contact: { name, url: `/contacts/${id}` },
      extent,
      objection,
      said,
      confirmation,
    });
  }
}
